"""How alike two vacancies are."""

from __future__ import annotations

import pytest

from domain.preferring import Traits, in_common, likeness
from domain.preferring.table import WEIGHTS

BAKER = Traits("baker", frozenset({"pastry", "sourdough"}), frozenset({"baker"}), "mill", "onsite")


def test_the_same_is_wholly_alike_and_nothing_is_like_nothing() -> None:
    """The ends of the scale; two postings that say nothing have nothing in common."""
    assert likeness(BAKER, BAKER) == sum(WEIGHTS.values()) == 1000
    assert likeness(Traits(), Traits()) == 0


def test_the_order_does_not_matter() -> None:
    """A is like B as B is like A."""
    other = Traits("baker", frozenset({"pastry"}), frozenset({"baker", "head"}), "mill", "unknown")
    assert likeness(BAKER, other) == likeness(other, BAKER)
    assert in_common(BAKER, other) == in_common(other, BAKER)


def test_what_is_alike_is_named() -> None:
    """Occupation, the first skills and how many more, title, company; nothing that differs."""
    many = Traits("baker", frozenset("abcde"), frozenset({"baker"}), "mill")
    assert in_common(many, many) == (
        "same occupation, both ask for a, b, c and 2 more, much the same title, same company"
    )
    assert in_common(many, Traits("cook", frozenset("xa"))) == "both ask for a"


@pytest.mark.parametrize("facts", [None, [], {"must": 3}, {"words": "text"}, {"family": ["x"]}])
def test_unreadable_facts_have_no_traits(facts: object) -> None:
    """What matching reports as bad does not stop a list."""
    assert Traits.of(facts) == Traits()
