"""Rows that a narrow column broke: what had no room above is put back, before anything is made of the rows."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from domain.reading.dates import find_range
from domain.reading.heads import is_headlike, length, opens_head
from domain.reading.lexicon import fold, is_cjk, lexicon
from domain.reading.sections import Row
from domain.reading.spans import Span

_NEAR_EDGE, _ENOUGH, _SHARE, _INDENT = 0.12, 3, 0.2, 4.0
"""Rows that end within this share of the column's width from its right edge show that the edge is real."""
_BASELINE, _BETWEEN = 2.0, 1.5
"""Rows within so many points share a baseline; a cell beside a head keeps so many heights of type off."""
_OPEN_END = re.compile(r"(?:[,&+/(（]|\b(?:and|of|for|the|und|für|der|et|de|du|des|la|le|y|del|e|da|do|i|w|và))$")
_LISTED = re.compile(r"\([^()]*\d{4}[^()]*\)\s*[;,；]")
"""Several dated entries on one line."""
_MOST_WORDS, _SEVERAL = 10, 2


@dataclass(frozen=True, slots=True)
class _Column:
    """Where the rows of a section begin and end, in points; `right` is None if nothing shows where the edge is."""

    left: float | None = None
    right: float | None = None
    cells: tuple[tuple[int, float, float], ...] = ()
    """Page, left edge and baseline of every row."""


def _column(rows: list[Row]) -> _Column:
    """The column of a section. An edge is real where three rows or more reach for it."""
    places = [(row.line.x0, row.line.x1) for row in rows if not row.gutter and "\t" not in row.line.text]
    known = [(x0, x1) for x0, x1 in places if x0 is not None and x1 is not None]
    if not known:
        return _Column()
    left, right = min(x0 for x0, _ in known), max(x1 for _, x1 in known)
    near = sum(1 for _, x1 in known if x1 > right - _NEAR_EDGE * (right - left))
    starts = [(row.line.page, row.line.x0, row.line.y0) for row in rows]
    cells = tuple((page, x0, y0) for page, x0, y0 in starts if x0 is not None and y0 is not None)
    edge_is_real = near >= max(_ENOUGH, _SHARE * len(known))
    return _Column(left, right if edge_is_real and not _is_regular(rows) else None, cells)


def _is_regular(rows: list[Row]) -> bool:
    """Two or three rows of several words between any two dates: lines of their own, which nothing broke.

    What a narrow column breaks off is a word, or differs from entry to entry.
    """
    groups: list[list[Row]] = [[]]
    for row in rows:
        if _begins_with_dates(row):
            groups.append([])
        else:
            groups[-1].append(row)
    if any(row.bullet or row.is_sentence for row in rows):
        return False
    full = [group for group in groups if group]
    several = all(len(row.text.split()) >= _SEVERAL for group in full for row in group)
    return len(full) > 1 and len({len(group) for group in full}) == 1 and len(full[0]) in (2, 3) and several


def _no_room(row: Row, below: Row, right: float | None) -> bool:
    """The first word of the row below did not fit between this row and `right`."""
    line = row.line
    if right is None or line.x0 is None or line.x1 is None:
        return False
    width = (line.x1 - line.x0) / max(len(line.text), 1)
    return line.x1 + width * (len(below.text.split()[0]) + 1) > right


def _is_cramped(row: Row, below: Row, column: _Column) -> bool:
    """A row where heads stand had no room for the next word: before the edge of its column, or a cell beside it."""
    line = row.line
    if line.x0 is None or line.page != below.line.page or "\t" in line.text:
        return False
    if column.left is None or line.x0 > column.left + _INDENT:
        return False
    return _no_room(row, below, column.right) or (row.emphasis > 0 and _no_room(row, below, _beside(row, column)))


def _beside(row: Row, column: _Column) -> float | None:
    """Where the room of a row ends because a cell stands on its baseline, None without one."""
    line = row.line
    if line.x1 is None or line.y0 is None:
        return None
    cells = [
        x0 for page, x0, y0 in column.cells if page == line.page and x0 > line.x1 and abs(y0 - line.y0) < _BASELINE
    ]
    return min(cells) - _BETWEEN * (line.size or 10.0) if cells else None


def _alike(row: Row, below: Row) -> bool:
    """One paragraph by its looks: same type, next to each other in the text, no white space and no bullet between."""
    same = round(row.line.size or 0, 1) == round(below.line.size or 0, 1) and row.line.bold == below.line.bold
    near = below.span.start == row.span.end + 1 and not below.gap and not below.bullet
    return same and near and not below.line.heading and row.gutter == below.gutter


def _is_dated(row: Row) -> bool:
    """Ends with a whole range of dates."""
    dates = row.dates or find_range(row.span)
    return dates is not None and not dates.single and dates.span.end >= row.span.end - 2


def _begins_with_dates(row: Row) -> bool:
    dates = row.dates or find_range(row.span)
    return (dates is not None and dates.span.start == row.span.start) or fold(row.text) in lexicon().phrases["present"]


def _continues(row: Row, below: Row, column: _Column) -> bool:
    """The row below is the rest of a head row: by a bracket, a small letter, a word that wants another, or for room."""
    if row.bullet or row.dates or row.is_sentence or not _alike(row, below) or not below.text:
        return False
    if row.text.count("(") > row.text.count(")") and below.text.count(")") > below.text.count("("):
        return True
    if _LISTED.search(row.text) and not _is_dated(row) and _is_dated(below):
        return True
    if _is_dated(row) or _begins_with_dates(below) or is_cjk(row.text) or length(row.text) > _MOST_WORDS + 3:
        return False
    if length(below.text) <= _MOST_WORDS and is_headlike(row):
        if below.text[0].islower() and not below.text.endswith(".") and not opens_head(below.text):
            return True
        if _OPEN_END.search(row.text):
            return True
    return _is_cramped(row, below, column)


def _as_long_as(row: Row, last: Row) -> Row:
    """A row that goes on in others: with the place of the last of them, where the next word had room or not."""
    return row if row.line is last.line else replace(row, line=last.line)


def rejoin(rows: list[Row]) -> list[Row]:
    """Rows with broken head rows made whole; the line of such a row keeps the place where it began."""
    column = _column(rows)
    found: list[Row] = []
    last: Row | None = None
    for row in rows:
        if last is not None and _continues(_as_long_as(found[-1], last), row, column):
            first = found[-1]
            span = Span(f"{first.text}\n{row.text}", first.span.start, first.span.page)
            found[-1] = replace(first, span=span, dates=row.dates)
        else:
            found.append(row)
        last = row
    return found
