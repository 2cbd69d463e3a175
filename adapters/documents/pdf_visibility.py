"""Which characters of a PDF page a reader cannot see, and why.

Object signals (mode, alpha, size) come with the glyphs. Text off the page is told by its box. Light text is looked for
on the rendered page: white letters on a dark bar are visible, on white paper they are not.
"""

from __future__ import annotations

import ctypes
import math

import numpy as np
from numpy.typing import NDArray

from adapters.documents import pdfium
from adapters.documents.pdf_glyphs import Bools, Floats, Glyphs, Ints

OFF_PAGE = "Text outside the page"
UNSEEN = "Text in the colour of the paper"
_DPI = 48
_MAX_PIXELS = 1_500_000
_BGR = 2
_CONTRAST = 20


def hidden_reasons(page: int, glyphs: Glyphs) -> tuple[Ints, list[str]]:
    """Per character an index into the reasons, 0 for visible."""
    reasons = ["", OFF_PAGE, UNSEEN]
    by_object = [_index(reasons, style.hidden) for style in glyphs.styles]
    marks = np.array([*by_object, 0], np.int64)[glyphs.object]
    x, y = (glyphs.x0 + glyphs.x1) / 2, (glyphs.y0 + glyphs.y1) / 2
    off = (x < 0) | (y < 0) | (x > glyphs.width) | (y > glyphs.height)
    marks[off & (marks == 0)] = 1
    light = np.array([*(style.light for style in glyphs.styles), False])[glyphs.object] & (marks == 0)
    if light.any():
        marks[_without_contrast(page, glyphs, light)] = 2
    return marks, reasons


def _index(reasons: list[str], reason: str | None) -> int:
    if reason is None:
        return 0
    if reason not in reasons:
        reasons.append(reason)
    return reasons.index(reason)


def _without_contrast(page: int, glyphs: Glyphs, light: Bools) -> Ints:
    """The light characters whose place on the rendered page is of one colour; whole text objects by majority."""
    picture, scale = _render(page, glyphs)
    candidates = np.flatnonzero(light)
    # Some fonts give the ink's own box, which for a dash is a sliver: the letter's square is looked at as well.
    bottom = glyphs.base[candidates]
    sizes = np.array([*(style.size for style in glyphs.styles), 0.0])[glyphs.object[candidates]]
    top = np.minimum(glyphs.y0[candidates], bottom - 0.6 * sizes)
    unseen = [
        _contrast(picture, box) < _CONTRAST
        for box in zip(
            *_pixels(glyphs.x0[candidates], glyphs.x1[candidates], picture.shape[1], scale),
            *_pixels(top, bottom, picture.shape[0], scale),
            strict=True,
        )
    ]
    objects = glyphs.object[candidates]
    share = np.bincount(objects, weights=np.array(unseen, float)) / np.maximum(np.bincount(objects), 1)
    return candidates[share[objects] > 0.5]


def _pixels(start: Floats, end: Floats, size: int, scale: float) -> tuple[list[int], list[int]]:
    low = np.clip(np.floor(start * scale), 0, size - 1)
    return low.astype(int).tolist(), np.clip(np.ceil(end * scale), low + 1, size).astype(int).tolist()


def _contrast(picture: NDArray[np.uint8], box: tuple[int, int, int, int]) -> int:
    left, right, top, bottom = box
    part = picture[top:bottom, left:right].reshape(-1, 3)
    return int((part.max(axis=0).astype(int) - part.min(axis=0)).max())


def _render(page: int, glyphs: Glyphs) -> tuple[NDArray[np.uint8], float]:
    """The page on white paper as an array (height, width, BGR), and pixels per point. The size is bounded."""
    scale = min(_DPI / 72, math.sqrt(_MAX_PIXELS / max(glyphs.width * glyphs.height, 1.0)))
    width, height = max(int(glyphs.width * scale), 1), max(int(glyphs.height * scale), 1)
    picture = np.full((height, width, 3), 255, np.uint8)
    bitmap = pdfium.create_bitmap(width, height, _BGR, ctypes.c_void_p(picture.ctypes.data), width * 3)
    if not bitmap:
        raise MemoryError
    try:
        turn = (glyphs.rotation - pdfium.page_rotation(page)) % 4
        pdfium.render_page(bitmap, page, 0, 0, width, height, turn, 0)
    finally:
        pdfium.destroy_bitmap(bitmap)
    return picture, scale
