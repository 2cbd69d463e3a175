"""Letters that look unlike what a PDF says they are: a font whose map to Unicode lies.

A reader sees "m" where the file says "p". Without recognising anything, this shows in the heights: in any font the tops
of a, c, e, n, o, x are one line, b, d, h, k, l rise above it, g, p, q, y hang below the baseline. Where the ink of the
letters does not fall into these classes, they are not what they are called.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import repeat
from statistics import median

import numpy as np

from adapters.documents import pdfium
from adapters.documents.pdf_glyphs import Bools, Floats, Glyphs, Ints

_CLASSES = ("acemnorsuvwxz", "bdhkl", "gpqy", "ABDEFHIKLMNPRTUVWXYZ")
_CLASS_OF = {ord(letter): number for number, letters in enumerate(_CLASSES) for letter in letters}
_JUDGED = np.array(list(_CLASS_OF))
_MIN_LETTERS, _MIN_KINDS = 12, 5
_SAMPLE = 150
_MIN_SIZE = 2.0
_TOLERANCE = 0.1
"""Of the font size. The tops of x and k lie 0.2 apart, those of one class 0.02."""
_MAX_STRANGE = 0.2
_ASCII_END = 0x7E
_NO_INK = 0.01


@dataclass(frozen=True, slots=True)
class FontFaults:
    """Per character what is wrong with its font."""

    misnamed: Bools
    """Its letters look unlike what they are called."""
    undrawn: Bools
    """It is not in the file, and this machine has no font to draw it with; its reader's may well have one."""


def font_faults(text_page: int, glyphs: Glyphs, top: float, aliased: set[int]) -> FontFaults:
    """Judge the fonts of a page.

    `top` is the page's upper edge in page units, `aliased` the text objects whose letters the font has not named.
    """
    return FontFaults(_misnamed(text_page, glyphs, top, aliased), _undrawn(text_page, glyphs, top))


def _undrawn(text_page: int, glyphs: Glyphs, top: float) -> Bools:
    found = np.zeros(len(glyphs), np.bool_)
    # Letters of ASCII can be drawn everywhere: a few fonts are built in.
    beyond = np.flatnonzero((glyphs.codes > _ASCII_END) & (glyphs.object >= 0))
    if len(beyond):
        fonts = np.array([style.font for style in glyphs.styles], np.int64)[glyphs.style[beyond]]
        outside = [font for font in np.unique(fonts).tolist() if _is_outside(font)]
        letters = beyond[np.isin(fonts, outside)]
        found[letters] = _ink(text_page, glyphs, letters, top).sum(axis=1) < _NO_INK
    return found


def _is_outside(font: int) -> bool:
    """The font has a name and no data. One that is drawn by the file itself has no name."""
    return bool(font) and not pdfium.font_embedded(font) and pdfium.text_of(pdfium.font_name, font) != ""


def _misnamed(text_page: int, glyphs: Glyphs, top: float, aliased: set[int]) -> Bools:
    """Only upright Latin letters can be judged, and only where a font has enough of them on the page."""
    styles = glyphs.styles
    fonts = np.array([*(style.font for style in styles), 0], np.int64)[glyphs.style]
    sizes = np.array([*(style.size for style in styles), 0.0])[glyphs.style]
    upright = np.array([*(style.quarter == 0 for style in styles), False])[glyphs.style]
    if aliased:
        upright &= ~np.array([*(pointer in aliased for pointer in glyphs.pointers), False])[glyphs.object]
    found = np.zeros(len(glyphs), np.bool_)
    if glyphs.rotation:
        return found
    members = np.flatnonzero(upright & (sizes > _MIN_SIZE) & np.isin(glyphs.codes, _JUDGED))
    for font in np.unique(fonts[members]).tolist():
        letters = members[fonts[members] == font][:_SAMPLE]
        if len(letters) >= _MIN_LETTERS and _strange(glyphs.codes[letters], _ink(text_page, glyphs, letters, top)):
            found |= fonts == font
    return found


def _ink(text_page: int, glyphs: Glyphs, letters: Ints, top: float) -> Floats:
    """How far each letter's ink rises above and hangs below its line, in shares of its size: shape (n, 2)."""
    boxes = np.zeros((len(letters), 4), np.float64)
    sides = [pdfium.addresses(boxes, 8 * side) for side in range(4)]
    pdfium.run(map(pdfium.ink_box, repeat(text_page), letters.tolist(), *sides))
    line = top - glyphs.base[letters]
    ink = np.stack([boxes[:, 3] - line, line - boxes[:, 2]], axis=1)
    sizes = np.array([style.size for style in glyphs.styles])[glyphs.style[letters]]
    ink /= np.maximum(sizes, 0.01)[:, None]
    return ink


def _strange(codes: Ints, ink: Floats) -> bool:
    """Whether too many kinds of letters lie outside the class they are said to belong to."""
    by_class: dict[int, list[tuple[int, float, float]]] = {}
    for code, (above, below) in zip(codes.tolist(), ink.tolist(), strict=True):
        by_class.setdefault(_CLASS_OF[code], []).append((code, above, below))
    strange: list[bool] = []
    for letters in by_class.values():
        if len(letters) < 2:
            continue
        top, foot = median(above for _, above, _ in letters), median(below for _, _, below in letters)
        distances: dict[int, list[float]] = {}
        for code, above, below in letters:
            distances.setdefault(code, []).append(max(abs(above - top), abs(below - foot)))
        strange += [median(of_kind) > _TOLERANCE for of_kind in distances.values()]
    return len(strange) >= _MIN_KINDS and sum(strange) > _MAX_STRANGE * len(strange)
