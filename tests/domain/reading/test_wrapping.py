"""Addresses and places that a narrow column broke over lines."""

from __future__ import annotations

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.reading.links import emails_in, urls_in
from domain.reading.sections import Row, rows_of
from domain.reading.spans import Span
from domain.reading.wrapping import Columns, find_tight, mend, unbroken
from schema.document import Line, document_of

LETTER, HEIGHT = 5.0, 10.0


def column(*texts: str, left: float = 20.0, size: float = 10.0) -> tuple[list[Row], str]:
    """Rows of one column, one below the other, each letter five points wide; and the document's text."""
    lines = [
        Line(
            text=text,
            start=0,
            end=0,
            x0=left,
            x1=left + LETTER * len(text),
            y0=14.0 * n,
            y1=14.0 * n + HEIGHT,
            size=size,
        )
        for n, text in enumerate(texts)
    ]
    document = document_of(lines, format="pdf", engine="test")
    return rows_of(document), document.text


def mended(*texts: str) -> list[str]:
    """The rows of a column after mending, without the breaks."""
    rows, text = column(*texts)
    return [unbroken(row.span) for row in mend(rows, text, Columns.of(rows))]


@pytest.mark.parametrize(
    ("rows", "whole"),
    [
        (("linkedin.com/in/ansel-", "quibb-77"), "linkedin.com/in/ansel-quibb-77"),
        (("https://quibb.example.org/", "work/2024"), "https://quibb.example.org/work/2024"),
        (("ansel.quibb@", "example.com"), "ansel.quibb@example.com"),
        (("ansel-", "quibb@example.com"), "ansel-quibb@example.com"),
        (("linkedin.com/in/ansel", "-quibb"), "linkedin.com/in/ansel-quibb"),
        (("ansel.quibb@example.c", "om"), "ansel.quibb@example.com"),
        (("https://www.anselquibb.exam", "ple.org/cv"), "https://www.anselquibb.example.org/cv"),
        (("ansel.quibb@example.ne", "t"), "ansel.quibb@example.net"),
        (("linkedin.com/in/anselquibb", "77x"), "linkedin.com/in/anselquibb77x"),
    ],
)
def test_the_halves_of_an_address_are_one_row(rows: tuple[str, str], whole: str) -> None:
    """Broken behind a hyphen, a slash or an at sign, before a hyphen, or where the column was full."""
    assert mended(*rows) == [whole]


@pytest.mark.parametrize(
    "rows",
    [
        ("linkedin.com/in/ansel-quibb", "github.com/aquibb"),
        ("ansel@example.com", "Berlin"),
        ("ansel@example.com", "remote"),
        ("github.com/aquibb", "Phone: 0170 1234567"),
        ("github.com/aquibb", "https://quibb.example.org"),
        ("Works with ropes and -", "quibb knots"),
    ],
)
def test_what_is_whole_stays_apart(rows: tuple[str, str]) -> None:
    """An address that ends as addresses end does not take the next row in."""
    assert mended(*rows) == list(rows)


def test_a_row_that_is_not_full_does_not_go_on() -> None:
    """Where another row of the column reaches further, the next word had room: it is another thing."""
    rows = ("A long row that reaches far to the right", "github.com/aquibb", "77x")
    assert mended(*rows) == list(rows)


def test_larger_type_does_not_tell_how_wide_a_column_is() -> None:
    """A banner above a narrow column is wider than the column."""
    banner, _ = column("Ansel Quibb, Master Rigger of the Northern Docks", size=24.0)
    rows, text = column("github.com/anselquibb", "77x")
    assert [unbroken(r.span) for r in mend(rows, text, Columns.of([*banner, *rows]))] == ["github.com/anselquibb77x"]


handles = st.text(string.ascii_lowercase + string.digits, min_size=3, max_size=12).filter(lambda t: t[0].isalpha())


@given(handles, handles, st.integers(1, 40))
def test_an_address_cut_at_any_place_is_found_again(first: str, second: str, at: int) -> None:
    """`find_tight` gives back characters of the document, and they are the address without the break."""
    address = f"{first}.{second}@post.example.org"
    at = min(at, len(address) - 1)
    span = Span(f"{address[:at]}\n{address[at:]}", 7)
    assert [found.tight for found in emails_in(span)] == [address]
    assert all(span.text[f.start - 7 : f.end - 7] == f.text for f in emails_in(span))


def test_what_stands_behind_an_address_is_not_swallowed() -> None:
    """Only the break inside an address is ignored, not the comma behind it."""
    span = Span("https://quibb.exam\nple.org/cv, Hexham", 0)
    assert [found.tight for found in urls_in(span)] == ["https://quibb.example.org/cv"]
    assert list(find_tight(re.compile("nothing"), span)) == []
