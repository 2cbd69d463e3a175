"""The skills table and how it is found in text."""

from __future__ import annotations

import time
import tomllib
from importlib.resources import files

import pytest

from domain.skills import canonical_skill, category_of, find_skills


def names(text: str, *, skills_context: bool = False) -> list[str]:
    """Canonical names found, in order."""
    return [mention.canonical for mention in find_skills(text, skills_context=skills_context)]


def test_aliases_give_one_canonical_name() -> None:
    """Different spellings of a skill are the same skill."""
    assert names("Worked with k8s, Postgres, and ReactJS.") == ["Kubernetes", "PostgreSQL", "React"]
    assert canonical_skill("  postgre   SQL ") == "PostgreSQL"
    assert canonical_skill("Underwater   basketry") == "Underwater basketry"


def test_spans_quote_the_text_as_written() -> None:
    """A mention's span gives back exactly its raw words."""
    text = "Erfahrung: Node.js,C++ und CI/CD; ASP.NET."
    found = find_skills(text)
    assert [m.canonical for m in found] == ["Node.js", "C++", "CI/CD", "ASP.NET"]
    assert all(text[m.start : m.end] == m.raw for m in found)


@pytest.mark.parametrize(
    "text", ["We maintain trust and going concerns", "airplane javascripting", "email said 50lbs", "Scalable goals"]
)
def test_nothing_is_found_inside_another_word(text: str) -> None:
    """A skill's letters inside another word are not the skill."""
    assert names(text) == []


def test_single_letters_count_only_in_a_list_of_skills() -> None:
    """C and R are skills in a skills section and letters elsewhere."""
    assert names("Vitamin C and R, 3 times") == []
    assert names("C, R", skills_context=True) == ["C", "R"]
    assert names("R&D, C-level", skills_context=True) == []


def test_everyday_words_need_company_in_prose() -> None:
    """Go and Excel count beside another skill with a capital letter, and not as verbs."""
    assert names("We go far and excel at what we do. Go home.") == []
    assert names("Backend in Go, Python and Rust") == ["Go", "Python", "Rust"]
    assert names("Go", skills_context=True) == ["Go"]
    assert names("You built services in Go. Since Spring 2020 we react to everything.") == ["Go"]


def test_the_longest_name_wins() -> None:
    """A longer name is not split into its parts."""
    assert names("React Native") == ["React Native"]
    assert names("Microsoft SQL Server") == ["Microsoft SQL Server"]


def test_names_in_scripts_without_spaces_are_found() -> None:
    """Chinese and Japanese names stand inside running text."""
    assert names("日常使用Python与机器学习") == ["Python", "Machine Learning"]


def test_categories_come_from_the_table() -> None:
    """A canonical name has a category, an unknown one has none."""
    assert category_of("PostgreSQL") == "Databases"
    assert category_of("Underwater basketry") is None


def test_no_alias_stands_under_two_names() -> None:
    """The table is unambiguous, and every everyday word belongs to a skill."""
    data = tomllib.loads(files("domain").joinpath("skills.toml").read_text(encoding="utf-8"))
    everyday = {word.casefold() for word in data.pop("names") + data.pop("words")}
    owner: dict[str, str] = {}
    for skills in data.values():
        for name, aliases in skills.items():
            for form in {name.casefold(), *(alias.casefold() for alias in aliases)}:
                assert owner.setdefault(form, name) == name, form
    assert everyday <= set(owner)


def test_a_page_takes_about_a_millisecond() -> None:
    """Time grows with the text, not with the table: 5 kB stay far under what a résumé may take."""
    text = ("Led a team of five building payment services in Java and Kotlin on AWS; cut costs by a third. " * 60)[
        :5000
    ]
    find_skills(text)
    best = min(_timed(text) for _ in range(5))
    assert best < 0.02


def _timed(text: str) -> float:
    started = time.perf_counter()
    find_skills(text)
    return time.perf_counter() - started
