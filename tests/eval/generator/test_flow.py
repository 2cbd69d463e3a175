"""Columns of generated pages: lines stay inside, long words break, pages follow."""

from __future__ import annotations

from reportlab.pdfbase import pdfmetrics

from eval.generator.faces import Face
from eval.generator.flow import HEIGHT, MARGIN, Flow

FACE = Face("Helvetica", "Helvetica-Bold", "Helvetica-Oblique")


def flow() -> Flow:
    """A narrow column at the foot of a page."""
    return Flow(FACE, MARGIN, 90, MARGIN + 5, size=10, leading=12)


def test_no_line_is_wider_than_the_column() -> None:
    """Words wrap, and a long address breaks behind a slash or hyphen."""
    lines = flow().wrapped("See www.example.org/a-long-path/with-many-parts today", "Helvetica", 10, 90)
    assert all(pdfmetrics.stringWidth(line, "Helvetica", 10) <= 90 for line in lines)
    assert "".join(lines).replace(" ", "") == "Seewww.example.org/a-long-path/with-many-partstoday"
    assert any(line.endswith(("-", "/")) for line in lines)


def test_past_the_foot_comes_the_next_page() -> None:
    """The text goes on at its top."""
    column = flow()
    column.down(12)
    assert column.page == 1
    assert column.y > HEIGHT - 2 * MARGIN
