"""The names that skills are compared by."""

from __future__ import annotations

import tomllib
from collections import Counter
from importlib.resources import files

import pytest

from domain.matching.neighbours import neighbours
from domain.matching.skill_names import is_known, skill_mentions, skill_names


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("controlled experiments", "A/B-Tests"),
        ("Buchhaltung", "accounting"),
        ("planning of lessons", "Lesson Planning"),
        ("advanced knowledge of spreadsheets", "MS Excel"),
        ("behaviour management", "Classroom Management"),
        ("grading of kelp", "Kelp grading"),
        ("modelling of glaciers", "glacier modeling"),
        ("注塑", "Spritzguss"),
        ("Amazon Web Services", "AWS"),
    ],
)
def test_other_words_for_a_skill_are_the_same_skill(one: str, other: str) -> None:
    """Aliases, languages, word order, fillers, endings and spellings of two countries meet."""
    assert skill_names(one) == skill_names(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("PCR", "ELISA"), ("Accounts Payable", "Accounts Receivable"), ("Java", "JavaScript"), ("kelp", "kelp grading")],
)
def test_neighbours_are_not_the_same_skill(one: str, other: str) -> None:
    """What is only near keeps its own name."""
    assert skill_names(one) != skill_names(other)


def test_a_phrase_is_worth_the_skills_in_it() -> None:
    """Each skill that a listed phrase names counts, and the phrase is none of its own then."""
    assert skill_names("Excel (advanced), SQL") == ["SQL", "Microsoft Excel"]


def test_short_everyday_words_count_in_lists_alone() -> None:
    """A sentence with "packing" or "reports" names no skill; a list does."""
    assert not skill_mentions("I like packing and reports.")
    assert skill_names("packing") == ["Order Picking"]


def test_no_spelling_stands_under_two_names() -> None:
    """Otherwise the order of the table would decide."""
    data = tomllib.loads(files("domain.matching").joinpath("skill_names.toml").read_text(encoding="utf-8"))
    data = {name: skills for name, skills in data.items() if name not in ("fillers", "everyday")}
    spellings = Counter(
        spelling.strip().casefold()
        for skills in data.values()
        for name, others in skills.items()
        for spelling in {name.casefold(), *(other.strip().casefold() for other in others.split(";"))}
    )
    assert [spelling for spelling, times in spellings.items() if times > 1] == []


def test_neighbours_have_known_names_and_are_mutual() -> None:
    """A name that no table knows would never be met."""
    data = tomllib.loads(files("domain.matching").joinpath("neighbours.toml").read_text(encoding="utf-8"))
    for group in data["groups"]:
        assert [name for name in group if not is_known(name)] == []
        assert all(other in neighbours(name) for name in group for other in group if other != name)
