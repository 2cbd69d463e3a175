"""A PDF page as arrays: every printed character with its box, baseline, size and style, origin top left."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray

from adapters.documents import pdfium
from adapters.documents.pdf_room import ROOM
from adapters.documents.pdf_styles import Matrices, Style, read_styles
from schema.errors import DocumentTooComplex

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

_MAX_PAGE_CHARACTERS = 200_000
_BLANK = np.zeros(1 << 16, np.bool_)
# 2 is none: it stands for a hyphen at a line's end.
_BLANK[[0, 1, *range(3, 33), 0xA0, 0xFEFF, 0x200B, *range(0x2000, 0x200B), 0x202F, 0x3000]] = True
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
    """Index into `pointers`, -1 for blanks and for characters that pdfium made up; these have no place either."""
    style: Ints
    """Index into `styles`, -1 as for `object`."""
    styles: list[Style]
    width: float
    height: float
    rotation: int
    """Quarter turns clockwise that make the text upright."""
    pointers: list[int] = field(default_factory=list)
    """The text objects; valid while the page is open."""
    handles: list[Any] = field(default_factory=list)
    """The same, ready to be handed to pdfium."""
    style_of: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    """The style of each object."""
    matrices: Matrices = field(default_factory=lambda: np.zeros((0, 6), np.float32))
    """Theirs, with those of the forms around them."""

    def __len__(self) -> int:
        return len(self.codes)

    def text(self, indices: Ints) -> str:
        """These characters as a string; UTF-16 halves are put together."""
        text = as_text(self.codes[indices])
        # Only surrogates do not survive this.
        return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "ignore")


def as_text(codes: Ints) -> str:
    """One character for each code; halves of UTF-16 pairs stay as they are."""
    text = codes.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")
    # pdfium marks a hyphen at a line's end with one of these.
    return text.replace(chr(_HYPHEN), "-").replace(chr(_HYPHEN_IN_TEXT), "-")


def read_glyphs(page: int, text_page: int) -> Glyphs:
    """All characters of an open page. Raises DocumentTooComplex for more than any page can show."""
    count = max(pdfium.char_count(text_page), 0)
    if count > _MAX_PAGE_CHARACTERS:
        raise DocumentTooComplex("A page holds more characters than can be read; send the résumé alone")
    codes = _codes(text_page, count)
    printed = np.flatnonzero(~_BLANK[np.minimum(codes, len(_BLANK) - 1)])
    asked, pages = printed.tolist(), [pdfium.pointer(text_page)] * len(printed)
    boxes, _ = ROOM.boxes.of(pdfium.loose_box, pages, asked)
    pointers, first, objects = _objects(np.fromiter(map(pdfium.text_object, pages, asked), np.int64, len(asked)))
    spoken_by = printed[first].tolist()
    handles = list(map(pdfium.pointer, pointers))
    styles, style_of, matrices = read_styles(pages[: len(handles)], handles, spoken_by)
    spoken = np.append(style_of, -1)[objects]
    quarters = np.array([style.quarter for style in styles], np.int64)
    # Most text stands upright for the reader, whatever the page's own rotation says.
    found = np.bincount(quarters[spoken[spoken >= 0]], minlength=4)
    rotation = int(found.argmax()) if found.any() else pdfium.page_rotation(page)
    origins = _origins(pages, asked, objects, matrices)
    left, bottom, right, top = page_bounds(page)
    places = np.zeros((5, count))
    places[:, printed] = turn(boxes.astype(np.float64), origins, (left, bottom, right, top), rotation)
    width, height = (top - bottom, right - left) if rotation % 2 else (right - left, top - bottom)
    of, style = np.full((2, count), -1, np.int64)
    of[printed], style[printed] = objects, spoken
    x0, y0, x1, y1, base = places
    return Glyphs(
        codes, x0, y0, x1, y1, base, of, style, styles, width, height, rotation, pointers, handles, style_of, matrices
    )


def _objects(pointers: Ints) -> tuple[list[int], Ints, Ints]:
    """The text objects, for each its first character, and for each character its object, -1 where it has none."""
    # Neighbours mostly have the same one.
    changes = np.flatnonzero(pointers[1:] != pointers[:-1]) + 1
    starts = np.concatenate(([0], changes)) if len(pointers) else changes
    unique, first, index = np.unique(pointers[starts], return_index=True, return_inverse=True)
    objects = np.repeat(index.reshape(-1), np.concatenate((starts[1:], [len(pointers)])) - starts)
    if len(unique) and not unique[0]:
        return unique[1:].tolist(), starts[first][1:], objects - 1
    return unique.tolist(), starts[first], objects


def _codes(text_page: int, count: int) -> Ints:
    """The UTF-16 unit of each character. The page's text says them all at once, unless it leaves some out."""
    units = np.zeros(2 * count + 2, np.uint16)
    if pdfium.page_text(text_page, 0, count, units.ctypes.data) != count + 1:
        return np.fromiter(map(pdfium.unicode_at, repeat(pdfium.pointer(text_page)), range(count)), np.int64, count)
    codes = units[:count].astype(np.int64)
    # A hyphen at a line's end has one mark in the text and another one as a character.
    codes[codes == _HYPHEN_IN_TEXT] = _HYPHEN
    return codes


def _origins(pages: list[Any], asked: list[int], objects: Ints, matrices: Matrices) -> Floats:
    """A point on the baseline of each character. Where letters are upright, their object begins on it."""
    if len(matrices) and not ((matrices[:, 0] != 0) & (matrices[:, 1] != 0)).any():
        return matrices[objects, 4:].astype(np.float64)
    origins, _ = ROOM.origins.of(pdfium.origin, pages, asked)
    return origins


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
