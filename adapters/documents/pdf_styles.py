"""What the text objects of a PDF page say about their characters: size, font, paint."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from adapters.documents import pdfium
from adapters.documents.pdf_room import ROOM

_BOLD_WEIGHT = 600
_FORCE_BOLD = 1 << 18
_ITALIC = 1 << 6
_ITALIC_NAMES = ("italic", "oblique")
_BOLD_NAMES = ("bold", "black", "heavy", "demi", "-bd", "medi")
_INVISIBLE_MODES = {3, 7}
_TINY = 2.0
_NEAR_WHITE = 230
_TRANSPARENT = 20

Ints = NDArray[np.int64]
Matrices = NDArray[np.float32]
"""One row of a, b, c, d, e, f for each object."""


@dataclass(frozen=True, slots=True)
class Style:
    """What a text object says about its characters. `quarter` counts quarter turns counter-clockwise."""

    size: float
    bold: bool
    quarter: int
    hidden: str | None
    light: bool
    font: int = 0
    """Tells fonts apart while the document is open."""
    italic: bool = False
    color: str | None = None
    """Of the fill, as `#rrggbb`; None for black and for what is not one colour."""


def read_styles(pages: list[Any], items: list[Any], first: list[int]) -> tuple[list[Style], Ints, Matrices]:
    """The styles of text objects, each with its page and the number of its first character; of each style and matrix.

    Objects that say the same share a style: browsers make an object of every few letters.
    """
    # The raw size lies: the matrix scales it. The object's own matrix lies as well: inside a form (browsers make one
    # for see-through text) it knows nothing of the form's. The character's matrix has both.
    matrices, _ = ROOM.matrices.of(pdfium.char_matrix, pages, first)
    sizes, _ = ROOM.sizes.of(pdfium.font_size, items)
    colors, painted = ROOM.colors.of(pdfium.fill_color, items)
    rest = np.array([painted, list(map(pdfium.render_mode, items)), list(map(pdfium.font_of, items))], np.int64)
    # What an object says as one row of bytes: to look these up is quicker than tuples of numbers.
    said = np.hstack([sizes.view(np.uint32), matrices[:, :4].view(np.uint32), colors, rest.T.copy().view(np.uint32)])
    keys = np.ascontiguousarray(said).view(f"V{said.shape[1] * 4}")[:, 0].tolist()
    speakers = dict(zip(keys, range(len(keys)), strict=True))
    numbers = dict(zip(speakers, range(len(speakers)), strict=True))
    style_of = np.array([numbers[key] for key in keys], np.int64)
    look_of = lru_cache(_look)
    styles = []
    for index in speakers.values():
        has_paint, mode, font = rest[:, index].tolist()
        paint = tuple(colors[index].tolist()) if has_paint else None
        matrix = tuple(matrices[index, :4].tolist())
        styles.append(_style(float(sizes[index, 0]), matrix, paint, mode, font, look_of(font)))
    return styles, style_of, matrices


def _style(
    raw_size: float,
    matrix: tuple[float, ...],
    paint: tuple[int, ...] | None,
    mode: int,
    font: int,
    look: tuple[bool, bool],
) -> Style:
    a, b, c, d = matrix
    size = abs(raw_size) * math.hypot(c, d)
    hidden = None
    if mode in _INVISIBLE_MODES:
        hidden = "Text in an invisible render mode"
    elif paint and paint[3] < _TRANSPARENT:
        hidden = "Transparent text"
    elif 0 < size < _TINY:
        hidden = "Text smaller than 2 points"
    quarter = 0 if b == 0 and a > 0 else round(math.atan2(b, a) / (math.pi / 2)) % 4
    rgb = paint[:3] if paint else (0, 0, 0)
    color = "#{:02x}{:02x}{:02x}".format(*rgb) if any(rgb) else None
    light = paint is not None and min(rgb) >= _NEAR_WHITE
    return Style(size, look[0], quarter, hidden, light, font, look[1], color)


def _look(font: int) -> tuple[bool, bool]:
    """Whether a font is bold, and whether it is italic."""
    if not font:
        return False, False
    name = pdfium.text_of(pdfium.font_name, font).lower()
    flags = pdfium.font_flags(font)
    bold = any(part in name for part in _BOLD_NAMES) or pdfium.font_weight(font) >= _BOLD_WEIGHT
    italic = any(part in name for part in _ITALIC_NAMES)
    return bold or flags & _FORCE_BOLD != 0, italic or flags & _ITALIC != 0
