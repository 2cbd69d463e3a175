"""Segments in the order in which a person reads them.

Two orders are made: one by cutting the page at its gutters, one as the file's stream has it. The one that jumps less
over the page is kept; the stream wins ties, since a good producer knows its own order.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from adapters.documents.pdf_words import Segment

_SAME_ROW = 0.45
_MIN_ROWS = 3
_DENSE_PITCH = 2.3
_DENSE_SHARE = 0.55
_MIN_GUTTER = 0.7
_NARROW = 0.28
_ACROSS = 0.25
_MAX_DEPTH = 12
_TAGGED = 0.8


@dataclass(slots=True)
class _Cut:
    """A gutter: what stands above it, left of it, right of it and below it."""

    parts: list[list[Segment]]
    score: float


def reading_order(segments: list[Segment]) -> list[list[Segment]]:
    """Rows of segments in reading order; segments in one row belong side by side."""
    if not segments:
        return []
    by_tags = order_by_tags(segments)
    if by_tags:
        return _group(by_tags)
    by_layout = _cut(sorted(segments, key=lambda s: (s.base, s.x0)), 0)
    by_stream = _group(sorted(segments, key=lambda s: s.order))
    return by_layout if _cost(by_layout) < _cost(by_stream) else by_stream


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
        return apart if abs(below) <= _SAME_ROW * segment.size else 2 * apart + below

    before = [s for s in placed if s.base <= segment.base + _SAME_ROW * segment.size] or placed
    nearest = min(before, key=distance)
    rank = ranks[id(nearest)]
    beside = (ranks[id(s)] for s in placed if abs(s.base - nearest.base) <= _SAME_ROW * nearest.size)
    return max((other for other in beside if rank <= other <= rank + 2), default=rank) + 0.001


def _cut(segments: list[Segment], depth: int) -> list[list[Segment]]:
    """Recursive cutting; a region without a gutter is read row by row."""
    gutter = _find_gutter(segments) if depth < _MAX_DEPTH else None
    if gutter is None:
        return _group(_by_rows(segments))
    return [row for part in gutter.parts if part for row in _cut(part, depth + 1)]


def _by_rows(segments: list[Segment]) -> list[Segment]:
    ordered: list[Segment] = []
    row: list[Segment] = []
    for segment in sorted(segments, key=lambda s: s.base):
        if row and segment.base - row[0].base > _SAME_ROW * min(segment.size, row[0].size):
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
    return abs(a.base - b.base) <= _SAME_ROW * min(a.size, b.size) and b.x0 >= a.x1 - 0.5 * b.size


def _find_gutter(segments: list[Segment]) -> _Cut | None:
    """The widest-reaching vertical gap with dense lines on both sides, in the longest run of rows that respects it."""
    if len(segments) < 2 * _MIN_ROWS:
        return None
    best: _Cut | None = None
    edges = sorted({round(segment.x0) for segment in segments})[1:]
    for edge in edges:
        for cut in _runs(segments, edge - 0.6):
            if best is None or cut.score > best.score:
                best = cut
    return best


def _runs(segments: list[Segment], x: float) -> list[_Cut]:
    """The gutters at `x`: maximal runs of segments, from top to bottom, that do not cross it."""
    cuts: list[_Cut] = []
    start = 0
    for end in range(len(segments) + 1):
        if end < len(segments) and not segments[end].x0 < x < segments[end].x1 - 0.6:
            continue
        run = segments[start:end]
        if len(run) >= 2 * _MIN_ROWS and (cut := _as_cut(segments, start, end, x)):
            cuts.append(cut)
        start = end + 1
    return cuts


def _as_cut(segments: list[Segment], start: int, end: int, x: float) -> _Cut | None:
    run = segments[start:end]
    left, right = [s for s in run if s.x1 <= x + 0.6], [s for s in run if s.x0 >= x]
    if min(len(left), len(right)) < _MIN_ROWS:
        return None
    top, bottom = max(left[0].base, right[0].base), min(left[-1].base, right[-1].base)
    gutter = min(s.x0 for s in right) - max(s.x1 for s in left)
    size = sorted(s.size for s in run)[len(run) // 2]
    if bottom - top < 2 * size or gutter < _MIN_GUTTER * size:
        return None
    if not (_dense(left) and _dense(right)) or _table(left, right):
        return None
    score = min(len(left), len(right)) + 0.2 * len(run) + min(gutter / size, 5)
    return _Cut([segments[:start], left, right, segments[end:]], score)


def _dense(column: list[Segment]) -> bool:
    """Most lines follow the line above closely: running text or a list, not one date per entry."""
    bases = sorted({round(s.base, 1) for s in column})
    size = sorted(s.size for s in column)[len(column) // 2]
    steps = [b - a for a, b in pairwise(bases) if b - a > _SAME_ROW * size]
    return len(steps) >= _MIN_ROWS - 1 and sum(s <= _DENSE_PITCH * size for s in steps) >= _DENSE_SHARE * len(steps)


def _table(left: list[Segment], right: list[Segment]) -> bool:
    """Both sides share their rows, one side is narrow, and the stream goes from side to side: cells, not columns."""
    fewer, more = (left, right) if len(left) < len(right) else (right, left)
    shared = sum(any(abs(a.base - b.base) <= _SAME_ROW * a.size for b in more) for a in fewer)
    if shared < 0.8 * len(fewer):
        return False
    sides = sorted([(s.order, 0) for s in left] + [(s.order, 1) for s in right])
    changes = sum(a[1] != b[1] for a, b in pairwise(sides))
    width = max(s.x1 for s in right) - min(s.x0 for s in left)
    narrow = any(max(s.x1 for s in side) - min(s.x0 for s in side) < _NARROW * width for side in (left, right))
    return narrow and changes >= 0.8 * len(fewer)


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
        if step < -_SAME_ROW:
            cost += 1.0 + (1.0 if overlap > 0 else 0.0)
        elif step <= _SAME_ROW:
            cost += 1.0
        else:
            cost += (0.5 if overlap <= 0 else 0.0) + min(max(step - 3.0, 0.0) * 0.02, 0.3)
    return cost
