"""Items of lists in narrow columns, told from each other by distance, room and known names."""

from __future__ import annotations

from domain.reading.evidence import Ledger
from domain.reading.item_wraps import wrapped_items
from domain.reading.sections import rows_of
from domain.reading.skill_lists import read_skills
from schema.document import Document, Line, document_of

_LETTER = 5.0


def column(*rows: tuple[str, float], right: float | None = None, left: float = 40.0) -> Document:
    """Rows given as (text, distance from the row above), aligned at `left`, or at `right` if given."""
    lines, y = [], 40.0
    for text, distance in rows:
        y += distance
        x0 = left if right is None else right - _LETTER * len(text)
        lines.append(Line(text=text, start=0, end=0, size=8, x0=x0, x1=x0 + _LETTER * len(text), y0=y - 8, y1=y))
    return document_of(lines, format="pdf", engine="test")


def test_rows_that_stand_closer_are_one_item() -> None:
    """Ten points inside an item, twelve between items; to the right as to the left."""
    rows = (("Rigging", 12.0), ("wire rope", 12.0), ("splicing", 10.0), ("Night watches", 12.0))
    for page in (column(*rows), column(*rows, right=200)):
        assert wrapped_items(rows_of(page)) == {2}


def test_a_row_that_had_room_above_begins_an_item() -> None:
    """Whatever the distance: a word that fits is not broken off."""
    page = column(("Knots", 12.0), ("Rope", 10.0), ("Celestial navigation", 12.0))
    assert wrapped_items(rows_of(page)) == frozenset()


def test_a_known_name_over_two_rows_is_one_where_all_rows_stand_alike() -> None:
    """`Project Management` is a skill; `Python` above `Docker` are two, unknown rows stay apart."""
    page = column(*[(text, 10.0) for text in ("Project", "Management", "Python", "Docker", "Lathes", "Rigging")])
    rows = rows_of(page)
    assert {rows[i].text for i in wrapped_items(rows)} == {"Management"}
    found = read_skills(rows, page.text, Ledger("rules"))
    assert "Project Management" in [keyword for group in found for keyword in group.keywords]


def test_a_name_to_the_left_of_its_skills_is_their_group() -> None:
    """Without type of its own, the indent of the list tells."""
    lines = []
    places = [
        ("Deck work", 40, 50),
        ("Rigging", 70, 80),
        ("Splicing", 70, 95),
        ("Bridge", 40, 125),
        ("Radar sets", 70, 155),
    ]
    for text, x0, y in places:
        lines.append(Line(text=text, start=0, end=0, size=8, x0=x0, x1=x0 + 5.0 * len(text), y0=y - 8, y1=y))
    page = document_of(lines, format="pdf", engine="test")
    found = read_skills(rows_of(page), page.text, Ledger("rules"))
    assert [(group.name, group.keywords) for group in found] == [
        ("Deck work", ["Rigging", "Splicing"]),
        ("Bridge", ["Radar sets"]),
    ]
