"""A sheet set as PDF with reportlab."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from eval.generator import faces
from eval.generator.flow import HEIGHT, MARGIN, WIDTH, Flow
from eval.generator.sheet import Block, Bullet, Gap, Grid, Paragraph, Row, Section, Sheet, reading_text

_SIDE = ("contact", "skills", "languages", "certificates", "interests", "awards")
_INKS = ((0.0, 0.0, 0.0), (0.1, 0.25, 0.5), (0.5, 0.1, 0.15), (0.05, 0.4, 0.35), (0.35, 0.35, 0.35))

Rgb = tuple[float, float, float]


@dataclass(frozen=True)
class Look:
    """How the page looks: drawn once a document."""

    size: float
    leading: float
    ink: Rgb
    heading: float
    """Size of headings ÷ size of text."""
    bold: bool
    caps: bool
    colon: bool
    spaced: str
    """Letter-spacing of headings: none, `points` by the text state, `blanks` by blanks."""
    mark: str
    """rule, box, indent or nothing."""
    name: float
    centred: bool
    banner: bool
    gap: float
    label: float
    """Width of the label column."""
    order: str
    """Of the strokes: main, side or height."""


def _look(rng: Random, wide: bool) -> Look:
    size = rng.choice([8.5, 9, 9.5, 10, 10.5, 11])
    factor = rng.choice([1, 1, 1.15, 1.25, 1.4, 1.6])
    caps = rng.random() < 0.4
    mark = rng.choice(["rule", "rule", "box", "", ""])
    plain = factor == 1 and not caps and not mark
    return Look(
        size=size,
        leading=size * rng.choice([1.15, 1.25, 1.4]),
        ink=rng.choice(_INKS),
        heading=1.15 if wide and plain else factor,
        bold=plain or rng.random() < 0.7,
        caps=caps,
        colon=rng.random() < 0.1,
        spaced=rng.choices(["", "points", "blanks"], [8, 1, 1])[0],
        mark=mark,
        name=rng.choice([1, 1.4, 1.8, 2.2, 2.6]),
        centred=rng.random() < 0.25,
        banner=rng.random() < 0.2,
        gap=rng.choice([4, 6, 9]),
        label=rng.choice([80, 95, 115]),
        order=rng.choice(["main", "side", "height"]),
    )


class Setter:
    """Sets one sheet in one layout."""

    def __init__(self, rng: Random, sheet: Sheet, layout: str, lang: str) -> None:
        self.rng, self.sheet, self.layout = rng, sheet, layout
        self.face = faces.draw(rng, lang, reading_text(sheet))
        self.look = _look(rng, self.face.wide)

    def bytes(self) -> bytes:
        """The file."""
        body = HEIGHT - MARGIN
        head = self._flow(MARGIN, WIDTH - 2 * MARGIN, body)
        self._header(head)
        flows = self._columns(head.y - self.look.leading)
        strokes = [stroke for flow in flows for stroke in flow.strokes]
        if self.look.order == "height":
            strokes.sort(key=lambda stroke: (stroke.page, -stroke.y))
        buffer = io.BytesIO()
        canvas = Canvas(buffer, invariant=True)
        for page in range(max(flow.page for flow in flows) + 1):
            for stroke in [*head.strokes, *strokes]:
                if stroke.page == page:
                    stroke.paint(canvas)
            canvas.showPage()
        canvas.save()
        return buffer.getvalue()

    def _flow(self, x: float, width: float, y: float) -> Flow:
        return Flow(self.face, x, width, y, self.look.size, self.look.leading)

    def _header(self, flow: Flow) -> None:
        look, sheet = self.look, self.sheet
        ink: Rgb | None = None
        if look.banner:
            height = look.size * look.name + look.leading * (len(sheet.contact) + 2) + 16
            flow.fill(0, HEIGHT - MARGIN - height + 20, WIDTH, height + MARGIN - 20, (0.15, 0.22, 0.35))
            ink = (1, 1, 1)
        flow.y -= look.size * look.name
        bold, parts = self.rng.random() < 0.8, [sheet.name]
        if self.rng.random() < 0.1 and " " in sheet.name:
            parts = list(sheet.name.rsplit(" ", 1))
        for at, part in enumerate(parts):
            if at:
                flow.down(look.size * look.name * 1.15)
            self._head_line(flow, part, look.size * look.name, bold=bold, ink=ink)
        for line in filter(None, [sheet.label, *sheet.contact]):
            for part in flow.wrapped(line, flow.font(), look.size, flow.width):
                flow.down(look.leading * 1.1)
                self._head_line(flow, part, look.size, bold=False, ink=ink)
        flow.down(look.gap + (10 if look.banner else 0))

    def _head_line(self, flow: Flow, text: str, size: float, *, bold: bool, ink: Rgb | None) -> None:
        font = flow.font(bold=bold)
        width = pdfmetrics.stringWidth(text, font, size)
        flow.put(text, flow.x + ((flow.width - width) / 2 if self.look.centred else 0), font, size, colour=ink)

    def _columns(self, y: float) -> list[Flow]:
        """The flows of the layout, filled, in the order in which they are drawn."""
        sections, body = self.sheet.sections, WIDTH - 2 * MARGIN
        if self.layout.startswith("sidebar"):
            narrow = body * self.rng.choice([0.27, 0.31, 0.35])
            right = self.layout.endswith("right")
            side = self._flow(MARGIN + body - narrow if right else MARGIN, narrow, y)
            main = self._flow(MARGIN + (0 if right else narrow + 22), body - narrow - 22, y)
            if self.rng.random() < 0.4:
                side.fill(side.x - 8, 0, narrow + 14, y + 12, (0.92, 0.93, 0.95))
            self._fill(side, [each for each in sections if each.kind in _SIDE])
            self._fill(main, [each for each in sections if each.kind not in _SIDE])
            return [side, main] if self.look.order == "side" else [main, side]
        if self.layout == "grid":
            half = (body - 24) / 2
            left, second = self._flow(MARGIN, half, y), self._flow(MARGIN + half + 24, half, y)
            self._fill(left, sections[0::2])
            self._fill(second, sections[1::2])
            return [left, second]
        labelled = self.layout in ("label-dates", "label-headings", "table")
        inset = self.look.label + 14 if labelled else 0
        flow = self._flow(MARGIN + inset, body - inset, y)
        self._fill(flow, sections)
        return [flow]

    def _fill(self, flow: Flow, sections: Sequence[Section]) -> None:
        for section in sections:
            flow.need(self.look.leading * 4)
            if section.heading:
                self._heading(flow, section)
            for block in section.blocks:
                self._block(flow, block)
            flow.down(self.look.gap)

    def _heading(self, flow: Flow, section: Section) -> None:
        look, beside = self.look, self.layout == "label-headings"
        text = section.heading.upper() if look.caps else section.heading
        text = text + ":" if look.colon else text
        size, font = look.size * (1 if beside else look.heading), flow.font(bold=look.bold)
        x = (
            flow.x
            if not beside and self.layout == "label-dates" and look.banner
            else MARGIN
            if self._inset()
            else flow.x
        )
        width = look.label if beside else flow.width
        if look.spaced == "blanks" and pdfmetrics.stringWidth(" ".join(text), font, size) <= width:
            text = " ".join(text)
        flow.down(look.gap * (0.3 if beside else 1))
        top = flow.y
        for line in flow.wrapped(text, font, size, width):
            flow.down(max(size * 1.2, look.leading))
            boxed = look.mark == "box" and not beside
            if boxed:
                flow.fill(x - 3, flow.y - 4, width + 6, size + 6, look.ink)
            spacing = 1.8 if look.spaced == "points" else 0
            flow.put(line, x, font, size, colour=(1, 1, 1) if boxed else look.ink, spacing=spacing)
        if look.mark == "rule" and not beside:
            flow.rule(x, flow.width, look.ink)
        if beside and flow.y < top:
            flow.y = top
        else:
            flow.down(3)

    def _inset(self) -> bool:
        return self.layout in ("label-dates", "label-headings", "table")

    def _block(self, flow: Flow, block: Block) -> None:
        look = self.look
        match block:
            case Gap():
                if self.layout == "table":
                    flow.rule(MARGIN, WIDTH - 2 * MARGIN, (0.6, 0.6, 0.6), below=4)
                flow.down(look.gap)
            case Row():
                self._row(flow, block)
            case Bullet():
                self._text(flow, block.text, block.mark)
            case Paragraph():
                self._text(flow, block.text, "")
            case Grid():
                step = flow.width / block.columns
                for at in range(0, len(block.items), block.columns):
                    flow.down(look.leading)
                    for index, item in enumerate(block.items[at : at + block.columns]):
                        flow.put(item, flow.x + step * index, flow.font(), look.size)

    def _row(self, flow: Flow, row: Row) -> None:
        look, font = self.look, flow.font(bold=row.bold, italic=row.italic)
        taken = pdfmetrics.stringWidth(row.right, flow.font(), look.size) + 8 if row.right else 0
        narrow = taken > flow.width * 0.45
        lines = flow.wrapped(row.text, font, look.size, flow.width - (0 if narrow else taken))
        labels = flow.wrapped(row.label, flow.font(), look.size, look.label) if row.label else []
        for index, line in enumerate(lines):
            flow.down(look.leading)
            flow.put(line, flow.x, font, look.size)
            if index < len(labels):
                flow.put(labels[index], MARGIN, flow.font(), look.size)
            if index == 0 and row.right and not narrow:
                flow.put(row.right, flow.x + flow.width, flow.font(), look.size, right=True)
        for label in labels[len(lines) :]:
            flow.down(look.leading)
            flow.put(label, MARGIN, flow.font(), look.size)
        if narrow:
            flow.down(look.leading)
            flow.put(row.right, flow.x, flow.font(), look.size)

    def _text(self, flow: Flow, text: str, mark: str) -> None:
        font, size = flow.font(), self.look.size
        indent = pdfmetrics.stringWidth(mark, font, size) if mark else 0
        inset = 8 if mark and self.look.size < 10 else 0
        for index, line in enumerate(flow.wrapped(text, font, size, flow.width - indent - inset)):
            flow.down(self.look.leading)
            if mark and index == 0:
                flow.put(mark.strip(), flow.x + inset, font, size)
            flow.put(line, flow.x + inset + indent, font, size)


def render(rng: Random, sheet: Sheet, layout: str, lang: str) -> bytes:
    """The PDF of a sheet; the same bytes for the same state of `rng`."""
    return Setter(rng, sheet, layout, lang).bytes()
