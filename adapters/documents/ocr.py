"""Text recognition of the pages of one file: which engine reads, how often, how far, and what it could not read."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from adapters.documents.ocr_layout import lines_of
from adapters.documents.ocr_piece import Grey, Piece, Recogniser, certainty
from schema.document import Flag, Line
from schema.errors import IllegibleDocument

DPI = 200
_SURE = 0.75
_LEAST_CERTAINTY = 0.6
_LEAST_LETTERS = 20
_TALL = 1.5
_UPSIDE_DOWN = 2
_ON_ITS_SIDE = (1, 3)
# Letters of Vietnamese alone that the first engine knows; those with a tone mark on top it does not.
_VIETNAMESE = frozenset("ơưđƠƯĐ")
_VIETNAMESE_SHARE = 0.01
_TONELESS = 0.8
"""What its words are worth without their tone marks: readable, and mostly not letter by letter."""


@dataclass(frozen=True, slots=True)
class _Attempt:
    """What one engine made of a picture, which it may have turned by quarters."""

    engine: Recogniser
    grey: Grey
    pieces: list[Piece]

    @property
    def yield_(self) -> float:
        """Letters, each as far as it is certain."""
        return sum(piece.confidence * len(piece.text) for piece in self.pieces)


@dataclass(slots=True)
class PictureReader:
    """Reads the pictures of one file within its budget of pages and seconds.

    The first page is always read. The budget of pages is what normally ends the work, so that the same file gives the
    same text; seconds are for a machine that is too slow for it.
    """

    engines: Sequence[Recogniser]
    max_pages: int
    seconds: float
    used: list[str] = field(default_factory=list)
    skipped: list[int] = field(default_factory=list)
    """Pages that the budget did not reach."""
    _pages: int = 0
    _begun: float = field(default_factory=time.monotonic)
    _pieces: list[Piece] = field(default_factory=list)

    def lines(self, grey: Grey, *, points: float, page: int) -> list[Line] | None:
        """The lines of a picture whose pixels are so many points wide; None when the budget is spent."""
        if self._pages and (self._pages >= self.max_pages or time.monotonic() - self._begun > self.seconds):
            self.skipped.append(page)
            return None
        self._pages += 1
        best = _read(self.engines, grey)
        if best.engine.name not in self.used:
            self.used.append(best.engine.name)
        pieces = best.pieces
        if _is_vietnamese(pieces) and not best.engine.marks_tones:
            pieces = [replace(piece, confidence=piece.confidence * _TONELESS) for piece in pieces]
        self._pieces += pieces
        return lines_of(best.grey, pieces, points=points, page=page)

    def unread(self) -> Flag:
        """Says which pages the budget did not reach."""
        pages = ", ".join(map(str, self.skipped))
        detail = f"Text recognition reads at most {self.max_pages} pages and did not reach these: {pages}"
        return Flag(kind="truncated", detail=detail)

    def require_legible(self) -> None:
        """Raise IllegibleDocument if what was read is too little or too doubtful to say anything about a person."""
        letters = sum(c.isalnum() for piece in self._pieces for c in piece.text)
        if letters < _LEAST_LETTERS:
            raise IllegibleDocument("The picture shows hardly any text; send the résumé as PDF, DOCX or a sharper scan")
        sure = certainty(self._pieces)
        if sure < _LEAST_CERTAINTY:
            raise IllegibleDocument(
                f"Text recognition is only {sure:.0%} sure of what it read, which is too little; "
                "send a straight scan of 200 dpi or more, or the file it was printed from",
                confidence=round(sure, 2),
            )


def _read(engines: Sequence[Recogniser], grey: Grey) -> _Attempt:
    """The first engine; the next one where the first is in doubt or lacks the letters."""
    best = _upright(engines[0], grey)
    for engine in engines[1:]:
        tones_lost = _is_vietnamese(best.pieces) and not best.engine.marks_tones and engine.marks_tones
        if tones_lost or certainty(best.pieces) < _SURE:
            other = _upright(engine, best.grey)
            if other.yield_ > best.yield_ * (0.8 if tones_lost else 1.0):
                best = other
    return best


def _upright(engine: Recogniser, grey: Grey) -> _Attempt:
    """Read as it lies, and turned if the words stand upright or make no sense."""
    best = _Attempt(engine, grey, engine.read(grey))
    words = [piece for piece in best.pieces if len(piece.text) > 3]
    if len(words) >= 3 and sum(map(_is_tall, words)) * 2 > len(words):
        turns: tuple[int, ...] = _ON_ITS_SIDE
    elif best.pieces and certainty(best.pieces) < _SURE:
        turns = (_UPSIDE_DOWN,)
    else:
        return best
    for turn in turns:
        turned = np.ascontiguousarray(np.rot90(grey, turn))
        trial = _Attempt(engine, turned, engine.read(turned))
        lying = sum(map(_is_tall, trial.pieces)) * 2 <= len(trial.pieces)
        if trial.yield_ > best.yield_ or (lying and best.grey is grey and turn in _ON_ITS_SIDE):
            best = trial
    return best


def _is_tall(piece: Piece) -> bool:
    width, height = np.ptp(piece.corners, axis=0)
    return bool(height > _TALL * width)


def _is_vietnamese(pieces: list[Piece]) -> bool:
    letters = [c for piece in pieces for c in piece.text if c.isalpha()]
    return sum(c in _VIETNAMESE for c in letters) > _VIETNAMESE_SHARE * max(len(letters), 1)
