"""A PDF page as arrays: every printed character with its box, baseline, size and style, origin top left."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from adapters.documents import pdfium
from adapters.documents.pdf_styles import Matrices, Style, read_styles
from schema.errors import DocumentTooComplex

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

_MAX_PAGE_CHARACTERS = 200_000
_HYPHEN, _HYPHEN_IN_TEXT = 0x02, 0xFFFE


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
    matrices: Matrices = field(default_factory=lambda: np.zeros((0, 6), np.float32))
    """Theirs, with those of the forms around them."""

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
    pages, numbers = repeat(text_page), range(count)
    codes = _codes(text_page, count)
    # The calls write straight into the arrays: a loop without any Python between two calls.
    pdfium.run(map(pdfium.loose_box, pages, numbers, pdfium.addresses(boxes)))
    pointers = np.fromiter(map(pdfium.text_object, pages, numbers), np.int64, count)
    unique, first, index = np.unique(pointers, return_index=True, return_inverse=True)
    styles, matrices = read_styles(text_page, unique.tolist(), first.tolist())
    origins = _origins(text_page, first, index.reshape(-1), matrices, count)
    objects = np.where(pointers == 0, -1, index.reshape(-1)).astype(np.int64)
    quarters = np.array([style.quarter for style in styles], np.int64)
    # Most text stands upright for the reader, whatever the page's own rotation says.
    found = np.bincount(quarters[objects[objects >= 0]], minlength=4)
    rotation = int(found.argmax()) if found.any() else pdfium.page_rotation(page)
    left, bottom, right, top = page_bounds(page)
    shown = turn(boxes.astype(np.float64), origins, (left, bottom, right, top), rotation)
    width, height = (top - bottom, right - left) if rotation % 2 else (right - left, top - bottom)
    return Glyphs(codes, *shown, objects, styles, width, height, rotation, unique.tolist(), matrices)


def _codes(text_page: int, count: int) -> Ints:
    """The UTF-16 unit of each character. The page's text says them all at once, unless it leaves some out."""
    units = np.zeros(2 * count + 2, np.uint16)
    if pdfium.page_text(text_page, 0, count, units.ctypes.data) != count + 1:
        return np.fromiter(map(pdfium.unicode_at, repeat(text_page), range(count)), np.int64, count)
    # A hyphen at a line's end has one mark in the text and another one as a character.
    return np.where(units[:count] == _HYPHEN_IN_TEXT, _HYPHEN, units[:count]).astype(np.int64)


def _origins(text_page: int, first: Ints, index: Ints, matrices: Matrices, count: int) -> Floats:
    """A point on the baseline of each character. Where letters are upright, an object's first one speaks for all."""
    upright = bool(((matrices[:, 0] == 0) | (matrices[:, 1] == 0)).all())
    asked = first.tolist() if upright else range(count)
    origins = np.zeros((len(asked), 2), np.float64)
    pdfium.run(map(pdfium.origin, repeat(text_page), asked, pdfium.addresses(origins), pdfium.addresses(origins, 8)))
    return origins[index] if upright else origins


def page_bounds(page: int) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of the visible part of a page, in page units."""
    box = pdfium.FloatBox()
    if not pdfium.page_box(page, ctypes.addressof(box)):
        return 0.0, 0.0, 612.0, 792.0
    return box[0], min(box[1], box[3]), box[2], max(box[1], box[3])


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
