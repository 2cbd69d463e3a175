"""Orders to a model in the text of a résumé; how they are phrased stands in `orders.toml`, a table per language."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

_BETWEEN = r"[^.\n。]{0,40}?"
_GAP = re.compile(r"(\\b)?_\??(\\b)?")
_UNSPACED = {"ja", "zh", "any"}
"""Written without blanks: a phrase may begin and end inside a row of letters."""
_LITERAL = re.compile(r"(?:\\[^\w\s]|[^\\\[\](){}?*+|.^$])+(?![?*{])")
_WORD = re.compile(r"\w+")
_ALTERNATIVES = re.compile(r"\(([^()]*)\)(?!\?)")


@dataclass(frozen=True, slots=True)
class Phrase:
    """One way to put an order. Only texts with a word that begins like one of `openings` need to be searched."""

    openings: tuple[str, ...]
    """In lower case; where words are not told apart, they may stand anywhere."""
    spaced: bool
    pattern: re.Pattern[str]

    def may_stand_in(self, text: str, words: Sequence[str]) -> bool:
        """`text` in lower case and its words, sorted."""
        if not self.spaced:
            return any(opening in text for opening in self.openings)
        places = ((opening, bisect_left(words, opening)) for opening in self.openings)
        return any(at < len(words) and words[at].startswith(opening) for opening, at in places)


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
        body = rf"(?<!\w)(?:{body})(?!\w)"
    return Phrase(tuple(openings), spaced, re.compile(body, re.IGNORECASE))


def _read_table() -> dict[str, tuple[Phrase, ...]]:
    table = tomllib.loads(files("adapters.documents").joinpath("orders.toml").read_text(encoding="utf-8"))
    return {language: tuple(phrase(language, line) for line in lines) for language, lines in table.items()}


PHRASES = _read_table()
"""By language."""


def orders_in(text: str) -> list[str]:
    """The orders that a text gives, in their own words, in the order of the text; those that overlap count once."""
    lower = text.lower()
    if not lower.strip():
        return []
    words = sorted(set(_WORD.findall(lower)))
    found = [
        match.span()
        for phrases in PHRASES.values()
        for each in phrases
        if each.may_stand_in(lower, words)
        for match in each.pattern.finditer(text)
    ]
    orders: list[str] = []
    end = 0
    for start, stop in sorted(found):
        if start >= end:
            orders.append(text[start:stop])
            end = stop
    return orders
