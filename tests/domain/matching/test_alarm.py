"""Scores that say nothing are seen, others are not."""

from __future__ import annotations

import random

import pytest

from domain.matching.alarm import flat_scores


@pytest.mark.parametrize("score", [0, 42])
def test_the_same_score_for_all_is_an_alarm(score: int) -> None:
    """Zero for everybody, or any other number, is a broken scorer; the words name the number."""
    alarm = flat_scores([[score] * 10] * 5)
    assert alarm is not None
    assert f"the score {score}" in alarm


def test_nearly_all_are_enough() -> None:
    """Two others among a hundred change nothing, ten do."""
    assert flat_scores([[0] * 98, [3, 7]])
    assert flat_scores([[0] * 90, list(range(10, 20))]) is None


def test_few_pairs_and_usual_scores_are_no_alarm() -> None:
    """Forty-nine equal pairs may be chance; a scorer that works spreads its scores."""
    assert flat_scores([[0] * 49]) is None
    chance = random.Random(7)
    assert flat_scores([[chance.randrange(101) for _ in range(20)] for _ in range(20)]) is None
