"""PDF: columns, labels beside their texts, cells of several lines, and the order over pages."""

from __future__ import annotations

from itertools import pairwise

import pytest
from reportlab.pdfgen.canvas import Canvas

from adapters.documents import pdf, pdf_words
from adapters.documents.pdf_flow import order_over_pages
from schema.document import Line
from tests.adapters.documents import samples

Piece = tuple[float, float, str]
"""Left edge, distance from the top of the page, text; a leading `*` makes it bold, a leading `+` larger."""


def texts(*pieces: Piece) -> list[str]:
    """The lines that are read when these pieces are drawn in this order."""

    def draw(canvas: Canvas) -> None:
        for x, top, text in pieces:
            larger = text.startswith("+")
            canvas.setFont("Helvetica-Bold" if text.startswith("*") else "Helvetica", 15 if larger else 10)
            canvas.drawString(x, 842 - top, text.lstrip("*+"))

    return [line.text for line in pdf.read(samples.pdf(draw)).lines]


def column(x: float, top: float, step: float, *items: str) -> list[Piece]:
    """Lines below each other."""
    return [(x, top + n * step, text) for n, text in enumerate(items)]


def woven(*columns: list[Piece]) -> list[Piece]:
    """Drawn row by row."""
    return sorted((piece for column in columns for piece in column), key=lambda piece: (piece[1], piece[0]))


def test_columns_with_white_space_between_their_lines_are_columns() -> None:
    """Lines of two texts pass each other, however far apart they stand; a place at the right margin stays left."""
    left = column(
        40, 80, 25, "*Posts held", "Harbour office, clerk", "Wrote letters", "Ward office, clerk", "Kept books"
    )
    right = column(
        380, 90, 31, "*Schools", "School of Commerce and Navigation", "Grammar School", "*Tongues", "English", "Danish"
    )
    read = texts(*woven(left, [(270, 105, "Northport")], right))
    assert read == [
        "Posts held",
        "Harbour office, clerk\tNorthport",
        "Wrote letters",
        "Ward office, clerk",
        "Kept books",
        *(text.lstrip("*") for _, _, text in right),
    ]


LABELS = ["Name", "Address", "Phone", "Mail"]
VALUES = ["Oda Feldhaus", "Northport", "555 0101", "oda@mail.example"]


@pytest.mark.parametrize("drawn", ["row by row", "column by column"])
def test_labels_stand_beside_their_values(drawn: str) -> None:
    """A narrow column of labels that all look the same is no column of text, whatever the order of the stream."""
    labels, values = column(40, 100, 14, *LABELS), column(180, 100, 14, *VALUES)
    text = [(40, 60, "A line over the whole width of the page so that the labels are narrow beside its width")]
    read = texts(*text, *(woven(labels, values) if drawn == "row by row" else [*labels, *values]))
    assert read[1:] == [f"{label}\t{value}" for label, value in zip(LABELS, VALUES, strict=True)]


def test_headings_in_a_left_column_come_before_their_content() -> None:
    """Headings at the left, content at the right: each heading is read before what stands beside and below it."""
    content = column(180, 100, 14, "Clerk at the harbour office", "Wrote the letters and kept the books of the port")
    more = column(180, 160, 14, "School of Commerce", "Diploma with distinction in the second year")
    last = column(180, 220, 14, "English, Danish and a little Faroese of the islands")
    headings = [(40.0, 100.0, "+Work"), (40.0, 160.0, "+School"), (40.0, 220.0, "+Tongues")]
    read = texts(*headings, *content, *more, *last)
    assert read == [
        "Work\tClerk at the harbour office",
        "Wrote the letters and kept the books of the port",
        "School\tSchool of Commerce",
        "Diploma with distinction in the second year",
        "Tongues\tEnglish, Danish and a little Faroese of the islands",
    ]


def test_a_heading_close_to_its_content_is_a_cell_of_its_own() -> None:
    """Another size a blank and a half away is another cell, not the next word."""
    assert texts((40, 100, "+Work"), (90, 100, "Clerk at the harbour office")) == ["Work\tClerk at the harbour office"]


def test_dates_of_two_lines_at_the_left_stay_with_their_entries() -> None:
    """Labels that go on in a second line are labels; each is read to its end before its entry."""
    dates, entries = [], []
    for n, town in enumerate(["Northport", "Southport", "Westport"]):
        dates += column(40, 100 + 60 * n, 14, f"September 20{n}1 until", f"October 20{n}4")
        entries += column(150, 100 + 60 * n, 14, f"Clerk, {town} harbour office", "Kept the books of the port and more")
    wide = "A clerk with twenty years of practice in the books, the letters and the tables of harbours, large and small"
    read = texts((40, 60, wide), *dates, *entries)
    assert read[1:5] == [
        "September 2001 until",
        "October 2004\tClerk, Northport harbour office",
        "Kept the books of the port and more",
        "September 2011 until",
    ]


def test_a_title_of_two_lines_is_read_before_the_date_beside_it() -> None:
    """Its second line follows the first where its first word had no room; a new line of its own does not."""
    read = texts(
        (40, 100, "Superintendent of the northern harbour and its"),
        (40, 114, "lighthouses"),
        (280, 100, "2019 to 2021"),
        (40, 150, "Clerk"),
        (40, 164, "Northport"),
        (280, 150, "2015 to 2018"),
    )
    assert read == [
        "Superintendent of the northern harbour and its",
        "lighthouses\t2019 to 2021",
        "Clerk\t2015 to 2018",
        "Northport",
    ]


def test_a_paragraph_with_a_tab_goes_on_after_its_last_cell() -> None:
    """In the stream its second line follows the date: it is the rest of the date."""
    read = texts(
        (40, 100, "School of Commerce and Navigation in Northport"), (280, 100, "2006-09 –"), (40, 114, "2008-06")
    )
    assert read == ["School of Commerce and Navigation in Northport\t2006-09 –", "2008-06"]


def test_the_gutter_is_not_before_dates_at_the_margin_of_the_left_column() -> None:
    """Dates right-aligned within the left column belong to it; the gutter is the one that most lines respect."""
    left: list[Piece] = []
    for n in range(4):
        left += [(40, 100 + 42 * n, f"*Harbour office {n}"), (270, 100 + 42 * n, f"20{n}0–20{n}2")]
        left += column(40, 114 + 42 * n, 14, "Kept the books and the letters of the port", "Wrote to all captains")
    right = column(400, 104, 15, "*Contact", "Northport", "555 0101", "*Skills", "Letters", "Books", "Tables", "Danish")
    read = texts(*woven(left, right))
    assert read[0] == "Harbour office 0\t2000–2002"
    assert read[-8:] == [text.lstrip("*") for _, _, text in right]


def test_a_short_column_beside_a_long_one_is_read_first() -> None:
    """A few lines at the left on the grid of the right column."""
    profile = ["A clerk with a year of practice in", "the letters and in the books", "of a harbour."]
    left = column(40, 100, 14, "*Profile", *profile, "*Tongues")
    right = column(320, 100, 14, *(f"Remark number {n} in its place" for n in range(9)))
    read = texts(*woven([(40.0, 60.0, "+Oda Feldhaus")], left, right))
    assert read[1:6] == [text.lstrip("*") for _, _, text in left]


@pytest.mark.parametrize(
    ("spaced", "whole"), [("P O S T S   H E L D :", "POSTS HELD:"), ("職 務 要 約", "職務要約"), ("王 明", "王 明")]
)
def test_letter_spaced_words_are_joined(spaced: str, whole: str) -> None:
    """Also with a mark at the end and in ideographs; two ideographs may be a name."""
    words = spaced.split()
    gaps = [0.9 if gap == "S H" else 0.3 for gap in map(" ".join, pairwise(words))]
    assert pdf_words._join(words, gaps) == whole


def line(page: int, x0: float, y0: float, text: str) -> Line:
    """A line of 100 × 10 points."""
    return Line(text=text, start=0, end=0, page=page, x0=x0, y0=y0, x1=x0 + 100, y1=y0 + 10)


def in_order(lines: list[Line]) -> list[str]:
    """Their texts as they are to be read."""
    return [lines[index].text for index in order_over_pages(lines)]


def test_a_column_that_goes_on_on_the_next_page_is_read_last_on_its_own() -> None:
    """The side column moves before the main one, after the name; otherwise the order stays."""
    first = [line(1, 40, 20, "name"), line(1, 40, 60, "work"), line(1, 40, 500, "a post")]
    side = [line(1, 300, 60, "skills"), line(1, 300, 80, "letters")]
    assert in_order([*first, *side, line(2, 40, 20, "and more")]) == [
        "name", "skills", "letters", "work", "a post", "and more"
    ]  # fmt: skip
    assert in_order([*first, *side]) == ["name", "work", "a post", "skills", "letters"]
    assert in_order([*first, *side, line(2, 300, 20, "books")])[-1:] == ["books"]
    assert in_order([*first, *side, line(2, 300, 20, "books")])[:3] == ["name", "work", "a post"]


def test_the_order_over_pages_loses_nothing_without_places() -> None:
    """Lines without places stay where they are."""
    lines = [Line(text=str(n), start=0, end=0, page=1 + n // 2) for n in range(5)]
    assert order_over_pages(lines) == list(range(5))
