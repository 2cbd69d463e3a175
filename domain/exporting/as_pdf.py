"""The page as PDF: A4, embedded fonts, searchable text, bookmarks and live links.

Drawn straight onto the canvas from the shared outline: no mark-up is parsed, so nothing in a résumé can be mark-up,
and a page takes milliseconds.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.textobject import PDFTextObject

from domain.exporting.bidi import in_visual_order, join_letters
from domain.exporting.blocks import Block, clean
from domain.exporting.flow import Line, break_lines
from domain.exporting.fonts import REGULAR, Fonts, Run
from domain.exporting.outline import outline
from domain.exporting.scripts import stands_right
from domain.page.look import BULLET_MARK, PDF_FOOTER_SIZE, PDF_MARGIN, PDF_SIZES, Kind, footer, indents
from schema.profile import Profile

_WIDTH, _HEIGHT = A4
_MARGIN = PDF_MARGIN
_TOP, _BOTTOM = _HEIGHT - 52.0, 58.0
_COLUMN = _WIDTH - 2 * _MARGIN

_NAVY, _BLUE, _INK, _GREY, _RULE = map(HexColor, ("#1a365d", "#2563eb", "#1f2937", "#6b7280", "#cbd5e1"))


@dataclass(frozen=True)
class _Style:
    """Measures in points. `keep` ties the block to the one after it, so that no heading ends a page."""

    leading: float
    before: float = 0.0
    color: Color = _INK
    bold: bool = False
    keep: bool = False


_STYLES: dict[Kind, _Style] = {
    "name": _Style(28, color=_NAVY, bold=True, keep=True),
    "label": _Style(17, color=_NAVY, keep=True),
    "contact": _Style(13.5, before=1, color=_GREY),
    "section": _Style(16, before=15, color=_BLUE, bold=True, keep=True),
    "entry": _Style(14.5, before=7, color=_NAVY, bold=True, keep=True),
    "dates": _Style(12.5, color=_GREY, keep=True),
    "item": _Style(14, before=2),
    "text": _Style(13.8, before=2),
    "bullet": _Style(13.6, before=1.5),
    "note": _Style(12, before=3, color=_GREY),
}

# Embedded faces are shared by all documents of the process and hold a read position while they are subset.
_LOCK = threading.Lock()


@dataclass(slots=True)
class _Placed:
    """A block broken into lines, at `y` points over the page's lower edge (the first base line)."""

    block: Block
    style: _Style
    lines: list[Line]
    y: float = 0.0
    first: bool = True
    on_the_right: bool = False

    @property
    def size(self) -> float:
        """Of the letters."""
        return PDF_SIZES[self.block.kind]

    @property
    def height(self) -> float:
        rule = 7.0 if self.block.kind == "section" else 0.0
        return self.style.leading * len(self.lines) + rule


def to_pdf(profile: Profile, job_id: UUID, generated_at: datetime) -> bytes:
    """One PDF document; the same input gives the same bytes."""
    blocks = outline(profile)
    with _LOCK:
        fonts = Fonts("".join(block.text for block in blocks))
        if any(fonts.drawn(text) != text for block in blocks for text in (block.lead, block.text)):
            # what a font lacks is replaced before the wording is chosen, so that no line loses a part of it
            blocks = outline(profile, lambda value: fonts.drawn(clean(value)).strip())
        pages = _paginate(list(_set(blocks, fonts)))
        return _draw(pages, profile.basics.name or "", job_id, generated_at)


def _set(blocks: list[Block], fonts: Fonts) -> Iterator[_Placed]:
    """Every block broken into lines, with the side it stands on."""
    for block, on_the_right in zip(blocks, stands_right(blocks), strict=True):
        style, size = _STYLES[block.kind], PDF_SIZES[block.kind]
        lead, text = join_letters(block.lead), join_letters(block.text)
        runs = [*fonts.runs(lead, bold=True), *fonts.runs(text, bold=style.bold)]
        lines = break_lines(runs, size, _COLUMN, indents(block.kind, first=block.first))
        lines = [in_visual_order(line, fonts, size=size, from_the_right=on_the_right) for line in lines]
        yield _Placed(block, style, lines, on_the_right=on_the_right)


def _paginate(blocks: list[_Placed]) -> list[list[_Placed]]:
    """Assign pages and base lines; a block longer than the rest of its page goes on overleaf, line by line."""
    pages: list[list[_Placed]] = [[]]
    y = _TOP
    for index, placed in enumerate(blocks):
        if pages[-1]:
            y -= placed.style.before
        if pages[-1] and y - _needed(blocks, index) < _BOTTOM:
            pages.append([])
            y = _TOP
        lines = placed.lines
        while lines:
            room = max(1, int((y - _BOTTOM) // placed.style.leading))
            part = replace(placed, lines=lines[:room], y=y - placed.size, first=lines is placed.lines)
            if len(part.lines) < len(placed.lines):
                # readers write the whole target beside half a link, as if it were part of the text
                part.block = replace(part.block, url=None)
            pages[-1].append(part)
            y -= part.height
            lines = lines[room:]
            if lines:
                pages.append([])
                y = _TOP
    return pages


def _needed(blocks: list[_Placed], index: int) -> float:
    """Room for a block that must not stand alone: its headings and two lines of what follows them."""
    room, before = 0.0, ""
    for placed in blocks[index:]:
        kind = placed.block.kind
        if before and (kind == "section" or (kind == "entry" and before != "section")):
            break
        if not placed.style.keep:
            return room + placed.style.leading * min(2, len(placed.lines))
        room, before = room + placed.height + placed.style.before, kind
    return room


def _draw(pages: list[list[_Placed]], name: str, job_id: UUID, generated_at: datetime) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1, pageCompression=1, initialFontName="Helvetica")
    canvas.setTitle(f"{name} – résumé" if name else "Résumé")
    canvas.setSubject(f"Résumé analysis {job_id}")
    canvas.setAuthor(name)
    canvas.setCreator("vitaeflow")
    left = footer(job_id, generated_at)
    for number, page in enumerate(pages, 1):
        _draw_page(canvas, page)
        _draw_footer(canvas, left, f"Page {number} of {len(pages)}")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _draw_page(canvas: Canvas, page: list[_Placed]) -> None:
    """All text in one text object, in reading order; rules, bookmarks and links beside it."""
    text = canvas.beginText()
    for placed in page:
        text.setFillColor(placed.style.color)
        text.setStrokeColor(placed.style.color)
        if placed.block.kind == "section":
            _mark_section(canvas, placed)
        if placed.block.kind == "bullet" and placed.first:
            mark = Run(REGULAR, "•")
            x = _MARGIN + BULLET_MARK
            if placed.on_the_right:
                x = _WIDTH - x - mark.width(placed.size)
            _show(text, [mark], x, placed.y, placed.size)
        for number, line in enumerate(placed.lines):
            x = _MARGIN + indents(placed.block.kind, first=placed.block.first)[line.joint]
            if placed.on_the_right:
                x = _WIDTH - x - line.width
            y = placed.y - number * placed.style.leading
            if line.spread:
                text.setWordSpace(line.spread)
            _show(text, line.runs, x, y, placed.size)
            if line.spread:
                text.setWordSpace(0)
            if placed.block.url:
                canvas.linkURL(placed.block.url, (x, y - 2, x + line.width, y + placed.size - 1))
    canvas.setLineWidth(0.3)  # of the stroke that stands in for bold
    canvas.drawText(text)


def _show(text: PDFTextObject, runs: list[Run], x: float, y: float, size: float) -> None:
    text.setTextOrigin(x, y)
    for run in runs:
        text.setFont(run.font, size)
        if run.stroked:
            text.setTextRenderMode(2)
        text.textOut(run.text)
        if run.stroked:
            text.setTextRenderMode(0)


def _mark_section(canvas: Canvas, placed: _Placed) -> None:
    title = placed.block.text
    canvas.bookmarkHorizontal(title, 0, placed.y + placed.style.leading)
    canvas.addOutlineEntry(title, title)
    canvas.setStrokeColor(_RULE)
    canvas.setLineWidth(0.7)
    canvas.line(_MARGIN, placed.y - 5, _WIDTH - _MARGIN, placed.y - 5)


def _draw_footer(canvas: Canvas, left: str, right: str) -> None:
    canvas.setFillColor(_GREY)
    canvas.setFont(REGULAR, PDF_FOOTER_SIZE)
    canvas.drawString(_MARGIN, 32, left)
    canvas.drawRightString(_WIDTH - _MARGIN, 32, right)
