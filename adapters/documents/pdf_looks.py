"""How the stretches of a line look: where size, weight, slant or colour change from word to word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from adapters.documents.pdf_glyphs import Glyphs, Ints
from schema.document import Run

IDEOGRAPHS = "\u2e80"
"""From here on scripts that have no blanks between words."""


@dataclass(frozen=True, slots=True)
class Look:
    """What letters of one kind have in common. Size in points, colour as `#rrggbb` or None for black."""

    size: float
    bold: bool
    italic: bool
    color: str | None


class Looks:
    """The looks of a page's characters."""

    def __init__(self, glyphs: Glyphs) -> None:
        self._glyphs = glyphs
        self.kinds: list[Look] = []
        numbers: dict[Look, int] = {}
        by_style = []
        for style in glyphs.styles:
            look = Look(round(style.size, 1), style.bold, style.italic, style.color)
            by_style.append(numbers.setdefault(look, len(numbers)))
            if by_style[-1] == len(self.kinds):
                self.kinds.append(look)
        # -1, a character without a style, takes the last place.
        self._numbers = np.array([*by_style, -1], np.int64)

    def of(self, members: Ints) -> Ints:
        """For each character the number of its look in `kinds`."""
        return self._numbers[self._glyphs.style[members]]


def most_common(kinds: list[int]) -> int:
    """The look that most letters have, or of several the first: their numbers say nothing, they come from addresses."""
    return max(dict.fromkeys(kinds), key=kinds.count)


def runs_of(words: Sequence[tuple[str, list[int]]], looks: Sequence[Look]) -> list[Run]:
    """The stretches of words that are joined by single blanks; of each the text and the looks of its letters."""
    runs: list[Run] = []
    end = 0
    for kind, group in groupby(_pieces(words), key=lambda piece: piece[0]):
        start = end
        end += sum(length for _, length in group)
        runs.append(run_of(looks[kind], start, end))
    return runs


def _pieces(words: Sequence[tuple[str, list[int]]]) -> Iterator[tuple[int, int]]:
    """Look and length of the parts of each word, and of the blank before it, which goes with what follows."""
    before = 0
    for text, kinds in words:
        if max(text) < IDEOGRAPHS or len(text) != len(kinds):
            # Small capitals, a comma after a bold word: a word of letters is one thing.
            yield most_common(kinds), before + len(text)
        else:
            for kind, letters in groupby(kinds):
                yield kind, before + len(list(letters))
                before = 0
        before = 1


def run_of(look: Look, start: int, end: int) -> Run:
    """A look as it is handed on."""
    return Run(start=start, end=end, size=look.size, bold=look.bold, italic=look.italic, color=look.color)


def moved(run: Run, by: int) -> Run:
    """The same run in a line that has `by` more characters before it."""
    return run.model_copy(update={"start": run.start + by, "end": run.end + by}) if by else run
