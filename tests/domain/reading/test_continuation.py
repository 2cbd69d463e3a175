"""Rows that a narrow column broke are joined, and rows that only look so are not."""

from __future__ import annotations

from collections.abc import Sequence

from domain.reading.continuation import rejoin
from domain.reading.sections import Row
from domain.reading.spans import Span
from schema.document import Line

Placed = tuple[str, float, float, float, bool]
"""Text, left, right, baseline, bold."""


def _rows(placed: Sequence[Placed]) -> list[Row]:
    """Rows at these places, in type of 10 points."""
    rows, at = [], 0
    for text, x0, x1, y0, bold in placed:
        line = Line(text=text, start=at, end=at + len(text), x0=x0, x1=x1, y0=y0, y1=y0 + 10, size=10, bold=bold)
        rows.append(Row(Span(text, at), line, emphasis=int(bold)))
        at += len(text) + 1
    return rows


def _texts(placed: Sequence[Placed]) -> list[str]:
    return [row.span.value for row in rejoin(_rows(placed))]


def test_a_head_that_a_cell_beside_it_cut_is_whole_again() -> None:
    """The dates beside a bold head leave no room for its last word, whose row is no head of its own."""
    placed = [
        ("Master of Science in Soil", 40, 190, 100, True),
        ("Hydrology", 40, 95, 114, True),
        ("University of Arvendale", 40, 170, 128, False),
        ("2015 – 2018", 250, 320, 100, False),
    ]
    assert "Master of Science in Soil Hydrology" in _texts(placed)
    assert "Hydrology" in _texts([*placed[:3], ("2015 – 2018", 400, 470, 100, False)])


def test_equal_groups_of_rows_are_no_wraps() -> None:
    """School, subject and degree in rows of about one width are three, if every entry has as many rows."""
    placed = [
        ("2015 – 2018", 40, 110, 100, True),
        ("University of Arvendale", 40, 200, 114, False),
        ("Soil and Water", 40, 198, 128, False),
        ("Master of Science", 40, 150, 142, False),
        ("2012 – 2015", 40, 110, 170, True),
        ("University of Pellworth", 40, 200, 184, False),
        ("Forest Management", 40, 199, 198, False),
        ("Bachelor of Science", 40, 155, 212, False),
    ]
    assert _texts(placed) == [text for text, *_ in placed]


def test_an_ongoing_row_is_no_rest_of_the_row_above() -> None:
    """`heute` begins with a small letter and is a date all the same."""
    placed = [("Hochschule Muldental", 40, 200, 100, False), ("heute", 40, 70, 114, False)]
    assert _texts(placed) == ["Hochschule Muldental", "heute"]
