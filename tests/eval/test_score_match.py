"""Rankings against grades, with values worked out by hand."""

from __future__ import annotations

from math import log2

import pytest

from eval.score_match import dcg, evaluate, flip, ranks, spearman

GRADES = {"job": {"a": 3, "b": 2, "c": 1, "d": 0}, "nobody's": {"a": 1, "b": 0}}
PERFECT = {"job": {"a": 9, "b": 5, "c": 3, "d": 1}, "nobody's": {"a": 2, "b": 1}}


def test_a_perfect_ranking_scores_one() -> None:
    """Only the query with somebody relevant counts."""
    found = evaluate(PERFECT, GRADES)
    assert found == dict.fromkeys(found, 1.0)


def test_the_reverse_ranking_scores_what_it_must() -> None:
    """Gains 7, 3, 1 from the bottom up; the first relevant one is third."""
    reverse = {"job": {"a": 1, "b": 3, "c": 5, "d": 9}}
    found = evaluate(reverse, GRADES)
    ideal = 7 + 3 / log2(3) + 1 / log2(4)
    assert found["ndcg@10"] == pytest.approx((1 / log2(3) + 3 / log2(4) + 7 / log2(5)) / ideal, abs=1e-4)
    assert found["mrr"] == pytest.approx(1 / 3, abs=1e-4)
    assert (found["spearman"], found["spearman_rel1"], found["recall@5"]) == (-1, -1, 1)


def test_what_has_no_score_ranks_last_and_shows_in_the_coverage() -> None:
    """Four of six pairs; the unscored relevant person comes behind all others."""
    found = evaluate({"job": {"b": 0, "c": 0, "d": 0}, "nobody's": {"a": 1}}, GRADES)
    assert found["coverage"] == round(4 / 6, 4)
    assert found["mrr"] == 1
    assert found["ndcg@10"] < 0.8


def test_recall_is_cut() -> None:
    """Six relevant people ranked first: five of them are among the first five."""
    grades = {"job": {f"p{n}": 2 if n < 6 else 0 for n in range(30)}}
    found = evaluate({"job": {f"p{n}": 30 - n for n in range(30)}}, grades)
    assert found["recall@5"] == round(5 / 6, 4)
    assert found["recall@10"] == 1


def test_ties_share_their_ranks_and_are_ordered_by_name() -> None:
    """A constant score says nothing: rho is 0."""
    assert ranks([5, 1, 5, 0]) == [2.5, 1, 2.5, 0]
    assert spearman([1, 1, 1], [1, 2, 3]) == 0
    assert evaluate({"job": dict.fromkeys("abcd", 1)}, GRADES)["ndcg@10"] == 1


def test_gain_is_discounted_by_place() -> None:
    """Grades 2 and 1: 3 and 1 / log2(3); a cut takes the first only."""
    assert dcg([2, 1], 10) == pytest.approx(3 + 1 / log2(3))
    assert dcg([2, 1], 1) == 3


def test_flipping_exchanges_rows_and_columns() -> None:
    """Jobs per person instead of people per job."""
    assert flip({"job": {"a": 1, "b": 2}}) == {"a": {"job": 1}, "b": {"job": 2}}
