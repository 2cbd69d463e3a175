"""Contact rows taken apart."""

from __future__ import annotations

import pytest

from domain.reading.pieces import pieces_of
from domain.reading.sections import rows_of
from domain.reading.wrapping import Columns
from schema.document import Line, document_of


def pieces(*rows: str) -> list[tuple[str | None, str]]:
    """(label, text) of the pieces of rows without places."""
    lines = [Line(text=row, start=0, end=0) for row in rows]
    return [(p.label, p.span.text) for p in pieces_of(rows_of(document_of(lines, format="txt", engine="test")))]


@pytest.mark.parametrize("separator", [" | ", " • ", " · ", "   ", "\t", ", ", " "])
def test_addresses_and_numbers_part_a_row(separator: str) -> None:
    """Whatever stands between them, e-mail, number, address and place are pieces of their own."""
    row = separator.join(["Hexham", "ansel@example.com", "+44 7700 900812", "github.com/aquibb"])
    assert [text for _, text in pieces(row)] == ["Hexham", "ansel@example.com", "+44 7700 900812", "github.com/aquibb"]


def test_labels_part_a_row() -> None:
    """Each label with a colon names what follows it, in any of the languages."""
    assert pieces("Tel.: 0170 1234567, E-Mail: a@example.org Wohnort: Bad Quibb") == [
        ("phone", "0170 1234567"),
        ("email", "a@example.org"),
        ("location", "Bad Quibb"),
    ]


def test_labels_read_by_columns_name_the_values_in_turn() -> None:
    """All labels first, then all values."""
    found = pieces("Name", "Address", "Phone", "Ansel Quibb", "Hexham", "+44 7700 900812")
    assert [label for label, _ in found] == ["name", "location", "phone"]


def test_a_label_without_a_value_takes_none_from_the_next() -> None:
    """An empty cell: the value beside the second label is the second label's."""
    assert pieces("Location\tRegion\tCumbria") == [("region", "Cumbria")]


def test_a_label_does_not_name_what_it_cannot_be() -> None:
    """A label for numbers before a word is only a word."""
    assert pieces("Phone", "Hexham") == [(None, "Hexham")]


def test_a_place_goes_on_in_the_next_row_of_a_narrow_column() -> None:
    """Two words of one city in two rows are one piece where the column was full."""
    texts = ["ansel@example.com Bad", "Quibb, Cumbria"]
    lines = [
        Line(text=t, start=0, end=0, x0=20, x1=20 + 5.0 * len(t), y0=14.0 * n, y1=14.0 * n + 10, size=10)
        for n, t in enumerate(texts)
    ]
    document = document_of(lines, format="pdf", engine="test")
    rows = rows_of(document)
    found = pieces_of(rows, document.text, Columns.of(rows))
    assert [p.span.value for p in found] == ["ansel@example.com", "Bad Quibb, Cumbria"]
