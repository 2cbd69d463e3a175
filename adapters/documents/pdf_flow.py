"""Columns over page breaks: one that goes on on the next page is read last on its own.

Page by page a narrow column ends up between the two halves of the main one, as its last heading would take in what goes
on on the next page.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from schema.document import Line

_TOLERANCE = 3.0


class _Box(NamedTuple):
    """A line's place, or that of several, in points from the top left corner. `number` is that of the first line."""

    number: int
    x0: float
    y0: float
    x1: float
    y1: float

    def is_beside(self, other: _Box) -> bool:
        """Neither stands above the other in any part."""
        return self.x1 < other.x0 or other.x1 < self.x0


def order_over_pages(lines: list[Line]) -> list[int]:
    """The indices of the lines in the order in which to read them; `lines` are in reading order page by page."""
    if not lines or lines[0].page == lines[-1].page:
        return list(range(len(lines)))
    pages: dict[int, list[int]] = {}
    for index, line in enumerate(lines):
        pages.setdefault(line.page, []).append(index)
    boxes = {number: [_box(index, lines[index]) for index in indices] for number, indices in pages.items()}
    order: list[int] = []
    for number, indices in pages.items():
        order += _moved(indices, boxes[number], boxes.get(number + 1, []))
    return order


def _box(index: int, line: Line) -> _Box | None:
    if line.x0 is None or line.y0 is None or line.x1 is None or line.y1 is None:
        return None
    return _Box(index, line.x0, line.y0, line.x1, line.y1)


def _moved(indices: list[int], page: list[_Box | None], following: list[_Box | None]) -> list[int]:
    here, after = [box for box in page if box], [box for box in following if box]
    if len(here) < len(page) or len(after) < len(following) or not after:
        return indices
    flows = _flows(here)
    if len(flows) < 2:
        return indices
    last = _around(flows[-1])
    main = [box for flow in flows[:-1] for box in flow if box.is_beside(last) and box.y1 > last.y0]
    if not main or any(box.x0 <= last.x1 and last.x0 <= box.x1 for box in after):
        return indices
    column = _around(main)
    within = column.x0 - _TOLERANCE <= after[0].x0 and after[0].x1 <= column.x1 + _TOLERANCE
    if not column.is_beside(last) or not within or column.y1 <= last.y1:
        return indices
    at = main[0].number
    return (
        [i for i in indices if i < at] + [b.number for b in flows[-1]] + [i for i in indices if at <= i < last.number]
    )


def _flows(boxes: list[_Box]) -> list[list[_Box]]:
    """Stretches of lines that run down the page; a new one begins where the order goes back up."""
    flows = [[boxes[0]]]
    for above, below in pairwise(boxes):
        if below.y1 < above.y0:
            flows.append([])
        flows[-1].append(below)
    return flows


def _around(boxes: list[_Box]) -> _Box:
    return _Box(
        boxes[0].number,
        min(box.x0 for box in boxes),
        min(box.y0 for box in boxes),
        max(box.x1 for box in boxes),
        max(box.y1 for box in boxes),
    )
