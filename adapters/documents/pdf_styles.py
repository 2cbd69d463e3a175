"""What the text objects of a PDF page say about their characters: size, font, paint."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from adapters.documents import pdfium

_BOLD_WEIGHT = 600
_FORCE_BOLD = 1 << 18
_ITALIC = 1 << 6
_ITALIC_NAMES = ("italic", "oblique")
_BOLD_NAMES = ("bold", "black", "heavy", "demi", "-bd", "medi")
_INVISIBLE_MODES = {3, 7}
_TINY = 2.0
_NEAR_WHITE = 230
_TRANSPARENT = 20

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


_NONE = Style(0.0, False, 0, None, False)


def read_styles(text_page: int, pointers: list[int], first: list[int]) -> tuple[list[Style], Matrices]:
    """The styles and matrices of text objects, each with the number of its first character; pointer 0 is none.

    The calls write straight into arrays, and objects that say the same share a style: browsers make an object of every
    few letters.
    """
    count = len(pointers)
    sizes, matrices = np.zeros((count, 1), np.float32), np.zeros((count, 6), np.float32)
    colors = np.zeros((count, 4), np.uint32)
    # The raw size lies: the matrix scales it. The object's own matrix lies as well: inside a form (browsers make one
    # for see-through text) it knows nothing of the form's. The character's matrix has both.
    pdfium.run(map(pdfium.char_matrix, repeat(text_page), first, pdfium.addresses(matrices)))
    pdfium.run(map(pdfium.font_size, pointers, pdfium.addresses(sizes)))
    channels = [pdfium.addresses(colors, 4 * channel) for channel in range(4)]
    painted = list(map(pdfium.fill_color, pointers, *channels))
    modes, fonts = list(map(pdfium.render_mode, pointers)), list(map(pdfium.font_of, pointers))
    # What an object says as one row of bytes: to look these up is quicker than tuples of numbers.
    looks = np.hstack([sizes.view(np.uint32), matrices[:, :4].view(np.uint32), colors])
    said = looks.view(f"V{looks.shape[1] * 4}")[:, 0].tolist()
    known: dict[object, Style] = {}
    look_of = lru_cache(_look)
    styles = []
    for index, key in enumerate(zip(said, painted, modes, fonts, strict=True)):
        if key not in known:
            paint = tuple(colors[index].tolist()) if painted[index] else None
            matrix = tuple(matrices[index, :4].tolist())
            font = fonts[index] or 0
            known[key] = _style(float(sizes[index, 0]), matrix, paint, modes[index], font, look_of(font))
        styles.append(known[key] if pointers[index] else _NONE)
    return styles, matrices


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
