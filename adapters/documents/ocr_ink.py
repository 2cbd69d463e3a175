"""Measures of recognised words that only the picture has: the slant of the page, font size, baseline, boldness."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import median

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from adapters.documents.ocr_piece import Grey, Piece

_ASCENDER, _X_HEIGHT, _ACCENTED_CAPITAL, _DESCENDER = 0.72, 0.52, 0.92, 0.21
_IDEOGRAPH, _IDEOGRAPH_DROP = 0.9, 0.1
_DESCENDING = frozenset("gjpqyQçşţģ()[]{}|/@§,;")
_SMALL = frozenset("acemnorsuvwxzgpqyı.,:;-–—·•_~")
_LEAST_CONTRAST = 40
_LEAST_SLANT = math.radians(0.1)
_MOST_SLANT = math.radians(15)
_GAP_IN_LETTERS = 0.15


@dataclass(frozen=True, slots=True)
class Ink:
    """One piece as it was printed, in pixels; `stroke` is the mean width of its strokes per font size."""

    piece: Piece
    x0: float
    y0: float
    x1: float
    y1: float
    base: float
    size: float
    stroke: float


def straighten(grey: Grey, pieces: list[Piece]) -> tuple[Grey, list[Piece]]:
    """Turn a page that was laid slanted on the scanner; beyond 15 degrees it is left as it is."""
    slant = _slant(pieces)
    if not _LEAST_SLANT < abs(slant) < _MOST_SLANT:
        return grey, pieces
    height, width = grey.shape
    turned = Image.fromarray(grey).rotate(math.degrees(slant), Image.Resampling.BILINEAR, fillcolor=255)
    middle = np.array([width / 2, height / 2])
    rotation = np.array([[math.cos(slant), -math.sin(slant)], [math.sin(slant), math.cos(slant)]])
    straight = [Piece(piece.text, piece.confidence, (piece.corners - middle) @ rotation + middle) for piece in pieces]
    return np.asarray(turned, np.uint8), straight


def _slant(pieces: list[Piece]) -> float:
    """The angle of the long pieces' upper edges in radians, positive for lines that fall to the right."""
    angles = []
    for piece in pieces:
        (left, top), (right, other) = piece.corners[0], piece.corners[1]
        height = float(np.linalg.norm(piece.corners[3] - piece.corners[0]))
        if right - left > 6 * height:
            angles.append(math.atan2(other - top, right - left))
    return median(angles) if len(angles) >= 3 else 0.0


def measure(grey: Grey, piece: Piece) -> Ink:
    """Size and place of a piece on a straight page."""
    height, width = grey.shape
    left, top = np.floor(piece.corners.min(axis=0)).astype(int)
    right, bottom = np.ceil(piece.corners.max(axis=0)).astype(int)
    left, top = max(int(left), 0), max(int(top), 0)
    right, bottom = min(max(int(right), left + 1), width), min(max(int(bottom), top + 1), height)
    up, down = _extent(piece.text)
    mask = _ink_of(grey[top:bottom, left:right])
    rows = _rows_of(mask)
    if rows is None:
        size = (bottom - top) / 1.4
        return Ink(piece, left, top, right, bottom, bottom - 0.3 * size, size, 0.0)
    columns = np.flatnonzero(mask[rows[0] : rows[1]].any(axis=0))
    x0, x1 = left + int(columns[0]), left + int(columns[-1]) + 1
    y0, y1 = top + rows[0], top + rows[1]
    size = (y1 - y0) / (up + down)
    return Ink(piece, x0, y0, x1, y1, y1 - down * size, size, _stroke(mask[rows[0] : rows[1]]) / size)


def _extent(text: str) -> tuple[float, float]:
    """How far the letters of a text reach above and below the baseline, in font sizes."""
    if any(ord(c) > 0x2E80 for c in text):
        return _IDEOGRAPH - _IDEOGRAPH_DROP, _IDEOGRAPH_DROP
    letters = [c for c in text if not c.isspace()]
    up = _X_HEIGHT if all(c in _SMALL for c in letters) else _ASCENDER
    if any(c.isupper() and ord(c) > 0x7F for c in letters):
        up = _ACCENTED_CAPITAL
    return up, _DESCENDER if any(c in _DESCENDING for c in letters) else 0.0


def _ink_of(crop: Grey) -> NDArray[np.bool_]:
    """True where letters are, dark on light or light on dark; all False without contrast."""
    ground = float(np.median(crop))
    far = float(np.percentile(crop, 2 if ground > 127 else 98))
    if abs(ground - far) < _LEAST_CONTRAST:
        return np.zeros(crop.shape, np.bool_)
    edge = (ground + far) / 2
    return np.asarray(crop < edge if far < ground else crop > edge, np.bool_)


def _rows_of(mask: NDArray[np.bool_]) -> tuple[int, int] | None:
    """First row and the row after the last of the line of letters; slivers of its neighbours are left out."""
    inked = mask.sum(axis=1)
    if not inked.any():
        return None
    gap = max(int(_GAP_IN_LETTERS * len(inked)), 2)
    top = bottom = int(np.argmax(inked))
    while (above := np.flatnonzero(inked[max(top - gap, 0) : top])).size:
        top = max(top - gap, 0) + int(above[0])
    while (below := np.flatnonzero(inked[bottom + 1 : bottom + 1 + gap])).size:
        bottom += 1 + int(below[-1])
    return top, bottom + 1


def _stroke(mask: NDArray[np.bool_]) -> float:
    """Mean length of the runs of ink along the rows, in pixels."""
    starts = int(mask[:, 0].sum()) + int((mask[:, 1:] & ~mask[:, :-1]).sum())
    return float(mask.sum()) / max(starts, 1)
