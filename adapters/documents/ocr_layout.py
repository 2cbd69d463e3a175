"""Recognised pieces to the lines of a page: in reading order, with places in points, sizes and weight."""

from __future__ import annotations

import re
from statistics import median

from adapters.documents.ocr_ink import Ink, measure, straighten
from adapters.documents.ocr_piece import Grey, Piece
from adapters.documents.pdf_lines import line_of
from adapters.documents.pdf_order import reading_order
from adapters.documents.pdf_words import Segment
from schema.document import Line

_LEAST_CONFIDENCE = 0.5
_BOLD = 1.22
_SAME_SIZE = 0.12
_SAME_BASE = 0.35
# A dot in the middle of the line comes out as one of these; a full stop never begins a line.
_BULLET = re.compile(r"^[•·・。．∙●▪◦○■]\s*(?=\S)")
# An arrow or a tick comes out as a digit that nothing parts from the sentence.
_MISREAD_BULLET = re.compile(r"^\d(?=[A-ZÀ-Þ][a-zà-ÿ]{2})")
# An icon before a heading or an address comes out as a sign, or as one ideograph before letters of another script.
_ICON = re.compile(r"^(?:[©®¤#]\s*|[\u2e80-\u9fff]\s?)(?=[A-Za-zÀ-ÿ]{2}[^\u2e80-\u9fff]*$)")
# The long-vowel mark, and a dash between words of scripts without blanks.
_LONG_VOWEL = re.compile(r"(?<=[\u30a1-\u30fa])[一—‐-](?=[\u30a1-\u30fa]|$)")
_IDEOGRAPHIC_DASH = re.compile(r"(?<=[\u3040-\u9fff])\s*[-－–—]\s*(?=[\u3040-\u9fff])")
_BAR = re.compile(r"(?<=\S)\s*\|\s*(?=\S)")
# Months and years are written without hyphens at their ends: one there stands for a range.
_RANGE = re.compile(r"(?<=\b(?:19|20)\d\d)(?P<month>[-./]\d\d)?\s*[-–—~]\s*(?=(?:\d\d?[./])?(?:19|20)\d\d|[^\W\d_]{2})")
_DOT = re.compile(r"(?<=\S)(?:\s+·\s*|\s*·\s+)(?=\S)")


def lines_of(grey: Grey, pieces: list[Piece], *, points: float, page: int) -> list[Line]:
    """Lines of one page; `points` is the width of a pixel in points. Pieces that are mere guesses are left out."""
    sure = [piece for piece in pieces if piece.confidence >= _LEAST_CONFIDENCE]
    grey, sure = straighten(grey, sure)
    inks = [ink for piece in sure for ink in measure(grey, piece)]
    if not inks:
        return []
    usual = median(ink.size for ink in inks for _ in ink.piece.text)
    stroke = median(ink.stroke for ink in inks for _ in ink.piece.text)
    bases = _shared_baselines(inks)
    segments, confidences = [], {}
    for order, (ink, base) in enumerate(zip(inks, bases, strict=True)):
        size = usual if abs(ink.size - usual) < _SAME_SIZE * usual else ink.size
        bold = ink.stroke > _BOLD * stroke
        segments.append(_segment(ink, base, size, bold, order, points))
        confidences[order] = ink.piece.confidence
    return [_line(row, confidences, page) for row in reading_order(segments)]


def _segment(ink: Ink, base: float, size: float, bold: bool, order: int, points: float) -> Segment:
    return Segment(
        text=_tidy(ink.piece.text, bulleted=ink.bulleted),
        x0=ink.x0 * points,
        y0=ink.y0 * points,
        x1=ink.x1 * points,
        y1=ink.y1 * points,
        base=base * points,
        size=size * points,
        bold=bold,
        order=order,
        last=order,
    )


def _shared_baselines(inks: list[Ink]) -> list[float]:
    """Measured baselines are a pixel or two off: pieces that nearly share one share it."""
    rows: list[list[int]] = []
    for index in sorted(range(len(inks)), key=lambda i: inks[i].base):
        ink, first = inks[index], inks[rows[-1][0]] if rows else None
        if first is None or ink.base - first.base > _SAME_BASE * min(ink.size, first.size):
            rows.append([])
        rows[-1].append(index)
    shared = {index: median(inks[i].base for i in row) for row in rows for index in row}
    return [shared[index] for index in range(len(inks))]


def _line(row: list[Segment], confidences: dict[int, float], page: int) -> Line:
    """Sizes that were measured from ink are good to half a point."""
    line, letters = line_of(row, page), sum(len(s.text) for s in row)
    confidence = sum(confidences[s.order] * len(s.text) for s in row) / max(letters, 1)
    size = max(row, key=lambda s: len(s.text)).size
    return line.model_copy(update={"size": round(size * 2) / 2, "confidence": round(confidence, 3)})


def _tidy(text: str, *, bulleted: bool = False) -> str:
    """Bullets as bullets, and separators with blanks around them: recognition drops blanks beside small marks."""
    text = _RANGE.sub(lambda found: f"{found['month'] or ''} – ", text.strip())
    text = _MISREAD_BULLET.sub("• ", _ICON.sub("", _BULLET.sub("• ", text)))
    text = _IDEOGRAPHIC_DASH.sub(" – ", _LONG_VOWEL.sub("ー", text))
    text = _DOT.sub(" · ", _BAR.sub(" | ", text))
    return f"• {text}" if bulleted and text[:1].isalnum() else text
