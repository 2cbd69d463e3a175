"""Hebrew and Arabic lines turned from how they are drawn to how they are written."""

from __future__ import annotations

import pytest
from bidi.algorithm import get_display

from adapters.documents.pdf_bidi import as_drawn, as_written, has_right_to_left


@pytest.mark.parametrize(
    ("text", "found"), [("שלום", True), ("a مرحبا", True), ("Łódź 東京", False), ("12 (x)", False)]
)
def test_lines_with_letters_from_the_right_are_found(text: str, found: bool) -> None:
    """All others are left as they are."""
    assert has_right_to_left(text) is found


@pytest.mark.parametrize(
    ("text", "base"),
    [
        ("دنا ليفي", "R"),
        ("فريق (من 12) في شركة", "R"),
        ("بنسبة 40% خلال 2021", "R"),
        ("لغة: Python, Go, SQL", "R"),
        ("Employer: شركة الأمل (القاهرة)", "L"),
        ("2020-01 – present · القاهرة", "L"),
    ],
)
def test_a_drawn_line_is_written_as_it_was(text: str, base: str) -> None:
    """The margin it stands at says from which side it is read, where its ends disagree."""
    left, right = (300.0, 50.0) if base == "R" else (50.0, 300.0)
    assert as_written(get_display(text, base_dir=base), left=left, right=right) == text


def test_brackets_that_pdfium_mirrored_look_as_drawn_again() -> None:
    """Pdfium hands over the letters of a run from right to left, its brackets mirrored."""
    characters = [(0, 30.0, "ש"), (0, 20.0, "("), (0, 10.0, "ל"), (0, 0.0, ")")]
    assert as_drawn(characters) == "(ל)ש"


def test_letters_of_a_ligature_keep_their_order() -> None:
    """Lam and alef share one glyph, and so one place."""
    drawn = as_drawn([(0, 10.0, "س"), (0, 0.0, "ل"), (0, 0.0, "ا")])
    assert as_written(drawn, left=300.0, right=50.0) == "سلا"


def test_a_full_line_is_read_from_where_most_letters_are() -> None:
    """Between two margins the place says nothing."""
    text = "שלום לכולם Go"
    assert as_written(get_display(text, base_dir="R"), left=50.0, right=50.0) == text
