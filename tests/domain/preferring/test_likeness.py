"""How alike two vacancies are."""

from __future__ import annotations

import pytest

from domain.preferring import Traits, likeness
from domain.preferring.table import WEIGHTS

BAKER = Traits("baker", frozenset({"pastry", "sourdough"}), frozenset({"baker"}), "mill", "onsite")


def test_the_same_is_wholly_alike_and_nothing_is_like_nothing() -> None:
    """The ends of the scale; two postings that say nothing have nothing in common."""
    assert likeness(BAKER, BAKER).share == sum(WEIGHTS.values()) == 1000
    assert likeness(Traits(), Traits()).share == 0


def test_the_order_does_not_matter() -> None:
    """A is like B as B is like A."""
    other = Traits("baker", frozenset({"pastry"}), frozenset({"baker", "head"}), "mill", "unknown")
    assert likeness(BAKER, other) == likeness(other, BAKER)


@pytest.mark.parametrize("facts", [None, [], {"must": 3}, {"words": "text"}, {"family": ["x"]}])
def test_unreadable_facts_have_no_traits(facts: object) -> None:
    """What matching reports as bad does not stop a list."""
    assert Traits.of(facts) == Traits()
