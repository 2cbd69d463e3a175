"""Pages with a narrow column of headings, labels or dates on the left: its cells become rows of their own.

A document reader gives one line per line of the page and a tab between columns, so `Experience⇥Clerk at Northfield` and
`2019 to⇥Clerk` arrive as one line.
"""

from __future__ import annotations

import re
from dataclasses import replace

from domain.reading.dates import find_range
from domain.reading.label_column import LabelColumn, find_label_column
from domain.reading.lexicon import heading_key, lexicon
from domain.reading.sections import Row
from domain.reading.spans import Span
from domain.reading.stitching import stitch

_TAB = re.compile(r"\t+")


def _is_gutter(cell: Span) -> bool:
    """A heading, a contact label, or nothing but dates."""
    lex = lexicon()
    if lex.heading(cell.text) or heading_key(cell.text) in lex.labels:
        return True
    dates = find_range(cell)
    return dates is not None and sum(len(piece.text) for piece in cell.without(dates.span)) <= 12


def _cells(row: Row, column: LabelColumn | None) -> list[Row]:
    """The row, or its gutter cell and the rest."""
    if "\t" not in row.text:
        return [row]
    cells = [cell for cell in row.span.split(_TAB) if any(c.isalnum() for c in cell.text)]
    if len(cells) < 2:
        return [row]
    placed = column is not None and column.holds(row, cells[0].text)
    if not (placed or _is_gutter(cells[0]) or range_end(cells[0])):
        return [row]
    rest = row.span.cut(cells[1].start - row.span.start).strip()
    beside = row.line.model_copy(update={"x0": None, "heading": False})
    return [replace(row, span=cells[0], gutter=True), replace(row, span=rest, line=beside, gap=False)]


def range_end(cell: Span) -> bool:
    """A word such as `present` alone: the end of a range that began in the row above."""
    return cell.text.casefold().strip(" .()") in lexicon().phrases["present"]


def unfold(rows: list[Row], text: str) -> list[Row]:
    """Rows with gutter cells on their own and broken dates joined, in reading order."""
    column = find_label_column(rows)
    return stitch([cell for row in rows for cell in _cells(row, column)], text)
