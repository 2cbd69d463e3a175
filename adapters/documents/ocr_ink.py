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
_RULING, _FRAME = 1.5, 0.97
_SPECKS = 0.004
_LEAST_SHARE = 0.3
_GUTTER = 1.25
"""In font sizes: no blank between the words of a line is so wide, also in justified text."""
_SLIP = 0.12
_BULLET, _BULLET_GAP = 0.45, 0.3

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Ink:
    """One piece as it was printed, in pixels."""

    piece: Piece
    x0: float
    y0: float
    x1: float
    y1: float
    base: float
    size: float
    stroke: float = 0.0
    """Mean width of its strokes per font size."""
    bulleted: bool = False
    """It begins with a dot or square that stands apart: recognition often leaves it out of the text."""


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


def measure(grey: Grey, piece: Piece) -> list[Ink]:
    """Size and place of a piece on a straight page; of its parts where a gutter runs through it."""
    ink, columns = _measure(grey, piece)
    parts = _parted(piece, columns, _GUTTER * ink.size)
    return [_measure(grey, part)[0] for part in parts] if len(parts) > 1 else [ink]


def _measure(grey: Grey, piece: Piece) -> tuple[Ink, Ints]:
    """A piece as printed, and the columns of pixels that have ink of it."""
    height, width = grey.shape
    left, top = (max(int(side), 0) for side in np.floor(piece.corners.min(axis=0)))
    right, bottom = (int(side) for side in np.ceil(piece.corners.max(axis=0)))
    right, bottom = min(max(right, left + 1), width), min(max(bottom, top + 1), height)
    up, down = _extent(piece.text)
    mask = _without_rulings(_ink_of(grey[top:bottom, left:right]))
    first, last = _rows_of(mask)
    columns = np.flatnonzero(mask[first:last].any(axis=0)) + left
    if not len(columns) or last - first < _LEAST_SHARE * (bottom - top):
        size = (bottom - top) / 1.4
        return Ink(piece, left, top, right, bottom, bottom - 0.3 * size, size), columns
    size = (last - first) / (up + down)
    base = top + last - down * size
    letters = mask[first:last]
    box = int(columns[0]), top + first, int(columns[-1]) + 1, top + last
    ink = Ink(piece, *box, base, size, _stroke(letters) / size, _has_bullet(letters, size))
    return ink, columns


def _parted(piece: Piece, columns: Ints, gutter: float) -> list[Piece]:
    """A piece that reaches over gaps wider than `gutter` pixels, cut there between the words nearest to each gap."""
    gaps = np.flatnonzero(np.diff(columns) > gutter).tolist()
    written = float(np.diff(columns)[np.diff(columns) <= gutter].sum()) if gaps else 0.0
    parts, start, left = [], 0, float(piece.corners[:, 0].min())
    passed = 0.0
    before = 0
    for gap in gaps:
        passed += float(columns[gap] - columns[before])
        before = gap + 1
        expected = passed / max(written, 1.0) * len(piece.text)
        blanks = [i for i, c in enumerate(piece.text) if c.isspace() and i > start + 1]
        cut = min(blanks, key=lambda i: abs(i - expected), default=None)
        if cut is None or abs(cut - expected) > _SLIP * len(piece.text) + 2:
            continue
        middle = float(columns[gap] + columns[gap + 1]) / 2
        parts.append(_between(piece, piece.text[start:cut], left, middle))
        start, left = cut + 1, middle
    return [*parts, _between(piece, piece.text[start:], left, float(piece.corners[:, 0].max()))]


def _between(piece: Piece, text: str, left: float, right: float) -> Piece:
    """The part of a piece between two places on its row."""
    corners = piece.corners.copy()
    corners[:, 0] = np.clip(corners[:, 0], left, right)
    return Piece(text.strip(), piece.confidence, corners)


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


def _without_rulings(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Frames of tables and lines under headings are no letters: no stroke is as long as the line is high, or higher."""
    edges = np.diff(np.pad(mask, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    (rows, starts), ends = np.nonzero(edges == 1), np.nonzero(edges == -1)[1]
    letters = mask.copy()
    for index in np.flatnonzero(ends - starts > _RULING * len(mask)):
        letters[rows[index], starts[index] : ends[index]] = False
    return np.asarray(letters & (mask.mean(axis=0) < _FRAME)[None, :], np.bool_)


def _rows_of(mask: NDArray[np.bool_]) -> tuple[int, int]:
    """First row and the row after the last of the line of letters; slivers of its neighbours are left out."""
    inked = np.maximum(mask.sum(axis=1) - _SPECKS * mask.shape[1], 0)
    gap, border = max(int(_GAP_IN_LETTERS * len(inked)), 2), len(inked) // 5
    top = bottom = border + int(np.argmax(inked[border : len(inked) - border]))
    while (above := np.flatnonzero(inked[max(top - gap, 0) : top])).size:
        top = max(top - gap, 0) + int(above[0])
    while (below := np.flatnonzero(inked[bottom + 1 : bottom + 1 + gap])).size:
        bottom += 1 + int(below[-1])
    return top, bottom + 1


def _has_bullet(letters: NDArray[np.bool_], size: float) -> bool:
    columns = np.flatnonzero(letters.any(axis=0))
    gaps = np.diff(columns)
    ends = np.flatnonzero(gaps > _BULLET_GAP * size)
    if not len(ends):
        return False
    blob = letters[:, columns[0] : columns[ends[0]] + 1]
    rows = np.flatnonzero(blob.any(axis=1))
    width, height = blob.shape[1], int(rows[-1] - rows[0] + 1)
    above_base = (len(letters) - 1 - rows[-1]) / size
    filled = blob[rows[0] : rows[-1] + 1].mean()
    return bool(max(width, height) < _BULLET * size and width < 2 * height and above_base > 0.05 and filled > 0.5)


def _stroke(mask: NDArray[np.bool_]) -> float:
    """Mean length of the runs of ink along the rows, in pixels."""
    starts = int(mask[:, 0].sum()) + int((mask[:, 1:] & ~mask[:, :-1]).sum())
    return float(mask.sum()) / max(starts, 1)
