"""Families and levels of job titles in many languages."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import numpy as np
import pytest

from domain.matching.rubric import NEAR, SAME
from domain.matching.skill_names import is_known
from domain.matching.titles import (
    ENTRY,
    LEAD,
    MID,
    SENIOR,
    family_by_skills,
    family_index,
    family_of,
    level_of,
    normalised_title,
    similarities,
    title_words,
)


@pytest.mark.parametrize(
    ("title", "family", "level"),
    [
        ("Senior Backend Engineer (m/w/d)", "software_engineer", SENIOR),
        ("Softwareentwickler*in", "software_engineer", None),
        ("Data Engineer", "data_engineer", None),
        ("Lead Data Scientist", "data_scientist", LEAD),
        ("Infirmière débutante", "nurse", ENTRY),
        ("Kierownik projektu", "project_manager", LEAD),
        ("Trưởng phòng kinh doanh", "sales_manager", LEAD),
        ("高级软件工程师", "software_engineer", SENIOR),
        ("インターン・プログラマー", "software_engineer", ENTRY),
        ("Chef de projet junior", "project_manager", ENTRY),
        ("Sous-chef", "chef", None),
        ("Mid-level Research Assistant", "researcher", MID),
        ("Astronaut", None, None),
        ("", None, None),
    ],
)
def test_titles_name_a_family_and_a_level(title: str, family: str | None, level: int | None) -> None:
    """The longest name wins, in nine languages; what the table does not know is unknown."""
    assert (family_of(title), level_of(title)) == (family, level)


def test_words_are_whole() -> None:
    """A family is not found inside another word, and a level is not either."""
    assert family_of("Cookie Taster") != "chef"
    assert level_of("International Liaison") is None


def test_gender_marks_do_not_tell_titles_apart() -> None:
    """Marks and punctuation fall away."""
    assert normalised_title("Ingénieur(e) (H/F)") == normalised_title("ingenieur")
    assert title_words("Senior Reef Surveyor (all genders)") == {"reef", "surveyor"}


def test_neighbours_are_declared_once_and_hold_both_ways() -> None:
    """The table is symmetric, full on its diagonal, and near for a group and its neighbours only."""
    table = similarities()
    assert np.array_equal(table, table.T)
    assert (np.diag(table) == SAME).all()
    backend, data, nurse = map(family_index, ("software_engineer", "data_engineer", "nurse"))
    assert table[backend, data] == NEAR
    assert table[backend, nurse] == 0
    assert family_index("no_such_family") == -1


def test_skills_speak_for_an_occupation() -> None:
    """Two that are typical for one; one alone, or a tie of groups, says nothing."""
    assert family_by_skills(["IV Therapy", "Wound Care", "Python"]) == "nurse"
    assert family_by_skills(["IV Therapy"]) is None
    assert family_by_skills(["IV Therapy", "Wound Care", "Kubernetes", "Terraform"]) is None
    assert family_by_skills([]) is None


def test_typical_skills_have_known_names() -> None:
    """A name that no table knows would never be met."""
    data = tomllib.loads(files("domain.matching").joinpath("titles.toml").read_text(encoding="utf-8"))
    assert [name for row in data.values() for name in row.get("skills", ()) if not is_known(name)] == []


def test_phrases_may_outweigh_the_words_in_them() -> None:
    """An executive assistant is no beginner, an assistant principal leads, an assistant alone begins."""
    assert level_of("Executive Assistant") is None
    assert level_of("Senior Executive Assistant") == SENIOR
    assert level_of("Assistant Principal") == LEAD
    assert level_of("Assistant Cook") == ENTRY
