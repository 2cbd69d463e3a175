"""Which rows date an entry."""

from __future__ import annotations

import pytest

from domain.reading.anchors import find_anchors, unpack
from domain.reading.clues import education_evidence, work_evidence
from domain.reading.sections import Row, rows_of
from schema.document import Line, document_of


def rows(*texts: str) -> list[Row]:
    """Rows without places or type."""
    return rows_of(document_of([Line(text=t, start=0, end=0) for t in texts], format="txt", engine="test"))


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("2019 – 2021", []),
        ("Clerk, Marchpane Trading Ltd\t2019 – 2021", ["Clerk, Marchpane Trading Ltd"]),
        ("2019 – 2021: Clerk, Marchpane Trading Ltd", ["Clerk, Marchpane Trading Ltd"]),
        ("Clerk (2019 – 2021) Hull", ["Clerk", "Hull"]),
        ("Marchpane Trading (Hull) 2019 – 2021 · 2 yrs 3 mos", ["Marchpane Trading (Hull)"]),
    ],
)
def test_dates_at_the_edge_of_a_row(text: str, rest: list[str]) -> None:
    """The dates open or close the row, or a sign parts them from the words, which stay whole."""
    found = find_anchors(rows(text), work_evidence, loose=False)
    assert [[piece.text for piece in anchor.rest] for anchor in found] == [rest]


@pytest.mark.parametrize(
    "text", ["Grew sales from 2019 to 2020 by a third", "• Ran the 2019 – 2020 move of the archive to York"]
)
def test_dates_inside_prose(text: str) -> None:
    """Dates in the middle of words date no entry."""
    anchors = find_anchors(rows("Clerk, Marchpane Ltd, 2018 – 2021", text), work_evidence, loose=False)
    assert [anchor.index for anchor in anchors] == [0]


def test_a_single_year_dates_a_study_but_no_job() -> None:
    """One year behind a degree is a year of graduation."""
    texts = ("MSc, University of Arvendale, 2016", "BSc, Larkmoor College, 2010 – 2014")
    assert [a.dates.end for a in find_anchors(rows(*texts), education_evidence, loose=True)] == ["2016", "2014"]
    body = ("Clerk, Marchpane Ltd", "2018 – 2021", "Prize of the trade fair, 2019")
    assert [a.index for a in find_anchors(rows(*body), work_evidence, loose=False)] == [1]


def test_a_line_of_several_jobs_is_taken_apart() -> None:
    """Each of the jobs gets its own row, whether its dates lead or trail."""
    trailing = unpack(rows("Also: Porter, Hull (2010–2012), Cook, York (2008–2010)"))
    assert [row.text for row in trailing] == ["Porter, Hull (2010–2012)", "Cook, York (2008–2010)"]
    leading = unpack(rows("2010–2012 Porter at Hull; 2008–2010 Cook at York"))
    assert [row.text for row in leading] == ["2010–2012 Porter at Hull", "2008–2010 Cook at York"]
