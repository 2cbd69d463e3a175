"""What a text recogniser hands over, whichever it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
"""A picture, shape (height, width), 0 black to 255 white."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words side by side, with how sure the recogniser is of them, 0 to 1."""

    text: str
    confidence: float
    corners: NDArray[np.float64]
    """Shape (4, 2): x and y in pixels, clockwise from the top left corner of the words."""


class Recogniser(Protocol):
    """Reads the words of one picture. It belongs to one thread and reaches neither disk nor network once loaded."""

    name: str
    marks_tones: bool
    """It knows the letters of Vietnamese with their tone marks."""

    def read(self, grey: Grey) -> list[Piece]:
        """All pieces found, also doubtful ones, roughly from top to bottom."""
        ...


def certainty(pieces: list[Piece]) -> float:
    """Mean confidence, long pieces counting more; 0 without any."""
    letters = sum(len(piece.text) for piece in pieces)
    return sum(piece.confidence * len(piece.text) for piece in pieces) / letters if letters else 0.0
