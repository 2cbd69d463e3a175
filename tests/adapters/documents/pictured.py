"""Pages as pictures, made by script: what a scanner would hand over."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

import numpy as np
import pymupdf_fonts
import pypdfium2
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from adapters.documents.ocr_piece import Grey, Piece
from tests.adapters.documents import samples

Draw = Callable[[Canvas], None]


def photographed(*draw: Draw, dpi: float = 150) -> list[Image.Image]:
    """Grey pictures of the pages that these functions draw."""
    document = pypdfium2.PdfDocument(samples.pdf(*draw))
    try:
        return [page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L") for page in document]
    finally:
        document.close()


def cropped(*texts: str, dpi: float = 150, size: float = 14) -> Image.Image:
    """A few lines on a small piece of paper, so that recognition is quick."""
    pdfmetrics.registerFont(TTFont("figo", io.BytesIO(pymupdf_fonts.myfont("figo"))))

    def draw(canvas: Canvas) -> None:
        canvas.setFont("figo", size)
        for number, text in enumerate(texts):
            canvas.drawString(20, 810 - 1.6 * size * number, text)

    (page,) = photographed(draw, dpi=dpi)
    height = int((60 + len(texts) * size * 1.6) * dpi / 72)
    return page.crop((0, 0, int(420 * dpi / 72), height))


def encoded(picture: Image.Image, form: str, **options: object) -> bytes:
    """The bytes of a picture file."""
    buffer = io.BytesIO()
    picture.save(buffer, form, **options)
    return buffer.getvalue()


def pasted(picture: Image.Image, *, width: float = 595, height: float = 842) -> Draw:
    """A drawing that puts a picture over the page, as a scanner's PDF does."""

    def draw(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(picture), 0, 842 - height, width, height)

    return draw


def layered(picture: Image.Image, *texts: str) -> Draw:
    """A scanned page with recognised text laid invisibly over it."""

    def draw(canvas: Canvas) -> None:
        pasted(picture)(canvas)
        layer = canvas.beginText(50, 780)
        layer.setTextRenderMode(3)
        layer.setFont("Helvetica", 10)
        for text in texts:
            layer.textLine(text)
        canvas.drawText(layer)

    return draw


def piece(text: str, x: float, y: float, *, confidence: float = 0.95, height: float = 30, slant: float = 0) -> Piece:
    """A piece of 15 pixels a letter whose upper left corner is at x, y; `slant` is how far its right end lies lower."""
    width = 15.0 * len(text)
    corners = [[x, y], [x + width, y + slant], [x + width, y + slant + height], [x, y + height]]
    return Piece(text, confidence, np.array(corners))


class ScriptedRecogniser:
    """Reads what it was told it sees, picture after picture; the last answer stays."""

    def __init__(self, *answers: Sequence[Piece], name: str = "scripted", marks_tones: bool = False) -> None:
        self.name, self.marks_tones = name, marks_tones
        self._answers = list(answers)
        self.seen: list[tuple[int, ...]] = []
        """Shapes of the pictures."""

    def read(self, grey: Grey) -> list[Piece]:
        """The next answer."""
        self.seen.append(grey.shape)
        return list(self._answers.pop(0) if len(self._answers) > 1 else self._answers[0])
