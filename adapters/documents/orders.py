"""Orders to a model in the text of a résumé; how they are phrased stands in `orders.toml`, a table per language."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from itertools import islice

_BETWEEN = r"[^.\n。]{0,40}?"
_GAP = re.compile(r"(\\b)?_\??(\\b)?")
_UNSPACED = {"ja", "zh", "any"}
"""Written without blanks: a phrase may begin and end inside a row of letters."""
_LITERAL = re.compile(r"(?:\\[^\w\s]|[^\\\[\](){}?*+|.^$])+(?![?*{])")
_WORD = re.compile(r"\w+")
_ALTERNATIVES = re.compile(r"\(([^()]*)\)(?!\?)")


class _Words:
    """A text, and where in it each of its words (in lower case) begins."""

    def __init__(self, text: str) -> None:
        self.text, self.lower = text, text.lower()
        self._places: dict[str, list[int]] = {}
        for word in _WORD.finditer(text):
            self._places.setdefault(word[0].lower(), []).append(word.start())
        self._sorted = sorted(self._places)

    def beginning(self, opening: str) -> Iterator[int]:
        """Where words begin that begin so."""
        for word in islice(self._sorted, bisect_left(self._sorted, opening), None):
            if not word.startswith(opening):
                return
            yield from self._places[word]


@dataclass(frozen=True, slots=True)
class Phrase:
    """One way to put an order. It is only looked for where a word begins like one of `openings`."""

    openings: tuple[str, ...]
    """In lower case; where words are not told apart, they may stand anywhere."""
    spaced: bool
    pattern: re.Pattern[str]

    def spans(self, words: _Words) -> list[tuple[int, int]]:
        """Where it stands in a text."""
        if self.spaced:
            places = (at for opening in self.openings for at in words.beginning(opening))
            matches = (self.pattern.match(words.text, at) for at in places)
            return [match.span() for match in matches if match]
        if not any(opening in words.lower for opening in self.openings):
            return []
        return [match.span() for match in self.pattern.finditer(words.text)]


def phrase(language: str, source: str) -> Phrase:
    """Compile a line of the table. Raises ValueError for one that does not begin with words that it needs."""
    group = _ALTERNATIVES.match(source)
    beginnings = [_LITERAL.match(each) for each in (group[1].split("|") if group else [source])]
    openings = [match[0].split(" ")[0].replace("\\", "").lower() for match in beginnings if match]
    if len(openings) < len(beginnings):
        raise ValueError(f"the phrase of {language} does not begin with words that it needs: {source}")
    body = re.sub(r"\((?!\?)", "(?:", _GAP.sub(lambda gap: (gap[1] or "") + _BETWEEN + (gap[2] or ""), source))
    body = body.replace(" ", r"\s+")
    spaced = language not in _UNSPACED
    if spaced:
        body = rf"(?:{body})(?!\w)"
    return Phrase(tuple(openings), spaced, re.compile(body, re.IGNORECASE))


def _read_table() -> dict[str, tuple[Phrase, ...]]:
    table = tomllib.loads(files("adapters.documents").joinpath("orders.toml").read_text(encoding="utf-8"))
    return {language: tuple(phrase(language, line) for line in lines) for language, lines in table.items()}


PHRASES = _read_table()
"""By language."""


def orders_in(text: str) -> list[str]:
    """The orders that a text gives, in their own words, in the order of the text; those that overlap count once."""
    words = _Words(text)
    found = [span for phrases in PHRASES.values() for each in phrases for span in each.spans(words)]
    orders: list[str] = []
    end = 0
    for start, stop in sorted(found):
        if start >= end:
            orders.append(text[start:stop])
            end = stop
    return orders
