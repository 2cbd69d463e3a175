"""The second ranking set: graded from what is true, never from the words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from eval.generator.ranking import Latent, grade, ranking_set

ASKED = frozenset({"a", "b", "c", "d", "e"})
NEAR = frozenset({"neighbour"})
JOB = Latent("trade", 2, ASKED, "PL", frozenset({"en"}), licensed=True)
PERSON = replace(JOB, speaks=frozenset({"en", "pl"}))


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        (PERSON, 3),
        (replace(PERSON, skills=frozenset({"a", "b"})), 2),
        (replace(PERSON, skills=frozenset({"a"})), 1),
        (replace(PERSON, level=1), 3),
        (replace(PERSON, level=0), 1),
        (replace(PERSON, country="FR"), 2),
        (replace(PERSON, licensed=False), 1),
        (replace(PERSON, speaks=frozenset({"pl"})), 1),
        (replace(PERSON, profession="neighbour"), 1),
        (replace(PERSON, profession="neighbour", skills=frozenset({"a"})), 0),
        (replace(PERSON, profession="another"), 0),
    ],
)
def test_grades_follow_the_rule_of_the_corpus(person: Latent, expected: int) -> None:
    """Each attribute by itself takes a grade away as the rule says."""
    assert grade(person, JOB, NEAR) == expected


def test_remote_work_is_in_reach_from_anywhere() -> None:
    """The country of the person does not count then."""
    assert grade(replace(PERSON, country="FR"), replace(JOB, remote=True), NEAR) == 3


def test_a_seed_gives_one_set() -> None:
    """Twice the same, and another for another seed; every pair has a grade."""
    one, again, other = ranking_set(5), ranking_set(5), ranking_set(6)
    assert one == again
    assert one != other
    assert all(set(row) == set(one.profiles) for row in one.grades.values())
    assert set(one.grades) == set(one.postings)
    assert {grade for row in one.grades.values() for grade in row.values()} == {0, 1, 2, 3}
