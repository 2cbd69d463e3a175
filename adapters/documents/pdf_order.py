"""Segments in the order in which a person reads them.

Two orders are made: one by cutting the page at its gutters, one as the file's stream has it. The one that jumps less
over the page is kept; the stream wins ties, since a good producer knows its own order. Tags, where a file has them,
come before both.
"""

from __future__ import annotations

from itertools import pairwise

from adapters.documents.pdf_cells import join_cells
from adapters.documents.pdf_columns import SAME_ROW, find_gutter
from adapters.documents.pdf_words import Segment

_ACROSS = 0.25
_MAX_DEPTH = 12
_TAGGED = 0.8
_FOUND = 0.5
"""What a gutter that was found speaks for the order by layout, in the measure of a jump."""


def reading_order(segments: list[Segment]) -> list[list[Segment]]:
    """Rows of segments in reading order; segments in one row belong side by side."""
    if not segments:
        return []
    by_tags = order_by_tags(segments)
    if by_tags:
        return _group(by_tags)
    width = max(s.x1 for s in segments) - min(s.x0 for s in segments)
    by_layout = _cut(sorted(segments, key=lambda s: (s.base, s.x0)), width, 0)
    by_stream = _group(sorted(segments, key=lambda s: s.order))
    in_columns = len(by_layout) != len(_group(_by_rows(segments)))
    layout_cost = _cost(by_layout) - (_FOUND if in_columns else 0.0)
    return join_cells(by_layout if layout_cost < _cost(by_stream) else by_stream)


def order_by_tags(segments: list[Segment]) -> list[Segment]:
    """The order of the file's tags; nothing if too little of the text has one."""
    ranks = {id(s): float(s.tag.rank) for s in segments if s.tag}
    placed = [segment for segment in segments if segment.tag]
    if sum(len(s.text) for s in placed) < _TAGGED * sum(len(s.text) for s in segments):
        return []
    for segment in sorted((s for s in segments if not s.tag), key=lambda s: s.base):
        ranks[id(segment)] = _rank_beside(segment, placed, ranks)
        placed.append(segment)
    return sorted(segments, key=lambda s: (ranks[id(s)], s.base, s.x0))


def _rank_beside(segment: Segment, placed: list[Segment], ranks: dict[int, float]) -> float:
    """A piece without a tag goes after what stands closest before or above it, and after the rest of that row."""

    def distance(other: Segment) -> float:
        apart = max(segment.x0 - other.x1, other.x0 - segment.x1, 0.0)
        below = segment.base - other.base
        return apart if abs(below) <= SAME_ROW * segment.size else 2 * apart + below

    before = [s for s in placed if s.base <= segment.base + SAME_ROW * segment.size] or placed
    nearest = min(before, key=distance)
    rank = ranks[id(nearest)]
    beside = (ranks[id(s)] for s in placed if abs(s.base - nearest.base) <= SAME_ROW * nearest.size)
    return max((other for other in beside if rank <= other <= rank + 2), default=rank) + 0.001


def _cut(segments: list[Segment], width: float, depth: int) -> list[list[Segment]]:
    """Recursive cutting; a region without a gutter is read row by row. `width` is that of the page's text."""
    gutter = find_gutter(segments, width) if depth < _MAX_DEPTH else None
    if gutter is None:
        return _group(_by_rows(segments))
    return [row for part in gutter.parts if part for row in _cut(part, width, depth + 1)]


def _by_rows(segments: list[Segment]) -> list[Segment]:
    ordered: list[Segment] = []
    row: list[Segment] = []
    for segment in sorted(segments, key=lambda s: s.base):
        if row and segment.base - row[0].base > SAME_ROW * min(segment.size, row[0].size):
            ordered += sorted(row, key=lambda s: s.x0)
            row = []
        row.append(segment)
    return ordered + sorted(row, key=lambda s: s.x0)


def _group(ordered: list[Segment]) -> list[list[Segment]]:
    """Neighbours in the order that stand on one row, left to right, become one row."""
    rows: list[list[Segment]] = []
    for segment in ordered:
        if rows and _beside(rows[-1][-1], segment):
            rows[-1].append(segment)
        else:
            rows.append([segment])
    return rows


def _beside(a: Segment, b: Segment) -> bool:
    if a.tag and b.tag and b.tag.item and not a.tag.item:
        return False  # the first item of a list
    return abs(a.base - b.base) <= SAME_ROW * min(a.size, b.size) and b.x0 >= a.x1 - 0.5 * b.size


def _cost(rows: list[list[Segment]]) -> float:
    """How much the eye jumps: upwards is dear, sideways costs less, the next line nothing.

    A row read across a gap costs a little as well. Where the page has no gutter both orders have the same rows and it
    makes no difference; where it has one, it tells columns drawn line by line from columns.
    """
    cost = sum(_ACROSS * (len(row) - 1) for row in rows)
    for above, below in pairwise(rows):
        last, first = above[0], below[0]
        size = max(last.size, first.size, 1.0)
        step = (first.base - last.base) / size
        ends = max(s.x1 for s in above)
        overlap = min(ends, max(s.x1 for s in below)) - max(last.x0, first.x0)
        if step < -SAME_ROW:
            cost += 1.5 + (1.0 if overlap > 0 else 0.0)
        elif step <= SAME_ROW:
            cost += 1.0
        else:
            cost += (0.5 if overlap <= 0 else 0.0) + min(max(step - 3.0, 0.0) * 0.02, 0.3)
    return cost
