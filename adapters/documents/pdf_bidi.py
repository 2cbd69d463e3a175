"""Hebrew and Arabic in a PDF stand as they are drawn, from left to right; here they become text again.

pdfium turns such lines round by the direction that most of their words have, and mirrors brackets on the way. On a
page one sees more: a line that begins or ends at the right margin is read from there. So the drawn order is restored
and turned round by the Unicode bidirectional algorithm, whose result for a drawn line is the written one, except where
two ways of writing look the same (`2019 AWS` and `AWS 2019` within Arabic).
"""

from __future__ import annotations

import unicodedata
from itertools import groupby

from bidi.algorithm import get_display
from bidi.mirror import MIRRORED

_STRONG = {"L": "L", "R": "R", "AL": "R"}


def has_right_to_left(text: str) -> bool:
    """Some letter runs from right to left."""
    return not text.isascii() and any(_STRONG.get(unicodedata.bidirectional(char)) == "R" for char in text)


def as_drawn(characters: list[tuple[int, float, str]]) -> str:
    """Characters in pdfium's order, each with the number of its word and its left edge, as they stand on the page."""
    runs = [key for key, _ in groupby(filter(None, map(_strength, (char for *_, char in characters))))]
    direction = "R" if runs.count("R") and runs.count("R") >= runs.count("L") else "L"
    words: dict[int, list[tuple[float, int, str]]] = {}
    for index, (word, x, char) in enumerate(characters):
        direction = _strength(char) or direction
        turned = direction == "R"
        # the letters of a ligature share their place
        placed = (x, -index if turned else index, MIRRORED.get(char, char) if turned else char)
        words.setdefault(word, []).append(placed)
    return " ".join("".join(char for *_, char in sorted(words[number])) for number in sorted(words))


def as_written(drawn: str, *, left: float, right: float) -> str:
    """The text of a drawn line; `left` and `right` are the room beside it, up to the edges of the page, in points."""
    strong = [strength for strength in map(_strength, drawn) if strength]
    if strong[0] == strong[-1]:
        base = strong[0]
    elif abs(left - right) > 1:
        base = "L" if left < right else "R"
    else:
        base = "R" if 2 * strong.count("R") >= len(strong) else "L"
    return str(get_display(drawn, base_dir=base))


def _strength(char: str) -> str | None:
    return _STRONG.get(unicodedata.bidirectional(char))
