"""Colours of letters and of what is behind them, as far as a file says them."""

from __future__ import annotations

Color = tuple[int, ...]
"""Red, green, blue. Empty: it cannot be known, or the program picks it so that it can be read."""

WHITE: Color = (255, 255, 255)
UNKNOWN: Color = ()
_CONTRAST = 26
"""Grey of nine tenths on white is not read."""


def hex_color(value: str | None) -> Color:
    """`RRGGBB` with or without #; anything else (`auto`, a theme's name) is unknown."""
    digits = (value or "").strip().removeprefix("#")
    try:
        return tuple(bytes.fromhex(digits)) if len(digits) == 6 else UNKNOWN
    except ValueError:
        return UNKNOWN


def unseen(ink: Color, paper: Color) -> bool:
    """Letters of this ink cannot be told from this paper. Never so where one of them is unknown."""
    return bool(ink and paper) and max(abs(a - b) for a, b in zip(ink, paper, strict=True)) < _CONTRAST
