"""Which entry of one list belongs to which of another: the assignment with the highest total similarity."""

from __future__ import annotations

from collections.abc import Sequence

Matrix = Sequence[Sequence[float]]


def assign(similarities: Matrix) -> list[tuple[int, int]]:
    """(row, column) pairs of a maximum-weight assignment of a rectangular matrix, by the Hungarian method, O(n³).

    Own code and not a library's, because ties decide scores: the same matrix must give the same pairs for ever.
    """
    rows, columns = len(similarities), len(similarities[0]) if similarities else 0
    if not rows or not columns:
        return []
    size = max(rows, columns)
    cost = [[-(similarities[i][j] if i < rows and j < columns else 0.0) for j in range(size)] for i in range(size)]
    of_column = _cheapest(cost)
    pairs = [(of_column[column] - 1, column - 1) for column in range(1, size + 1)]
    return [(row, column) for row, column in pairs if row < rows and column < columns]


def _cheapest(cost: Matrix) -> list[int]:
    """The row (from 1) of every column (from 1) in the cheapest assignment of a square matrix; index 0 is spare."""
    size = len(cost)
    of_rows, of_columns = [0.0] * (size + 1), [0.0] * (size + 1)
    row_of, before = [0] * (size + 1), [0] * (size + 1)
    for row in range(1, size + 1):
        row_of[0], column = row, 0
        slack, visited = [float("inf")] * (size + 1), [False] * (size + 1)
        while row_of[column]:
            visited[column] = True
            here, gap, following = row_of[column], float("inf"), 0
            for each in range(1, size + 1):
                if visited[each]:
                    continue
                reduced = cost[here - 1][each - 1] - of_rows[here] - of_columns[each]
                if reduced < slack[each]:
                    slack[each], before[each] = reduced, column
                if slack[each] < gap:
                    gap, following = slack[each], each
            for each in range(size + 1):
                if visited[each]:
                    of_rows[row_of[each]] += gap
                    of_columns[each] -= gap
                else:
                    slack[each] -= gap
            column = following
        while column:
            row_of[column], column = row_of[before[column]], before[column]
    return row_of
