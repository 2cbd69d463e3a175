"""A sheet as DOCX with python-docx."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from random import Random
from typing import Any

from docx import Document
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.shared import Cm, Pt, RGBColor

from eval.generator.sheet import Block, Bullet, Gap, Grid, Paragraph, Row, Section, Sheet

_SIDE = ("contact", "skills", "languages", "certificates", "interests")

Holder = Any
"""A document or a cell: what paragraphs and tables are added to."""


class Typist:
    """Types one sheet in one layout."""

    def __init__(self, rng: Random, layout: str) -> None:
        self.layout = layout
        self.heading = rng.choice(["style", "style", "bold", "caps", "large", "colour", "colon"])
        self.size = rng.choice([9, 10, 11])
        self.listing = rng.random() < 0.5
        self.edge = Cm(rng.choice([15, 16, 16.5]))

    def bytes(self, sheet: Sheet) -> bytes:
        """The file; its dates are fixed."""
        document = Document()
        document.core_properties.created = document.core_properties.modified = datetime(2026, 5, 1, tzinfo=UTC)
        document.styles["Normal"].font.size = Pt(self.size)
        self._line(document, sheet.name, bold=True, size=self.size + 8)
        for line in filter(None, [sheet.label, *sheet.contact]):
            self._line(document, line)
        if self.layout.startswith("sidebar"):
            self._sidebar(document, sheet)
        else:
            self._sections(document, sheet.sections)
        buffer = io.BytesIO()
        document.save(buffer)
        return _dateless(buffer)

    def _sidebar(self, document: Holder, sheet: Sheet) -> None:
        table = document.add_table(rows=1, cols=2)
        left = self.layout.endswith("left")
        side, main = (table.cell(0, 0), table.cell(0, 1)) if left else (table.cell(0, 1), table.cell(0, 0))
        side.width, main.width = Cm(5.5), Cm(11)
        self.edge = Cm(10.5)
        self._sections(side, [each for each in sheet.sections if each.kind in _SIDE])
        self._sections(main, [each for each in sheet.sections if each.kind not in _SIDE])

    def _sections(self, holder: Holder, sections: list[Section]) -> None:
        for section in sections:
            if section.heading:
                self._heading(holder, section.heading)
            for entry in _entries(section.blocks):
                label = next((block.label for block in entry if isinstance(block, Row) and block.label), "")
                target = holder
                if label and self.layout == "table":
                    table = holder.add_table(rows=1, cols=2)
                    table.cell(0, 0).width, target = Cm(4), table.cell(0, 1)
                    table.cell(0, 0).paragraphs[0].add_run(label)
                    target.width = Cm(12)
                for block in entry:
                    self._block(target, block)

    def _heading(self, holder: Holder, text: str) -> None:
        if self.heading == "style":
            paragraph = holder.add_paragraph(style="Heading 1")
            paragraph.add_run(text)
            return
        shown = text.upper() if self.heading == "caps" else f"{text}:" if self.heading == "colon" else text
        run = self._line(
            holder, shown, bold=self.heading != "large", size=self.size + (4 if self.heading == "large" else 0)
        )
        if self.heading == "colour":
            run.font.color.rgb = RGBColor(0x1F, 0x4E, 0x79)

    def _line(self, holder: Holder, text: str, *, bold: bool = False, italic: bool = False, size: int = 0) -> Any:
        run = holder.add_paragraph().add_run(text)
        run.bold, run.italic = bold or None, italic or None
        if size:
            run.font.size = Pt(size)
        return run

    def _block(self, holder: Holder, block: Block) -> None:
        match block:
            case Row():
                run = self._line(holder, block.text, bold=block.bold, italic=block.italic)
                if block.right:
                    paragraph = holder.paragraphs[-1]
                    paragraph.paragraph_format.tab_stops.add_tab_stop(self.edge, WD_TAB_ALIGNMENT.RIGHT)
                    paragraph.add_run("\t" + block.right)
                    run.bold = block.bold or None
            case Bullet():
                if self.listing and block.mark:
                    holder.add_paragraph(block.text, style="List Bullet")
                else:
                    self._line(holder, block.mark + block.text)
            case Paragraph():
                self._line(holder, block.text)
            case Grid():
                for at in range(0, len(block.items), block.columns):
                    self._line(holder, "\t".join(block.items[at : at + block.columns]))
            case Gap():
                holder.add_paragraph()


def _dateless(package: io.BytesIO) -> bytes:
    """The package with the same date on every member: else no two runs make the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(package) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, (2026, 5, 1, 0, 0, 0)), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _entries(blocks: list[Block]) -> list[list[Block]]:
    """Blocks up to and with each gap; a row with a label begins anew."""
    groups: list[list[Block]] = [[]]
    for block in blocks:
        if isinstance(block, Row) and block.label and groups[-1]:
            groups.append([])
        groups[-1].append(block)
    return [group for group in groups if group]


def render(rng: Random, sheet: Sheet, layout: str) -> bytes:
    """The DOCX of a sheet."""
    return Typist(rng, layout).bytes(sheet)
