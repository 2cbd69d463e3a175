"""Dates that a narrow column broke are read as one, and nothing else is."""

from __future__ import annotations

import pytest

from domain.reading.gutter import unfold
from domain.reading.sections import Row, rows_of
from schema.document import Line, document_of


def rows(*texts: str, left: float | None = None) -> list[Row]:
    """Rows below each other, those of a left column without a tab at the same place."""
    lines = [
        Line(text=text, start=0, end=0, x0=left, x1=left and left + 90, y0=14.0 * n, y1=14.0 * n + 11)
        for n, text in enumerate(texts)
    ]
    document = document_of(lines, format="pdf", engine="test")
    return unfold(rows_of(document), document.text)


def ranges(found: list[Row]) -> list[tuple[str | None, str | None]]:
    """The joined ranges."""
    return [(row.dates.start, row.dates.end) for row in found if row.dates]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("Mar 2019 –", "Jun 2021"), ("2019-03", "2021-06")),
        (("Mar 2019", "– Jun 2021"), ("2019-03", "2021-06")),
        (("Aug 2025 –", "Present"), ("2025-08", None)),
        (("JAN 2023 – FEB", "2025"), ("2023-01", "2025-02")),
        (("Clerk, Hull (October 2023 –", "March 2024)"), ("2023-10", "2024-03")),
        (("Clerk | Marchpane | jun. 2010 – mar.", "2014"), ("2010-06", "2014-03")),
        (("2016", "2018"), ("2016", "2018")),
        (("2010年9月 – 2013年1", "0月"), ("2010-09", "2013-10")),
        (("2015.08 – 2018.", "10"), ("2015-08", "2018-10")),
        (("2021/07 – 2024/1", "2"), ("2021-07", "2024-12")),
    ],
)
def test_two_rows_of_one_range(texts: tuple[str, ...], expected: tuple[str | None, str | None]) -> None:
    """The first row takes the whole range, with the precision that both rows together give."""
    assert ranges(rows(*texts)) == [expected]


def test_a_cell_stands_between_the_halves() -> None:
    """In a left column the date goes on below, beside other rows of the entry."""
    found = rows("Mar 2019 –\tClerk", "Jun 2021\tMarchpane Trading", left=40)
    assert ranges(found) == [("2019-03", "2021-06")]
    assert [row.text for row in found if not row.dates] == ["Clerk", "Marchpane Trading"]


@pytest.mark.parametrize(
    "texts",
    [
        ("2019 – 2021", "2017 – 2018"),
        ("2021 –", "2017 – 2019"),
        ("Opened the branch in March", "2019 – 2021"),
        ("Average: 3.69", "Sep 2003 – Jun 2005"),
        ("2018", "2016"),
        ("• Closed the books in 2019 –", "2021"),
    ],
)
def test_rows_that_are_no_two_halves(texts: tuple[str, ...]) -> None:
    """Whole ranges, descending years, prose and bullets stay as they are."""
    assert ranges(rows(*texts)) == []
    assert len(rows(*texts)) == len(texts)
