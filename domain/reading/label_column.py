"""A narrow left column of labels, headings or dates, told by where lines begin: what its cells say does not matter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from domain.reading.sections import Row

_NARROWEST = 35.0
_CLOSE = 3.0
_LETTER = 0.62
"""Width of a letter at most, on the mean of a few words, ÷ size of the font."""
_BODY_SHARE = 0.4
_FITTING = 0.7


@dataclass(frozen=True)
class LabelColumn:
    """Labels begin at `left`, what they are about at `body`; points."""

    left: float
    body: float

    def holds(self, row: Row, label: str) -> bool:
        """Whether a row begins in the column with a cell `label` that has room in it."""
        return self.begins(row) and self.fits(row, label)

    def begins(self, row: Row) -> bool:
        """Whether a row begins in the column."""
        return row.line.x0 is not None and abs(row.line.x0 - self.left) <= _CLOSE

    def fits(self, row: Row, label: str) -> bool:
        """Whether a cell of the row's type is no wider than the column."""
        size = row.line.size or 10.0
        return len(label) * size * _LETTER * (0.5 if label.islower() else 0.8) <= self.body - self.left


def find_label_column(rows: Sequence[Row]) -> LabelColumn | None:
    """The column of a document; None if its lines do not begin at two places, of which the left one is narrow.

    Most lines begin at `body`. Lines that begin on the left hold a tab, or end before `body`, as cells of a column do;
    those of an indented list do neither.
    """
    starts = Counter(round(row.line.x0) for row in rows if row.line.x0 is not None)
    if not starts:
        return None
    body, count = max(starts.items(), key=lambda item: (item[1], -item[0]))
    first = next(i for i, row in enumerate(rows) if row.line.x0 is not None and abs(row.line.x0 - body) <= _CLOSE)
    beside = [row for row in rows[max(first - 1, 0) :] if row.line.x0 is not None and row.line.x0 < body - _NARROWEST]
    if count < _BODY_SHARE * len(rows) or not beside:
        return None
    column = LabelColumn(min(row.line.x0 or 0.0 for row in beside), float(body))
    cells = [row for row in beside if "\t" in row.text and column.holds(row, row.text.partition("\t")[0])]
    alone = [row for row in beside if "\t" not in row.text and (row.line.x1 or 0.0) <= body]
    fitting = len(cells) + len(alone) >= _FITTING * len(beside)
    return column if len(cells) >= 2 and fitting else None
