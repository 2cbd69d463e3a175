"""Tests of what calls cost."""

from __future__ import annotations

import pytest

from domain.ranking import price_of, reservation
from domain.ranking.prices import PRICES


def test_a_call_costs_its_tokens_rounded_up() -> None:
    """Dollars per million tokens are millionths of a dollar per token."""
    price = price_of("gpt-4.1-mini")
    assert price.of(1_000_000, 1_000_000) == 2_000_000
    assert price.of(1, 0) == 1


def test_a_version_of_a_model_costs_what_the_model_does() -> None:
    """The longest known name that the model's begins with counts: a mini is not its big sister."""
    assert price_of("gpt-4.1-mini-2026-04-14") == PRICES["gpt-4.1-mini"]
    assert price_of("gpt-4.1-2026-04-14") == PRICES["gpt-4.1"]


def test_an_unknown_model_is_taken_for_the_dearest() -> None:
    """A budget must not be passed because a name is new; settings say better."""
    assert price_of("somebody-else") == price_of("gpt-4o")
    assert price_of("somebody-else", 0.5, 1.5) == (0.5, 1.5)
    assert price_of("local", 0.0, 0.0).of(1_000_000, 1_000_000) == 0


@pytest.mark.parametrize("text", ["word " * 2000, "résumé número " * 900, "経験豊富なエンジニア" * 400])
def test_a_reservation_is_more_than_the_call_can_cost(text: str) -> None:
    """Even at a token for every three bytes, with a repair of the answer."""
    price = price_of("gpt-4.1-mini")
    tokens = len(text.encode()) // 3
    assert reservation(price, text, 500) >= price.of(2 * tokens + 500, 2 * 500)
