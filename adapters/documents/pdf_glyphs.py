"""A PDF page as arrays: every printed character with its box, baseline, size and style, origin top left."""

from __future__ import annotations

import ctypes
import math
from collections import deque
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray

from adapters.documents import pdfium
from schema.errors import DocumentTooComplex

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

_BOLD_WEIGHT = 600
_FORCE_BOLD = 1 << 18
_ITALIC = 1 << 6
_ITALIC_NAMES = ("italic", "oblique")
_BOLD_NAMES = ("bold", "black", "heavy", "demi", "-bd", "medi")
_INVISIBLE_MODES = {3, 7}
_TINY = 2.0
_NEAR_WHITE = 230
_TRANSPARENT = 20
_MAX_PAGE_CHARACTERS = 200_000


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
    mark: int = -1
    """The marked content of the page that it belongs to, by which the file's tags refer to it; -1 for none."""
    italic: bool = False
    color: str | None = None
    """Of the fill, as `#rrggbb`; None for black and for what is not one colour."""


@dataclass(slots=True)
class Glyphs:
    """Characters in stream order. Boxes are points from the top left corner of the page as it is shown."""

    codes: Ints
    x0: Floats
    y0: Floats
    x1: Floats
    y1: Floats
    base: Floats
    object: Ints
    """Index into `styles`, -1 for characters that pdfium made up (spaces, line ends)."""
    styles: list[Style]
    width: float
    height: float
    rotation: int
    """Quarter turns clockwise that make the text upright."""
    pointers: list[int] = field(default_factory=list)
    """The text objects that `styles` are about; valid while the page is open."""

    def __len__(self) -> int:
        return len(self.codes)

    def text(self, indices: Ints) -> str:
        """These characters as a string; UTF-16 halves are put together."""
        codes = self.codes[indices]
        text = "".join(map(chr, codes.tolist()))
        if ((codes >= 0xD800) & (codes <= 0xDFFF)).any():
            text = text.encode("utf-16", "surrogatepass").decode("utf-16", "ignore")
        # pdfium marks a hyphen at a line's end with one of these.
        return text.replace("\x02", "-").replace("\ufffe", "-")


def read_glyphs(page: int, text_page: int) -> Glyphs:
    """All characters of an open page. Raises DocumentTooComplex for more than any page can show."""
    count = max(pdfium.char_count(text_page), 0)
    if count > _MAX_PAGE_CHARACTERS:
        raise DocumentTooComplex("A page holds more characters than can be read; send the résumé alone")
    boxes = np.zeros((count, 4), np.float32)
    origins = np.zeros((count, 2), np.float64)
    pages, numbers = repeat(text_page), range(count)
    codes = np.fromiter(map(pdfium.unicode_at, pages, numbers), np.int64, count)
    # The calls write straight into the arrays: a loop without any Python between two calls.
    _run(map(pdfium.loose_box, pages, numbers, _addresses(boxes, 0)))
    _run(map(pdfium.origin, pages, numbers, _addresses(origins, 0), _addresses(origins, 8)))
    pointers = np.fromiter((p or 0 for p in map(pdfium.text_object, pages, numbers)), np.int64, count)
    unique, first, index = np.unique(pointers, return_index=True, return_inverse=True)
    reader = _StyleReader(text_page)
    styles = [reader.read(pointer, at) for pointer, at in zip(unique.tolist(), first.tolist(), strict=True)]
    objects = np.where(pointers == 0, -1, index.reshape(-1)).astype(np.int64)
    quarters = np.array([style.quarter for style in styles], np.int64)
    # Most text stands upright for the reader, whatever the page's own rotation says.
    found = np.bincount(quarters[objects[objects >= 0]], minlength=4)
    rotation = int(found.argmax()) if found.any() else pdfium.page_rotation(page)
    left, bottom, right, top = page_bounds(page)
    shown = turn(boxes.astype(np.float64), origins, (left, bottom, right, top), rotation)
    width, height = (top - bottom, right - left) if rotation % 2 else (right - left, top - bottom)
    return Glyphs(codes, *shown, objects, styles, width, height, rotation, unique.tolist())


def page_bounds(page: int) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of the visible part of a page, in page units."""
    box = pdfium.FloatBox()
    if not pdfium.page_box(page, ctypes.addressof(box)):
        return 0.0, 0.0, 612.0, 792.0
    return box[0], min(box[1], box[3]), box[2], max(box[1], box[3])


def _run(calls: Any) -> None:
    deque(calls, maxlen=0)


def _addresses(array: NDArray[Any], offset: int) -> range:
    start, stride = array.ctypes.data + offset, array.strides[0]
    return range(start, start + stride * len(array), stride or 1)


def turn(
    boxes: Floats, origins: Floats, bounds: tuple[float, float, float, float], rotation: int
) -> tuple[Floats, Floats, Floats, Floats, Floats]:
    """Page units (y upwards) to the page as shown: x0, y0, x1, y1 and the baseline."""
    left, bottom, right, top = bounds

    def place(x: Floats, y: Floats) -> tuple[Floats, Floats]:
        if rotation == 1:
            return y - bottom, x - left
        if rotation == 2:
            return right - x, y - bottom
        if rotation == 3:
            return top - y, right - x
        return x - left, top - y

    ax, ay = place(boxes[:, 0], boxes[:, 1])
    bx, by = place(boxes[:, 2], boxes[:, 3])
    base = place(origins[:, 0], origins[:, 1])[1]
    return np.minimum(ax, bx), np.minimum(ay, by), np.maximum(ax, bx), np.maximum(ay, by), base


class _StyleReader:
    """Reads styles of text objects into buffers that are made once: a page may have a thousand objects."""

    def __init__(self, text_page: int) -> None:
        self._text_page = text_page
        self._size, self._matrix, self._color = pdfium.Float(0), pdfium.Matrix(), (pdfium.UInt * 4)()
        start = ctypes.addressof(self._color)
        self._channels = (start, start + 4, start + 8, start + 12)
        self._size_at, self._matrix_at = ctypes.addressof(self._size), ctypes.addressof(self._matrix)
        self._fonts: dict[int, tuple[bool, bool]] = {}

    def read(self, pointer: int, at: int) -> Style:
        """The style of one text object, to which the character `at` belongs; 0 stands for characters without one."""
        if not pointer:
            return Style(0.0, False, 0, None, False)
        pdfium.font_size(pointer, self._size_at)
        # The raw size lies: the matrix scales it. The object's own matrix lies as well: inside a form (browsers make
        # one for see-through text) it knows nothing of the form's. The character's matrix has both.
        pdfium.object_matrix(pointer, self._matrix_at)
        own = self._matrix[:]
        pdfium.char_matrix(self._text_page, at, self._matrix_at)
        a, b, c, d = self._matrix[:4]
        # A form numbers its pieces on its own.
        mark = pdfium.marked_content(pointer) if self._matrix[:4] == own[:4] else -1
        size = abs(self._size.value) * math.hypot(c, d)
        painted = bool(pdfium.fill_color(pointer, *self._channels))
        red, green, blue, alpha = self._color
        hidden = None
        if pdfium.render_mode(pointer) in _INVISIBLE_MODES:
            hidden = "Text in an invisible render mode"
        elif painted and alpha < _TRANSPARENT:
            hidden = "Transparent text"
        elif 0 < size < _TINY:
            hidden = "Text smaller than 2 points"
        light = painted and min(red, green, blue) >= _NEAR_WHITE
        quarter = 0 if b == 0 and a > 0 else round(math.atan2(b, a) / (math.pi / 2)) % 4
        font = pdfium.font_of(pointer) or 0
        bold, italic = self._look(font)
        color = f"#{red:02x}{green:02x}{blue:02x}" if painted and (red or green or blue) else None
        return Style(size, bold, quarter, hidden, light, font, mark, italic, color)

    def _look(self, font: int) -> tuple[bool, bool]:
        if font not in self._fonts:
            self._fonts[font] = _look(font) if font else (False, False)
        return self._fonts[font]


def _look(font: int) -> tuple[bool, bool]:
    """Whether a font is bold, and whether it is italic."""
    name = pdfium.text_of(pdfium.font_name, font).lower()
    flags = pdfium.font_flags(font)
    bold = any(part in name for part in _BOLD_NAMES) or pdfium.font_weight(font) >= _BOLD_WEIGHT
    italic = any(part in name for part in _ITALIC_NAMES)
    return bold or flags & _FORCE_BOLD != 0, italic or flags & _ITALIC != 0
