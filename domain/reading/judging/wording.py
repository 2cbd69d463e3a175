"""How a line says what was done: with numbers, with an outcome, with a deed, or only that there was a duty.

The words stand in `cues.toml` by language. Numbers are judged in every language; words only in those with a table.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from domain.reading.lexicon import fold, is_cjk
from domain.reading.memory import remembered

_WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*")
_ASCII_WORD = re.compile(r"[a-z]+(?:['.-][a-z]+)*")
"""What `_WORD` is in folded text without other letters, in half the time."""
_KANA = re.compile(r"[\u3040-\u30ff]")
_NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f ]\d+)*")
_NO_MEASURE = re.compile(
    r"(?=[\dvn§IDEH])(?:"  # what any of these begins with: all other places are left at once
    r"(?<![\d.,])(?:19[4-9]\d|20[0-4]\d)(?![\d.,%€$£]|\s?(?:%|[€$£¥]))(?:\s*年)?|"  # a year
    r"\b\d{1,2}[./-](?:\d{1,2}[./-])?\d{4}\b|\b\d{4}[./-]\d{1,2}(?:[./-]\d{1,2})?\b|"  # a date
    r"(?:(?<=[^\W\d_])|(?<=[^\W\d_][-/])|(?<=[^\W\d_][^\W\d_] v))\d+(?:\.\d+)*|"  # B2, S3, ISO-9001
    r"\bv?\d{1,2}(?:\.\d{1,2}){2}\b|\b(?:(?-i:ISO|DIN|EN|IEC|IEEE|HACCP)|nr|§|version)\.?\s?\d+(?:[-:.]\d+)*)",
    re.IGNORECASE,
)
_COMMON_SHARE = 0.12
"""Share of a text's words that must be among the commonest of a language; texts in list style have few."""
_AHEAD = 1.15
_LETTERS_PER_WORD = 2.5
"""Characters that count as one word where words are not set apart."""


@dataclass(frozen=True, slots=True, eq=False)
class Cue:
    """A list of `cues.toml`, ready to look up."""

    phrases: Mapping[str, frozenset[tuple[str, ...]]]
    """By first word."""
    stems: tuple[str, ...]
    inside: tuple[str, ...]

    @classmethod
    def of(cls, entries: Sequence[str]) -> Cue:
        """Sort the entries into phrases, beginnings of words, and words of scripts without spaces."""
        spaced = [entry for entry in entries if not is_cjk(entry)]
        phrases: dict[str, frozenset[tuple[str, ...]]] = {}
        for phrase in (tuple(_tokens(entry)) for entry in spaced if not entry.endswith("*")):
            phrases[phrase[0]] = phrases.get(phrase[0], frozenset()) | {phrase}
        stems = tuple(sorted(fold(entry[:-1]) for entry in spaced if entry.endswith("*")))
        return cls(phrases, stems, tuple(entry for entry in entries if is_cjk(entry)))

    @remembered
    def found(self, text: str, *, within: int | None = None) -> bool:
        """One of its entries stands in the text, or among its first `within` words."""
        if self.inside and any(word in text for word in self.inside):
            return True
        tokens = _tokens(text)
        for at, token in enumerate(tokens[:within]):
            if self.stems and token.startswith(self.stems):
                return True
            if any(tuple(tokens[at : at + len(phrase)]) == phrase for phrase in self.phrases.get(token, ())):
                return True
        return False


@dataclass(frozen=True, slots=True)
class Wording:
    """The lists of one language that its lines are judged by."""

    outcomes: Cue
    deeds: Cue
    vague: Cue


@remembered
def _tokens(text: str) -> Sequence[str]:
    plain = fold(text)
    return tuple((_ASCII_WORD if plain.isascii() else _WORD).findall(plain))


@dataclass(frozen=True, slots=True)
class _Language:
    """How a language is told from others; `wording` is None for one that is not judged by its words."""

    common: frozenset[str]
    foreign: re.Pattern[str]
    wording: Wording | None

    def likeness(self, tokens: Mapping[str, int], beyond: Sequence[str]) -> int:
        """Words (token → times) that are among its commonest, less those with letters that it does not have.

        `beyond`: those with letters beyond ASCII.
        """
        common = sum([tokens[token] for token in tokens.keys() & self.common])
        return common - sum([tokens[token] for token in beyond if self.foreign.search(token)])


@lru_cache(maxsize=1)
def _languages() -> dict[str, _Language]:
    data = tomllib.loads(files("domain.reading.judging").joinpath("cues.toml").read_text(encoding="utf-8"))
    return {code: _language(table) for code, table in data.items()}


def _language(table: dict[str, Any]) -> _Language:
    """A table of `cues.toml`; one without deeds is not judged by its words."""
    foreign = re.compile(rf"[^\W\d_a-z{table.get('letters', '')}]")
    words = {name: Cue.of(table[name]) for name in ("outcomes", "deeds", "vague") if name in table}
    return _Language(frozenset(table["common"]), foreign, Wording(**words) if words else None)


def wording_of(lines: Sequence[str]) -> tuple[str, Wording] | None:
    """The language that lines are in and its lists; None for a language without any, or too few words to tell."""
    text = "\n".join(lines)
    languages = _languages()
    if is_cjk(text):
        code = "ja" if _KANA.search(text) else "zh"
    else:
        tokens = Counter(_tokens(text))
        beyond = [token for token in tokens if not token.isascii()]
        ranked = sorted(((each.likeness(tokens, beyond), code) for code, each in languages.items()), reverse=True)
        (best, code), (second, _) = ranked[0], ranked[1]
        if not tokens or best < _COMMON_SHARE * tokens.total() or best < _AHEAD * second:
            return None
    wording = languages[code].wording if code in languages else None
    return (code, wording) if wording else None


@remembered
def measured(text: str) -> bool:
    """The line holds a number that measures something: no year, date, norm, version or part of a name."""
    return _NUMBER.search(text) is not None and _NUMBER.search(_NO_MEASURE.sub(" ", text)) is not None


def length_in_words(text: str) -> float:
    """Words of a line; characters of scripts without spaces are counted in proportion."""
    return len(text) / _LETTERS_PER_WORD if is_cjk(text) else len(text.split())
