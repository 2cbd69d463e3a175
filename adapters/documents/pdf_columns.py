"""Where a page is set in columns: gutters, and what makes two texts side by side different from labels or cells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from adapters.documents.pdf_words import Segment

SAME_ROW = 0.45
"""Baselines that differ by less than so much of the letters' size are one row."""
_SAME_BASE = 0.2
_PASSING = 0.85
_INDEPENDENT = 1.5
_ABREAST = 0.8
_CELLS = 0.8
_TORN = 0.03
_PARAGRAPH = 1.6
_MIN_ROWS = 3
_DENSE_PITCH = 2.3
_DENSE_SHARE = 0.55
_MIN_GUTTER = 0.7
_NARROW = 0.28


@dataclass(slots=True)
class Gutter:
    """A vertical gap: what stands above it, left of it, right of it and below it."""

    parts: list[list[Segment]]
    score: float


def find_gutter(segments: list[Segment], width: float) -> Gutter | None:
    """The widest-reaching gap between columns in the longest run of rows that respects it.

    `segments` are sorted from top to bottom; `width` is that of the page's text, in points.
    """
    if len(segments) < 2 * _MIN_ROWS:
        return None
    edges = sorted({round(segment.x0) for segment in segments})[1:]
    gutters = (gutter for edge in edges for gutter in _gutters_at(edge - 0.6, segments, width))
    return max(gutters, key=lambda gutter: gutter.score, default=None)


def _gutters_at(x: float, segments: list[Segment], width: float) -> Iterator[Gutter]:
    """The gutters at `x`: maximal runs of segments, from top to bottom, that do not cross it."""
    start = 0
    for end in range(len(segments) + 1):
        if end < len(segments) and not segments[end].x0 < x < segments[end].x1 - 0.6:
            continue
        if end - start >= 2 * _MIN_ROWS and (gutter := _as_gutter(segments, start, end, x, width)):
            yield gutter
        start = end + 1


def _as_gutter(segments: list[Segment], start: int, end: int, x: float, width: float) -> Gutter | None:
    run = segments[start:end]
    left, right = [s for s in run if s.x1 <= x + 0.6], [s for s in run if s.x0 >= x]
    if min(len(left), len(right)) < _MIN_ROWS:
        return None
    top, bottom = max(left[0].base, right[0].base), min(left[-1].base, right[-1].base)
    gap = min(s.x0 for s in right) - max(s.x1 for s in left)
    size = sorted(s.size for s in run)[len(run) // 2]
    if bottom - top < 2 * size or gap < _MIN_GUTTER * size or not _are_columns(left, right, width):
        return None
    score = len(run) + 0.2 * min(len(left), len(right)) + min(gap / size, 5) - _torn(left, right)
    return Gutter([segments[:start], left, right, segments[end:]], score)


def _are_columns(left: list[Segment], right: list[Segment], width: float) -> bool:
    """Two texts side by side, and not labels, dates or cells beside what they belong to.

    Lines of two texts pass each other: they overlap without sharing a baseline. Where they do share them, both sides
    must be running text; a narrow side with gaps in it is most likely a column of labels.
    """
    narrow = any(max(s.x1 for s in side) - min(s.x0 for s in side) < _NARROW * width for side in (left, right))
    dense = _is_dense(left) and _is_dense(right)
    fewer, more = (left, right) if len(left) < len(right) else (right, left)
    fewer = [a for a in fewer if more[0].base - a.size <= a.base <= more[-1].base + a.size]
    near = [a for a in fewer if any(abs(a.base - b.base) <= _PASSING * a.size for b in more)]
    shared = [a for a in near if any(abs(a.base - b.base) <= _SAME_BASE * a.size for b in more)]
    passing = len(near) - len(shared)
    if narrow and not dense:
        return passing >= max(4, 2 * _INDEPENDENT * len(shared))
    if passing >= max(2, _INDEPENDENT * len(shared)):
        return True
    if not dense or len(near) < _ABREAST * len(fewer):
        return False
    starts = _starts(near)
    beside = sum(start in shared for start in starts)
    labels = beside >= _CELLS * len(starts) and (_alike(near) or _drawn_across(left, right, len(starts)))
    return not (narrow and labels)


def _starts(column: list[Segment]) -> list[Segment]:
    """The first lines of its paragraphs: a label may go on in a second line."""
    return [b for a, b in pairwise([None, *column]) if b and (a is None or b.base - a.base > _PARAGRAPH * b.size)]


def _torn(left: list[Segment], right: list[Segment]) -> int:
    """How many rows a gutter would part that look like one, as of a date at the right margin of the left column.

    Where most rows do, two columns stand on one grid.
    """
    torn = sum(any(abs(a.base - b.base) <= _TORN * a.size for b in left) for a in right)
    return torn if 2 * torn < min(len(left), len(right)) else 0


def _is_dense(column: list[Segment]) -> bool:
    """Most lines follow the line above closely: running text or a list, not one date per entry."""
    bases = sorted({round(s.base, 1) for s in column})
    size = sorted(s.size for s in column)[len(column) // 2]
    steps = [b - a for a, b in pairwise(bases) if b - a > SAME_ROW * size]
    return len(steps) >= _MIN_ROWS - 1 and sum(s <= _DENSE_PITCH * size for s in steps) >= _DENSE_SHARE * len(steps)


def _alike(labels: list[Segment]) -> bool:
    """Labels look all the same; a column of text has headings."""
    return len({(round(s.size, 1), s.bold) for s in labels}) == 1


def _drawn_across(left: list[Segment], right: list[Segment], paragraphs: int) -> bool:
    """The stream goes from side to side with every paragraph."""
    sides = sorted([(s.order, 0) for s in left] + [(s.order, 1) for s in right])
    return sum(a[1] != b[1] for a, b in pairwise(sides)) >= _CELLS * (2 * paragraphs - 1)
