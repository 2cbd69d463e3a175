"""Lines from text.

Words are kept whole, ideographs break wherever their punctuation allows, and what is wider than a line (an address)
is cut. Each line knows what stood before it, so that the page can show it and a reader can join the lines again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import get_args

from domain.exporting.fonts import Run
from domain.page.look import Joint, glue, is_wide

_SPREAD = 1.2
"""Added to the blanks between single letters, in ems."""

_CLUSTER = re.compile(r"-{0,9}[^-][\u0300-\u036f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]*|-{1,9}")


@dataclass(slots=True)
class Line:
    """Runs drawn one after the other; `width` in points, `joint` says what stood before.

    `spread` is added to every blank, in points.
    """

    runs: list[Run] = field(default_factory=list)
    width: float = 0.0
    joint: Joint = "start"
    spread: float = 0.0

    @property
    def text(self) -> str:
        """The characters of the line."""
        return "".join(run.text for run in self.runs)

    def add(self, runs: Iterable[Run], width: float) -> None:
        """Append runs, joining neighbours of one font: fewer drawing operators, and words stay findable."""
        for run in runs:
            last = self.runs[-1] if self.runs else None
            if last is not None and (last.font, last.stroked) == (run.font, run.stroked):
                self.runs[-1] = Run(run.font, last.text + run.text, run.stroked)
            else:
                self.runs.append(run)
        self.width += width


@dataclass(slots=True)
class _Word:
    """What may not be broken. `space` is the blank before it, dropped at the start of a line."""

    runs: list[Run]
    width: float
    space: Run | None


_LEVEL: Mapping[Joint, float] = dict.fromkeys(get_args(Joint), 0.0)


def break_lines(runs: Iterable[Run], size: float, width: float, indents: Mapping[Joint, float] = _LEVEL) -> list[Line]:
    """Greedy lines whose right edge is at most `width` points from where an indent of 0 begins, at font `size`.

    Words of one letter each (`A B C D`) are set wide apart, or readers take them for one word with spaced letters.
    """
    lines: list[Line] = []
    for line in _broken(runs, Line(), size, width, indents):
        if _looks_like_one_word(line.text):
            lines += _broken(line.runs, Line(joint=line.joint, spread=_SPREAD * size), size, width, indents)
        else:
            lines.append(line)
    return lines


def _looks_like_one_word(text: str) -> bool:
    words = text.split(" ")
    return len(words) > 3 and len(text) < 3 * len(words) and all(word[0].isalpha() for word in words)


def _broken(runs: Iterable[Run], line: Line, size: float, width: float, indents: Mapping[Joint, float]) -> list[Line]:
    """The runs in `line`, which is empty, and in as many more as they need."""
    lines, spread = [line], line.spread
    for word in _words(runs, size):
        line = lines[-1]
        gap = word.space.width(size) + spread if word.space and line.runs else 0.0
        if line.runs and line.width + gap + word.width > width - indents[line.joint]:
            line = Line(joint=_joint(line.text[-1], word), spread=spread)
            lines.append(line)
        elif word.space and line.runs:
            line.add([word.space], gap)
        if line.width + word.width <= width - indents[line.joint]:
            line.add(word.runs, word.width)
        else:
            lines.extend(_split(word, lines.pop(), size, width, indents))
    return lines if lines[0].runs else []


def _joint(before: str, word: _Word) -> Joint:
    """How a line begins with this word: most blanks and the lack of one are told by the characters themselves."""
    blank = glue(before, word.runs[0].text[0]) == " "
    return "glue" if blank == (word.space is not None) else "blank" if word.space else "cut"


def _split(word: _Word, line: Line, size: float, width: float, indents: Mapping[Joint, float]) -> Iterator[Line]:
    """A word wider than a line, cut between characters.

    Marks stay with their letter. A hyphen goes to the next line: at the end of one, readers take it for hyphenation.
    """
    for run in word.runs:
        for piece in _CLUSTER.findall(run.text):
            part = Run(run.font, piece, run.stroked)
            advance = part.width(size)
            if line.runs and line.width + advance > width - indents[line.joint]:
                yield line
                line = Line(joint="cut", spread=line.spread)
            line.add([part], advance)
    yield line


def _words(runs: Iterable[Run], size: float) -> Iterator[_Word]:
    """Cut at blanks and around ideographs; a word may go through several fonts."""
    current = _Word([], 0.0, None)
    before = ""
    for run in runs:
        for piece in _pieces(run.text):
            if piece == " ":
                if current.runs:
                    yield current
                current = _Word([], 0.0, Run(run.font, " "))
            else:
                if current.runs and not glue(before, piece[0]):
                    yield current
                    current = _Word([], 0.0, None)
                fragment = Run(run.font, piece, run.stroked)
                current.runs.append(fragment)
                current.width += fragment.width(size)
            before = piece[-1]
    if current.runs:
        yield current


def _pieces(text: str) -> Iterator[str]:
    """Blanks and wide characters alone, everything else as long as it goes."""
    if text.isascii():
        first, *others = text.split(" ")
        if first:
            yield first
        for other in others:
            yield " "
            if other:
                yield other
        return
    start = 0
    for at, char in enumerate(text):
        if char == " " or is_wide(char):
            if start < at:
                yield text[start:at]
            yield char
            start = at + 1
    if start < len(text):
        yield text[start:]
