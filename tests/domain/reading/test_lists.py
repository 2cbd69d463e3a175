"""Lists: skills, languages, certificates, as they are separated and wrapped."""

from __future__ import annotations

from collections.abc import Callable

from schema.profile import Profile

Read = Callable[[str], Profile]
HEAD = "Ansel Quibb\nansel@example.com\n"


def skills(profile: Profile) -> list[str]:
    """All skills in order."""
    return [skill for group in profile.skills for skill in group.keywords]


def test_a_list_that_goes_on_in_the_next_line_is_one_list(read: Read) -> None:
    """A trailing comma or a small letter behind a list goes on; a row of its own does not."""
    assert skills(read(HEAD + "Skills\nTools: Git, shell\nscripting, Docker,\nHelm")) == [
        "Git",
        "shell scripting",
        "Docker",
        "Helm",
    ]
    assert skills(read(HEAD + "Skills\nTriage\nwound dressing")) == ["Triage", "wound dressing"]


def test_skills_without_separators_are_cut_at_known_ones(read: Read) -> None:
    """A row of words is cut where the table knows skills."""
    found = skills(read(HEAD + "Skills\nDocker Kotlin PostgreSQL Terraform Ansible"))
    assert sorted(found) == ["Ansible", "Docker", "Kotlin", "PostgreSQL", "Terraform"]


def test_levels_and_ratings_are_no_part_of_a_skill(read: Read) -> None:
    """Stars, percentages and levels in brackets are cut off."""
    assert skills(read(HEAD + "Skills\nKotlin ★★★☆☆\nDocker (advanced)\nExcel 80%")) == ["Kotlin", "Docker", "Excel"]


def test_the_same_category_twice_is_one_group(read: Read) -> None:
    """Rows under one label meet in one group, with evidence for each skill."""
    profile = read(HEAD + "Skills\nTools: Git\nTools: Helm")
    assert [(group.name, group.keywords) for group in profile.skills] == [("Tools", ["Git", "Helm"])]
    assert profile.meta.vitaeflow is not None
    assert "/skills/0/keywords/1" in profile.meta.vitaeflow.evidence


def test_unlabelled_skills_get_the_category_of_the_table(read: Read) -> None:
    """Our own category says by its method that it is not the résumé's word."""
    profile = read(HEAD + "Skills\nKotlin, Origami")
    assert [(group.name, group.keywords) for group in profile.skills] == [
        ("Programming Languages", ["Kotlin"]),
        ("Other", ["Origami"]),
    ]
    assert profile.meta.vitaeflow is not None
    assert profile.meta.vitaeflow.evidence["/skills/0/name"].method == "skills-table"


def test_programming_languages_are_no_spoken_languages(read: Read) -> None:
    """`Languages` within skills names a group unless a spoken language follows."""
    profile = read(HEAD + "Skills\nLanguages\nKotlin\nGo\nLanguages\nEnglish\nNative")
    assert skills(profile) == ["Kotlin", "Go"]
    assert [(x.language, x.fluency) for x in profile.languages] == [("English", "Native")]


def test_an_issuer_stands_behind_a_dash_or_as_an_organisation_behind_a_comma(read: Read) -> None:
    """A comma inside a certificate's name is not taken for an issuer."""
    profile = read(HEAD + "Certificates\nFirst Aider, Larkmoor Hospital, 2021\nRigger, Level 2, 2020-05")
    assert [(c.name, c.issuer, c.date) for c in profile.certificates] == [
        ("First Aider", "Larkmoor Hospital", "2021"),
        ("Rigger, Level 2", None, "2020-05"),
    ]


def test_brackets_of_a_name_stay_whole(read: Read) -> None:
    """The closing bracket of an abbreviation is part of the name."""
    profile = read(HEAD + "Certificates\nCertified Rope Inspector (CRI), 2019")
    assert profile.certificates[0].name == "Certified Rope Inspector (CRI)"
