"""Where a section ends that no heading ends."""

from __future__ import annotations

import numpy as np

from domain.reading.labels import ROLES, Shares
from domain.reading.settling import stretches


def shares(*roles: str, sure: float = 0.9) -> Shares:
    """Rows that are surely of these roles."""
    table = np.full((len(roles), len(ROLES)), (1 - sure) / (len(ROLES) - 1))
    for at, role in enumerate(roles):
        table[at, ROLES.index(role)] = sure
    return table


def test_a_section_of_its_kind_is_whole() -> None:
    """A single row that looks like another thing changes nothing; no rows, no stretches."""
    assert stretches(shares("work", "work", "skills", "work"), "work") == [("work", 0, 4)]
    assert stretches(shares(), "work") == []


def test_rows_of_another_kind_are_cut_off() -> None:
    """Four roles' worth of rows at the end of a list of skills are work."""
    rows = shares("skills", "skills", *["work"] * 5)
    assert stretches(rows, "skills") == [("skills", 0, 2), ("work", 2, 7)]


def test_doubtful_rows_stay() -> None:
    """What the labeller itself hardly believes does not outweigh a heading."""
    assert stretches(shares(*["work"] * 5, sure=0.2), "skills") == [("skills", 0, 5)]


def test_a_heading_that_says_another_thing_is_not_believed() -> None:
    """Where all rows speak against it."""
    assert stretches(shares(*["skills"] * 6), "summary") == [("skills", 0, 6)]


def test_contact_belongs_to_the_header() -> None:
    """Name, title and address are one stretch, under the name its section has."""
    assert stretches(shares("header", "contact", "contact"), "header") == [("header", 0, 3)]
    assert stretches(shares("contact", "contact", "contact"), "profiles") == [("profiles", 0, 3)]


def test_sections_of_many_things_are_not_cut() -> None:
    """Referees have employers, prizes have years."""
    assert stretches(shares(*["work"] * 8), "other") == [("other", 0, 8)]
