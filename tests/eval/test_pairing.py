"""The best assignment, against all there are."""

from __future__ import annotations

import random
from itertools import permutations

import pytest

from eval.pairing import assign


def total(table: list[list[float]], pairs: list[tuple[int, int]]) -> float:
    """What an assignment is worth."""
    return sum(table[row][column] for row, column in pairs)


@pytest.mark.parametrize(("rows", "columns"), [(1, 1), (3, 3), (2, 4), (4, 2), (5, 3)])
def test_no_assignment_is_worth_more(rows: int, columns: int) -> None:
    """Of any shape: every row and column at most once, and the highest total."""
    rng = random.Random(rows * 10 + columns)
    for _ in range(20):
        table = [[rng.random() for _ in range(columns)] for _ in range(rows)]
        pairs = assign(table)
        assert len({row for row, _ in pairs}) == len({column for _, column in pairs}) == min(rows, columns)
        wide = rows <= columns
        orders = permutations(range(max(rows, columns)), min(rows, columns))
        best = max(total(table, [(i, o) if wide else (o, i) for i, o in enumerate(order)]) for order in orders)
        assert total(table, pairs) == pytest.approx(best)


def test_nothing_is_paired_with_nothing() -> None:
    """Neither side may be empty."""
    assert assign([]) == assign([[], []]) == []
