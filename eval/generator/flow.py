"""A column of a PDF: text goes down it, line by line and page by page, as strokes that are drawn later."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics

from eval.generator.faces import Face, shown

WIDTH, HEIGHT = A4
MARGIN = 42.0

Canvas = Any


@dataclass(frozen=True)
class Stroke:
    """Something to draw on a page (counted from 0) at a height (points from the bottom)."""

    page: int
    y: float
    paint: Callable[[Canvas], None]


@dataclass
class Flow:
    """`y` is the baseline of the line before; it falls. Lengths are points."""

    face: Face
    x: float
    width: float
    y: float
    size: float
    leading: float
    colour: tuple[float, float, float] = (0, 0, 0)
    page: int = 0
    strokes: list[Stroke] = field(default_factory=list)

    def font(self, *, bold: bool = False, italic: bool = False) -> str:
        """Name of the font."""
        return self.face.bold if bold else self.face.italic if italic else self.face.regular

    def wrapped(self, text: str, font: str, size: float, width: float) -> list[str]:
        """The lines that a text takes; a word that is too long is broken, behind a hyphen or slash if it has one."""
        text = shown(self.face, text)
        joint = "" if self.face.wide else " "
        lines = [""]
        for word in list(text) if self.face.wide else text.split(" "):
            longer = lines[-1] + joint + word if lines[-1] else word
            if pdfmetrics.stringWidth(longer, font, size) <= width:
                lines[-1] = longer
                continue
            parts = self._broken(word, font, size, width)
            lines[-1:] = [lines[-1], *parts] if lines[-1] else parts
        return lines

    def _broken(self, word: str, font: str, size: float, width: float) -> list[str]:
        parts: list[str] = []
        while pdfmetrics.stringWidth(word, font, size) > width and len(word) > 1:
            fits = len(word) - 1
            while fits > 1 and pdfmetrics.stringWidth(word[:fits], font, size) > width:
                fits -= 1
            at = max(word.rfind(sign, fits // 2, fits) for sign in "-/") + 1 or fits
            parts.append(word[:at])
            word = word[at:]
        return [*parts, word]

    def down(self, by: float) -> None:
        """Move down; past the foot of the page, to the top of the next."""
        self.y -= by
        if self.y < MARGIN:
            self.page, self.y = self.page + 1, HEIGHT - MARGIN - self.size

    def need(self, height: float) -> None:
        """Begin the next page if less than `height` is left."""
        if self.y - height < MARGIN:
            self.page, self.y = self.page + 1, HEIGHT - MARGIN

    def put(
        self, text: str, x: float, font: str, size: float, *, colour: tuple[float, float, float] | None = None,
        right: bool = False, spacing: float = 0,
    ) -> None:  # fmt: skip
        """One line at the present height; `right`: x is its right end; `spacing`: extra points between letters."""
        y, ink, text = self.y, colour or self.colour, shown(self.face, text)

        def paint(canvas: Canvas) -> None:
            canvas.setFillColorRGB(*ink)
            canvas.setFont(font, size)
            if right:
                canvas.drawRightString(x, y, text)
            else:
                canvas.drawString(x, y, text, charSpace=spacing)

        self.strokes.append(Stroke(self.page, y, paint))

    def rule(self, x: float, width: float, colour: tuple[float, float, float], below: float = 3) -> None:
        """A line under the present one."""
        y = self.y - below

        def paint(canvas: Canvas) -> None:
            canvas.setStrokeColorRGB(*colour)
            canvas.line(x, y, x + width, y)

        self.strokes.append(Stroke(self.page, y, paint))

    def fill(self, x: float, y: float, width: float, height: float, colour: tuple[float, float, float]) -> None:
        """A filled box on the present page."""

        def paint(canvas: Canvas) -> None:
            canvas.setFillColorRGB(*colour)
            canvas.rect(x, y, width, height, stroke=0, fill=1)

        self.strokes.append(Stroke(self.page, y + height + 1, paint))
