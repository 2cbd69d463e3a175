"""Characters as arrays: the quick way to learn their codes against the one call for each."""

from __future__ import annotations

import pytest
from reportlab.pdfgen.canvas import Canvas

from adapters.documents import pdfium
from adapters.documents.pdf import read
from adapters.documents.pdf_glyphs import read_glyphs
from tests.adapters.documents.samples import lines, pdf


def _codes(data: bytes) -> tuple[list[int], list[int]]:
    """By `read_glyphs`, and one by one."""
    document = pdfium.load_document(data, len(data), None)
    page = pdfium.load_page(document, 0)
    text_page = pdfium.load_text(page)
    try:
        asked = pdfium.pointer(text_page)
        each = [pdfium.unicode_at(asked, index) for index in range(pdfium.char_count(text_page))]
        return read_glyphs(page, text_page).codes.tolist(), each
    finally:
        pdfium.close_text(text_page)
        pdfium.close_page(page)
        pdfium.close_document(document)


@pytest.mark.parametrize(
    "texts",
    [
        ("Built the first release", "and shipped it"),
        ("Wrote a hand-", "book of repairs, tested on cus-", "tomers"),
        ("Café Zürich, naïve", "• niño – año"),
        ("bell\x07 and\x02 mark", "plain"),
    ],
)
def test_codes_are_those_of_each_character(texts: tuple[str, ...]) -> None:
    """Hyphens at lines' ends, accents and control characters come out as when each character is asked."""
    together, each = _codes(pdf(lines(*texts)))
    assert together == each
    assert len(each) >= sum(map(len, texts)) - 2


def test_every_character_of_a_long_page_has_its_place() -> None:
    """Thousands of characters are asked for in several goes; the last line stands where it was drawn."""
    texts = [f"line {number:02d} of a page with a great many small words on it" for number in range(90)]
    found = read(pdf(lines(*texts, step=8, size=6))).lines
    assert [line.text for line in found] == texts
    assert [round(line.y1 or 0) - round(found[0].y1 or 0) for line in found] == [8 * number for number in range(90)]
    assert len({line.x0 for line in found}) == 1


def test_slanted_letters_stand_each_on_a_line_of_its_own() -> None:
    """A watermark's letters have no common baseline: its object's first one does not speak for the others."""

    def draw(canvas: Canvas) -> None:
        canvas.rotate(30)
        canvas.setFont("Helvetica", 10)
        canvas.drawString(300, 300, "DRAFT")

    data = pdf(draw)
    document = pdfium.load_document(data, len(data), None)
    page = pdfium.load_page(document, 0)
    text_page = pdfium.load_text(page)
    try:
        base = read_glyphs(page, text_page).base[:5]
        assert all(base[:-1] > base[1:])
    finally:
        pdfium.close_text(text_page)
        pdfium.close_page(page)
        pdfium.close_document(document)
