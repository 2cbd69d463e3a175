"""Words in the form they are compared in, and sets of words that find themselves in a text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.reading.memory import remembered

_WORD = re.compile(r"[^\W\d_]+(?:[.'’][^\W\d_]+)*")
_ASCII_WORD = re.compile(r"[a-z]+(?:[.'][a-z]+)*")
"""What `_WORD` is in folded text without other letters, in half the time."""
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_MARKS = frozenset(map(chr, range(0x300, 0x370)))
_SPACED = re.compile(r"(?:\w ){3,}\w")
_LONGEST = 4


@remembered
def fold(text: str) -> str:
    """Casefolded, compatibility forms and apostrophes unified, spaces single: the form that words are compared in."""
    if text.isascii():
        return " ".join(text.casefold().split())
    return " ".join(unicodedata.normalize("NFKC", text).casefold().replace("’", "'").split())


@remembered
def words(text: str) -> tuple[str, ...]:
    """The word tokens of a text, folded; inner dots and apostrophes stay (`b.sc`, `master's`)."""
    plain = fold(text)
    return tuple((_ASCII_WORD if plain.isascii() else _WORD).findall(plain))


def without_marks(text: str) -> str:
    """Without accents, and umlauts as one letter: how capitals and keyboards often leave a word."""
    if text.isascii():
        return text
    plain = text.replace("đ", "d").replace("ł", "l").replace("ß", "ss")
    plain = "".join(c for c in unicodedata.normalize("NFD", plain) if c not in _MARKS)
    return unicodedata.normalize("NFC", plain)


def is_cjk(text: str) -> bool:
    """Holds a Chinese or Japanese character."""
    return not text.isascii() and _CJK.search(text) is not None


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """A set of words and phrases, ends of compounds, and words of scripts without spaces."""

    phrases: frozenset[tuple[str, ...]]
    endings: tuple[str, ...]
    inside: tuple[str, ...]
    longest: Mapping[str, int]
    """First word of a phrase → how many words the longest such phrase has."""

    @classmethod
    def of(cls, entries: list[str]) -> Words:
        """Sort the entries of the table into their kinds."""
        phrases = frozenset(key for e in entries if not e.startswith("-") and (key := tuple(words(e))))
        endings = tuple(sorted({fold(e[1:]) for e in entries if e.startswith("-")}))
        inside = tuple(sorted({fold(e) for e in entries if is_cjk(e)}, key=lambda e: (-len(e), e)))
        longest: dict[str, int] = {}
        for phrase in phrases:
            longest[phrase[0]] = max(longest.get(phrase[0], 0), min(len(phrase), _LONGEST))
        return cls(phrases, endings, inside, longest)

    def positions(self, tokens: Sequence[str]) -> list[tuple[int, int]]:
        """Where its words stand among tokens, as (first, behind last), longest first, without overlap."""
        if self.longest.keys().isdisjoint(tokens):  # no phrase begins here: most texts of most lists
            ends = self.endings
            return [(at, at + 1) for at, token in enumerate(tokens) if token.endswith(ends)] if ends else []
        found, at = [], 0
        while at < len(tokens):
            size = self._phrase(tokens, at) if tokens[at] in self.longest else 0
            if not size and self.endings and tokens[at].endswith(self.endings):
                size = 1
            if size:
                found.append((at, at + size))
            at += size or 1
        return found

    def _phrase(self, tokens: Sequence[str], at: int) -> int:
        """How many tokens the longest phrase that begins here has; 0 without one."""
        most = min(self.longest[tokens[at]], len(tokens) - at)
        return next((n for n in range(most, 0, -1) if tuple(tokens[at : at + n]) in self.phrases), 0)

    def last(self, text: str) -> int | None:
        """Where the last of its words begins in a text, in characters or words; None if it holds none."""
        if self.inside and is_cjk(text):
            return max((at for word in self.inside if (at := text.rfind(word)) >= 0), default=None)
        return max((first for first, _ in self.positions(words(text))), default=None)

    @remembered
    def count(self, text: str) -> int:
        """How many of its words a text holds."""
        hits = len(self.positions(words(text)))
        if not self.inside or not is_cjk(text):
            return hits
        plain = text.casefold()
        return hits + sum([word in plain for word in self.inside])

    def __contains__(self, text: object) -> bool:
        """The whole text is one of the words."""
        return isinstance(text, str) and (
            words(text) in self.phrases or (not text.isascii() and fold(text) in self.inside)
        )


@remembered
def heading_key(text: str) -> str:
    """A line as headings are looked up: letters only at both ends, letter-spacing undone."""
    plain = fold(text)
    if _SPACED.fullmatch(plain.strip(" :")):
        plain = plain.replace(" ", "")
    if plain[:1].isalpha() and plain[-1].isalpha():
        return plain
    first = next((at for at, c in enumerate(plain) if c.isalpha()), len(plain))
    last = next((at for at in range(len(plain), first, -1) if plain[at - 1].isalpha()), first)
    return plain[first:last]
