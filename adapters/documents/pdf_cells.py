"""Rows whose cells go on in the next line: a cell is read to its end before the cell beside it.

A title of two lines with a date at the right, a date of two lines with a title at the right: read row by row, they cut
each other in two.
"""

from __future__ import annotations

from itertools import pairwise

from adapters.documents.pdf_words import Segment

_PITCH = 1.7
_ALIGNED = 0.3
_GAP = 0.5
_BLANK = 0.25


def join_cells(rows: list[list[Segment]]) -> list[list[Segment]]:
    """The same segments with the lines of a cell one after the other. Segments in one row stand side by side.

    The last cell of a row is left alone: nothing shows how wide it may be, and mostly nothing is read after it.
    """
    if not rows:
        return rows
    stream = sorted((segment for row in rows for segment in row), key=lambda s: s.order)
    followers = {id(a): id(b) for a, b in pairwise(stream)}
    left = min(segment.x0 for row in rows for segment in row)
    waiting = [list(row) for row in rows]
    joined: list[list[Segment]] = []
    for number, row in enumerate(waiting):
        if len(row) < 2:
            joined += [row] if row else []
            continue
        # A paragraph with a tab in it goes on at its start: that is the end of its last cell.
        paragraph = followers.get(id(row[-1]))
        start = left
        joined.append([])
        for cell, beside in pairwise(row):
            joined[-1].append(cell)
            room = (start, beside.x0)
            joined += [[line] for line in _continuation(cell, room, waiting[number + 1 : number + 4], paragraph)]
            start = cell.x1
        joined[-1].append(row[-1])
    return joined


def _continuation(
    cell: Segment, room: tuple[float, float], below: list[list[Segment]], paragraph: int | None
) -> list[Segment]:
    """The further lines of a cell, which are taken out of the rows below; `paragraph` is a segment that is none."""
    lines: list[Segment] = []
    for row in below:
        above = lines[-1] if lines else cell
        following = next((segment for segment in row if _goes_on(above, segment, room)), None)
        if following is None or id(following) == paragraph:
            break
        row.remove(following)
        lines.append(following)
    return lines


def _goes_on(above: Segment, below: Segment, room: tuple[float, float]) -> bool:
    """In the look in which the line above ends, right below it, because its first word had no room there."""
    size = above.size
    if not 0 < below.base - above.base <= _PITCH * size or not (above.ends and below.ends):
        return False
    if above.ends[1] != below.ends[0]:
        return False
    start, end = room[0], room[1] - _GAP * size
    if abs(above.x0 - below.x0) <= _ALIGNED * size:
        start = above.x0
    elif abs(above.x1 - below.x1) <= _ALIGNED * size:
        end = above.x1
    else:
        return False
    word = (below.x1 - below.x0) * len(below.text.split()[0]) / len(below.text) if below.text.strip() else 0.0
    return above.x1 - above.x0 + word + _BLANK * size > end - start
