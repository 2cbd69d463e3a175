"""How the stretches of a line look: where size, weight, slant or colour change from word to word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from adapters.documents.pdf_glyphs import Glyphs, Ints
from schema.document import Run

IDEOGRAPHS = 0x2E80


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
            number = numbers.setdefault(look, len(numbers))
            if number == len(self.kinds):
                self.kinds.append(look)
            by_style.append(number)
        # -1, a character without a style, takes the last place.
        self._numbers = np.array([*by_style, -1], np.int64)

    def of(self, members: Ints) -> Ints:
        """For each character the number of its look in `kinds`."""
        return self._numbers[self._glyphs.object[members]]

    def alike(self, before: Ints, after: Ints) -> bool:
        """The words on both sides of a gap look the same where they face each other."""
        return bool(self.of(before[-1:]) == self.of(after[:1]))

    def runs(self, words: Sequence[Ints]) -> list[Run]:
        """The stretches of words that are joined by single blanks."""
        pieces = [piece for number, word in enumerate(words) for piece in self._pieces(word, blank=number > 0)]
        runs: list[Run] = []
        end = 0
        for number, group in groupby(pieces, key=lambda piece: piece[0]):
            start = end
            end += sum(length for _, length in group)
            runs.append(run_of(self.kinds[number], start, end))
        return runs

    def _pieces(self, word: Ints, *, blank: bool) -> Iterator[tuple[int, int]]:
        """Look and length of the parts of a word, and of the blank before it, which goes with what follows."""
        numbers = self.of(word)
        before = int(blank)
        if numbers.min() == numbers.max() or int(self._glyphs.codes[word].max()) < IDEOGRAPHS:
            # Small capitals, a comma after a bold word: a word of letters is one thing.
            yield int(np.bincount(numbers[numbers >= 0]).argmax()), before + len(self._glyphs.text(word))
            return
        for part in np.split(word, np.flatnonzero(np.diff(numbers)) + 1):
            yield int(self.of(part)[0]), before + len(self._glyphs.text(part))
            before = 0


def run_of(look: Look, start: int, end: int) -> Run:
    """A look as it is handed on."""
    return Run(start=start, end=end, size=look.size, bold=look.bold, italic=look.italic, color=look.color)


def moved(run: Run, by: int) -> Run:
    """The same run in a line that has `by` more characters before it."""
    return run.model_copy(update={"start": run.start + by, "end": run.end + by})
