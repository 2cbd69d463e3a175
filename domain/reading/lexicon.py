"""The words that résumés use in nine languages, ready to look up.

Own words stand in `lexicon.toml`; names of months, languages and countries come from the CLDR.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Any

from babel import Locale

_WORD = re.compile(r"[^\W\d_]+(?:[.'’][^\W\d_]+)*")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_SPACED = re.compile(r"(?:\w ){3,}\w")
_LONGEST = 4


def fold(text: str) -> str:
    """Casefolded, compatibility forms and apostrophes unified, spaces single: the form that words are compared in."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().replace("’", "'").split())


def words(text: str) -> list[str]:
    """The word tokens of a text, folded; inner dots and apostrophes stay (`b.sc`, `master's`)."""
    return [found.rstrip(".") for found in _WORD.findall(fold(text))]


def is_cjk(text: str) -> bool:
    """Holds a Chinese or Japanese character."""
    return _CJK.search(text) is not None


@dataclass(frozen=True, slots=True)
class Words:
    """A set of words and phrases, ends of compounds, and words of scripts without spaces."""

    phrases: frozenset[tuple[str, ...]]
    endings: tuple[str, ...]
    inside: tuple[str, ...]

    @classmethod
    def of(cls, entries: list[str]) -> Words:
        """Sort the entries of the table into their kinds."""
        phrases = frozenset(key for e in entries if not e.startswith("-") and (key := tuple(words(e))))
        endings = tuple(sorted({fold(e[1:]) for e in entries if e.startswith("-")}))
        return cls(phrases, endings, tuple(sorted({fold(e) for e in entries if is_cjk(e)}, key=lambda e: (-len(e), e))))

    def positions(self, tokens: list[str]) -> list[tuple[int, int]]:
        """Where its words stand among tokens, as (first, behind last), longest first, without overlap."""
        found, at = [], 0
        while at < len(tokens):
            size = next((n for n in range(_LONGEST, 0, -1) if tuple(tokens[at : at + n]) in self.phrases), 0)
            if not size and self.endings and tokens[at].endswith(self.endings):
                size = 1
            if size:
                found.append((at, min(at + size, len(tokens))))
            at += size or 1
        return found

    def count(self, text: str) -> int:
        """How many of its words a text holds."""
        hits = len(self.positions(words(text)))
        return hits + sum(word in text.casefold() for word in self.inside) if self.inside and is_cjk(text) else hits

    def __contains__(self, text: object) -> bool:
        """The whole text is one of the words."""
        return isinstance(text, str) and (tuple(words(text)) in self.phrases or fold(text) in self.inside)


@dataclass(frozen=True)
class Lexicon:
    """All tables of all languages in one; a word that several languages share is there once."""

    headings: dict[str, str] = field(default_factory=dict)
    spoken: dict[str, frozenset[str]] = field(default_factory=dict)
    """Heading → the languages it may be of."""
    labels: dict[str, str] = field(default_factory=dict)
    banners: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    months: dict[str, int] = field(default_factory=dict)
    languages: dict[str, str] = field(default_factory=dict)
    countries: dict[str, str] = field(default_factory=dict)
    country_codes: frozenset[str] = frozenset()
    words: dict[str, Words] = field(default_factory=dict)
    phrases: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def heading(self, text: str) -> str | None:
        """The kind of section a line names, None if it names none. `E D U C A T I O N` and `Skills & Tools` count."""
        plain = heading_key(text)
        if not plain or len(plain) > 60:
            return None
        if plain in self.headings:
            return self.headings[plain]
        parts = [part for part in re.split(r"\s*(?:&|/|\+|,| and | und | et | y | e | i | và )\s*", plain) if part]
        kinds = [self.headings.get(part) for part in parts]
        return kinds[0] if len(kinds) > 1 and all(kinds) else None

    def language_of(self, headings: Iterable[str]) -> str | None:
        """The language that most of a document's headings are of; None if they do not tell."""
        votes: Counter[str] = Counter()
        for heading in headings:
            votes.update(self.spoken.get(heading_key(heading), ()))
        ranked = votes.most_common(2)
        return ranked[0][0] if ranked and (len(ranked) == 1 or ranked[0][1] > ranked[1][1]) else None


def heading_key(text: str) -> str:
    """A line as headings are looked up: letters only at both ends, letter-spacing undone."""
    plain = fold(text)
    if _SPACED.fullmatch(plain.strip(" :")):
        plain = plain.replace(" ", "")
    while plain and not plain[0].isalpha():
        plain = plain[1:]
    while plain and not plain[-1].isalpha():
        plain = plain[:-1]
    return plain


_WORD_LISTS = (
    "titles", "junior", "senior", "leading", "managing", "organisations", "schools", "degrees", "levels", "remote",
    "honorifics", "credentials", "particles",
)  # fmt: skip
_PHRASE_LISTS = ("present", "since", "until")


def _months(locales: list[Locale]) -> dict[str, int]:
    """Names of months, wide and abbreviated, without final dots; names with digits are left to the date patterns."""
    names: dict[str, int] = {"sept": 9}
    for locale in locales:
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in locale.months[context][width].items():
                    plain = fold(name).rstrip(".")
                    if not any(c.isdigit() for c in plain) and not is_cjk(plain):
                        names.setdefault(plain, number)
                        names.setdefault(plain[:3], number)
    return names


def _names(locales: list[Locale], table: str, usable: re.Pattern[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for locale in locales:
        for code, name in getattr(locale, table).items():
            if usable.fullmatch(code):
                found.setdefault(fold(name), code)
    return found


def _collect(data: dict[str, dict[str, Any]], key: str) -> list[str]:
    return [word for table in data.values() for word in table.get(key, [])]


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The lexicon of this process, built once (about 30 ms)."""
    data = tomllib.loads(files("domain.reading").joinpath("lexicon.toml").read_text(encoding="utf-8"))
    locales = [Locale.parse(code) for code in data]
    headings: dict[str, str] = {}
    spoken: dict[str, frozenset[str]] = {}
    labels: dict[str, str] = {}
    for language, table in data.items():
        for kind, entries in table.get("headings", {}).items():
            for key in map(heading_key, entries):
                headings.setdefault(key, kind)
                spoken[key] = spoken.get(key, frozenset()) | {language}
        for kind, entries in table.get("labels", {}).items():
            for entry in entries:
                labels.setdefault(heading_key(entry), kind)
    countries = _names(locales, "territories", re.compile(r"[A-Z]{2}"))
    countries |= {"usa": "US", "uk": "GB", "u.k.": "GB", "england": "GB", "scotland": "GB", "wales": "GB"}
    return Lexicon(
        headings=headings,
        spoken=spoken,
        labels=labels,
        banners=frozenset(heading_key(word) for word in _collect(data, "banners")),
        groups=frozenset(heading_key(word) for word in _collect(data, "groups")),
        months=_months(locales),
        languages=_names(locales, "languages", re.compile(r"[a-z]{2}")),
        countries=countries,
        country_codes=frozenset(countries.values()),
        words={key: Words.of(_collect(data, key)) for key in _WORD_LISTS},
        phrases={
            key: tuple(sorted({fold(p) for p in _collect(data, key)}, key=lambda p: (-len(p), p)))
            for key in _PHRASE_LISTS
        },
    )
