"""Characters as arrays: the quick way to learn their codes against the one call for each."""

from __future__ import annotations

import pytest

from adapters.documents import pdfium
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
