"""A small picture of a PDF page, to see what a reader would see. Size and time are bounded."""

from __future__ import annotations

import ctypes
import math
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from adapters.documents import pdfium
from adapters.documents.pdf_glyphs import Floats, Glyphs, Ints
from schema.errors import DocumentTooComplex

_MAX_PIXELS = 1_500_000
_GREY, _BGR = 1, 2
_MAX_CPU_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Raster:
    """A rendered page, BGR of shape (height, width, 3) or grey of shape (height, width, 1), and pixels per point."""

    picture: NDArray[np.uint8]
    scale: float

    def boxes(self, x0: Floats, y0: Floats, x1: Floats, y1: Floats) -> Ints:
        """Boxes in points from the top left as pixel boxes (n, 4): left, top, right, bottom; each at least a pixel."""
        height, width = self.picture.shape[:2]
        left = np.clip(np.floor(x0 * self.scale), 0, width - 1)
        top = np.clip(np.floor(y0 * self.scale), 0, height - 1)
        right = np.clip(np.ceil(x1 * self.scale), left + 1, width)
        bottom = np.clip(np.ceil(y1 * self.scale), top + 1, height)
        return np.stack([left, top, right, bottom], axis=1).astype(np.int64)


def render(page: int, glyphs: Glyphs, dpi: float, *, grey: bool = False) -> Raster:
    """Draw the page on white paper as it stands upright for its reader.

    Raises DocumentTooComplex when drawing takes more than half a second of CPU: no résumé does.
    """
    scale = min(dpi / 72, math.sqrt(_MAX_PIXELS / max(glyphs.width * glyphs.height, 1.0)))
    width, height = max(int(glyphs.width * scale), 1), max(int(glyphs.height * scale), 1)
    channels, format_ = (1, _GREY) if grey else (3, _BGR)
    picture = np.full((height, width, channels), 255, np.uint8)
    bitmap = pdfium.create_bitmap(width, height, format_, ctypes.c_void_p(picture.ctypes.data), width * channels)
    if not bitmap:
        raise MemoryError
    until = time.process_time() + _MAX_CPU_SECONDS
    pause = pdfium.Pause(1, pdfium.PauseCallback(lambda _: time.process_time() > until), None)
    turn = (glyphs.rotation - pdfium.page_rotation(page)) % 4
    try:
        state = pdfium.start_rendering(bitmap, page, 0, 0, width, height, turn, 0, ctypes.addressof(pause))
    finally:
        pdfium.end_rendering(page)
        pdfium.destroy_bitmap(bitmap)
    if state == pdfium.RENDERING_PAUSED:
        raise DocumentTooComplex("A page takes too long to draw; export the résumé again without heavy graphics")
    return Raster(picture, scale)


@contextmanager
def switched_off(objects: Sequence[int]) -> Iterator[None]:
    """Leave these page objects out of what is rendered meanwhile."""
    for item in objects:
        pdfium.set_active(item, 0)
    try:
        yield
    finally:
        for item in objects:
            pdfium.set_active(item, 1)


def contrast(picture: NDArray[np.uint8], boxes: Ints) -> Ints:
    """Per box the largest difference that any channel shows inside it, 0 to 255."""
    values, starts = _inside(picture, boxes)
    low, high = np.minimum.reduceat(values, starts), np.maximum.reduceat(values, starts)
    largest: Ints = (high.astype(np.int64) - low).max(axis=1, initial=0)
    return largest


def highest(picture: NDArray[np.uint8], boxes: Ints) -> Ints:
    """Per box the highest value of any channel."""
    values, starts = _inside(picture, boxes)
    highest: Ints = np.maximum.reduceat(values, starts).max(axis=1, initial=0).astype(np.int64)
    return highest


def share_at_least(picture: NDArray[np.uint8], boxes: Ints, value: int) -> Floats:
    """Per box the share of its pixels that reach this value in all channels."""
    values, starts = _inside(picture, boxes)
    counts = np.diff(np.append(starts, len(values)))
    share: Floats = np.add.reduceat((values.min(axis=1) >= value).astype(np.float64), starts) / counts
    return share


def _inside(picture: NDArray[np.uint8], boxes: Ints) -> tuple[NDArray[np.uint8], Ints]:
    """The pixels of all boxes, shape (pixels, channels), and where each box begins. Without a loop over boxes."""
    left, top, right, bottom = boxes.T
    widths, heights = right - left, bottom - top
    box_of_row = np.repeat(np.arange(len(boxes)), heights)
    row = np.arange(len(box_of_row)) - np.repeat(np.cumsum(heights) - heights, heights)
    row_start = (top[box_of_row] + row) * picture.shape[1] + left[box_of_row]
    row_width = widths[box_of_row]
    first = np.cumsum(row_width) - row_width
    pixels = np.repeat(row_start - first, row_width) + np.arange(int(row_width.sum()))
    return picture.reshape(-1, picture.shape[2])[pixels], np.cumsum(widths * heights) - widths * heights
