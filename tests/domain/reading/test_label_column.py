"""A column of labels, told by where lines begin."""

from __future__ import annotations

from domain.reading.gutter import unfold
from domain.reading.label_column import find_label_column
from domain.reading.sections import Row, rows_of
from schema.document import Line, document_of


def line(text: str, x0: float, x1: float, y: float) -> Line:
    """A line of 10 points."""
    return Line(text=text, start=0, end=0, size=10, x0=x0, x1=x1, y0=y, y1=y + 10)


LABELLED = (
    line("Ansel Fitch", 40, 100, 40),
    line("Wanderings\tCooper at Stave Ltd", 40, 330, 80),
    line("2018 – 2020", 140, 200, 94),
    line("Makes casks, tubs and barrels for the whole county", 140, 420, 108),
    line("Wrote the handbook of the trade", 140, 300, 122),
    line("Satchel\tOak, Iron, Hoops", 40, 290, 140),
    line("Glue, Fire", 140, 190, 154),
)
INDENTED = (
    line("Cooper, Stave Ltd\t2018 – 2020", 40, 540, 80),
    line("Casks for the county and for everybody around it", 80, 420, 94),
    line("Tubs for the brewery", 80, 220, 108),
    line("Turner, Lathe and Sons of the old mill\t2015 – 2018", 40, 540, 140),
    line("The whole of the trade that a turner learns in a mill", 40, 420, 150),
    line("Bowls", 80, 120, 160),
    line("Plates and other ware for the table", 80, 300, 174),
)


def page(*lines: Line) -> tuple[list[Row], str]:
    """Rows and text."""
    document = document_of(list(lines), format="pdf", engine="test")
    return rows_of(document), document.text


def test_labels_of_any_words_are_rows_of_their_own() -> None:
    """Not only headings that the lexicon knows."""
    rows = unfold(*page(*LABELLED))
    assert [row.text for row in rows if row.gutter] == ["Wanderings", "Satchel"]
    assert "Cooper at Stave Ltd" in [row.text for row in rows]


def test_an_indented_list_is_no_column() -> None:
    """Its left lines reach over it, and end in dates."""
    rows, text = page(*INDENTED)
    assert find_label_column(rows) is None
    assert not any(row.gutter for row in unfold(rows, text))


def test_a_page_without_places_has_none() -> None:
    """Plain text."""
    rows, _ = page(Line(text="A\tB", start=0, end=0), Line(text="C\tD", start=0, end=0))
    assert find_label_column(rows) is None
