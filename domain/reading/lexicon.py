"""The words that résumés use in nine languages, ready to look up.

Own words stand in `languages/<code>.toml`; names of months, languages and countries come from the CLDR.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from babel import Locale
from rapidfuzz import process
from rapidfuzz.distance import OSA

from domain.reading.memory import remembered
from domain.reading.wording import Words, fold, heading_key, is_cjk, without_marks, words

__all__ = ["LANGUAGES", "Lexicon", "Words", "fold", "heading_key", "is_cjk", "lexicon", "words"]

LANGUAGES: Traversable = files("domain.reading").joinpath("languages")
"""The folder of tables: `en.toml`, `de.toml`, …; what English calls a heading wins where languages differ."""

_AND = re.compile(r"\s*(?:&|/|\+|,|・|、|与|及|和| and | und | et | y | e | i | và | ou | oraz )\s*")
_AND_SIGN = re.compile(r"[&/+,・、与及和]")
_AND_WORDS = frozenset(["and", "und", "et", "y", "e", "i", "và", "ou", "oraz"])
"""One of these stands in whatever `_AND` divides: most lines hold none, which is found sooner."""
_SHORTEST_SLIP, _LONGEST_SLIP = 7, 40
_CUE_WORDS = 7
_RARITY = ("languages", "certificates", "publications", "projects", "other")
"""Kinds whose words tell more than those of work, education, skills and summary: `language skills` are languages."""


@dataclass(frozen=True, eq=False)
class Lexicon:
    """All tables of all languages in one; a word that several languages share is there once."""

    headings: dict[str, str] = field(default_factory=dict)
    bare_headings: dict[str, str] = field(default_factory=dict)
    """The same without accents."""
    cues: dict[str, Words] = field(default_factory=dict)
    """Kind of section → words that headings of this kind hold."""
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

    @cached_property
    def _by_shape(self) -> dict[tuple[str, int], list[str]]:
        """Headings by first letter and length, those that are shorter or longer by one letter among them."""
        own: dict[tuple[str, int], list[str]] = {}
        for key in self.bare_headings:
            own.setdefault((key[0], len(key)), []).append(key)
        shapes = {(first, size + n) for first, size in own for n in (-1, 0, 1)}
        return {(c, size): [key for n in (-1, 0, 1) for key in own.get((c, size + n), ())] for c, size in shapes}

    @cached_property
    def foreign_languages(self) -> dict[str, str]:
        """Names of languages with letters beyond ASCII."""
        return {name: code for name, code in self.languages.items() if len(name) > 1 and not name.isascii()}

    @cached_property
    def unspaced_languages(self) -> tuple[str, ...]:
        """Names of languages in scripts without spaces."""
        return tuple(name for name in self.languages if is_cjk(name))

    @remembered
    def heading(self, text: str) -> str | None:
        """The kind of section a line names, None if it names none.

        `E D U C A T I O N`, `Skills & Tools`, `FORMACION` without its accent and `Experiance` with a slip count too.
        """
        plain = heading_key(text)
        if not plain or len(plain) > 60:
            return None
        if plain in self.headings:
            return self.headings[plain]
        if _AND_SIGN.search(plain) or not _AND_WORDS.isdisjoint(plain.split()):
            kinds = [self.headings.get(part) for part in _AND.split(plain) if part]
            if len(kinds) > 1 and all(kinds):
                return kinds[0]
        return None if plain in self.words.get("degrees", ()) else self._similar(plain)  # `Diploma` is no `Diplomas`

    def _similar(self, plain: str) -> str | None:
        """The heading that a line is but for accents or one slip of the pen."""
        bare = without_marks(plain)
        if bare in self.bare_headings:
            return self.bare_headings[bare]
        if not _SHORTEST_SLIP <= len(bare) <= _LONGEST_SLIP or is_cjk(bare) or any(c.isdigit() for c in bare):
            return None
        near = self._by_shape.get((bare[0], len(bare)), ())
        found = process.extractOne(bare, near, scorer=OSA.distance, score_cutoff=1)
        return self.bare_headings[found[0]] if found else None

    def heading_by_cue(self, text: str) -> str | None:
        """The kind that a line which looks like a heading is about, by its telling words; None without any.

        Weaker than `heading`: `Places I have worked` names work, but so does a line of text about work. The first
        telling word decides in languages whose nouns lead, the last one in others; what is rarer in headings
        (languages, certificates, …) wins over what is common.
        """
        plain = heading_key(text)
        found = {kind: at for kind, cues in self.cues.items() if (at := cues.last(plain)) is not None}
        if not found or len(plain.split()) > _CUE_WORDS or any(c.isdigit() for c in plain):
            return None
        return max(found, key=lambda kind: (-_RARITY.index(kind) if kind in _RARITY else -len(_RARITY), found[kind]))

    def language_of(self, headings: Iterable[str]) -> str | None:
        """The language that most of a document's headings are of; None if they do not tell."""
        votes: Counter[str] = Counter()
        for heading in headings:
            votes.update(self.spoken.get(heading_key(heading), ()))
        ranked = votes.most_common(2)
        return ranked[0][0] if ranked and (len(ranked) == 1 or ranked[0][1] > ranked[1][1]) else None


_WORD_LISTS = (
    "titles", "junior", "senior", "leading", "managing", "organisations", "schools", "degrees", "faculties", "levels",
    "remote", "honorifics", "credentials", "particles", "honours",
)  # fmt: skip
_PHRASE_LISTS = ("present", "since", "until", "language")


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


def _languages(locales: list[Locale], data: dict[str, dict[str, Any]]) -> dict[str, str]:
    """Names of languages: the CLDR's, and what people say besides."""
    found = _names(locales, "languages", re.compile(r"[a-z]{2}"))
    for table in data.values():
        for name, code in table.get("languages", {}).items():
            found.setdefault(fold(name), code)
    return found


def _collect(data: dict[str, dict[str, Any]], key: str) -> list[str]:
    return [word for table in data.values() for word in table.get(key, [])]


def _tables() -> dict[str, dict[str, Any]]:
    """Language → its table, English first."""
    found = {f.name.removesuffix(".toml"): f for f in LANGUAGES.iterdir() if f.name.endswith(".toml")}
    order = sorted(found, key=lambda code: (code != "en", code))
    return {code: tomllib.loads(found[code].read_text(encoding="utf-8")) for code in order}


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The lexicon of this process, built once (about 30 ms)."""
    data = _tables()
    locales = [Locale.parse(code) for code in data]
    headings: dict[str, str] = {}
    cues: dict[str, list[str]] = {}
    spoken: dict[str, frozenset[str]] = {}
    labels: dict[str, str] = {}
    for language, table in data.items():
        for kind, entries in table.get("headings", {}).items():
            for key in map(heading_key, entries):
                headings.setdefault(key, kind)
                spoken[key] = spoken.get(key, frozenset()) | {language}
        for kind, entries in table.get("cues", {}).items():
            cues.setdefault(kind, []).extend(entries)
        for kind, entries in table.get("labels", {}).items():
            for entry in entries:
                labels.setdefault(heading_key(entry), kind)
    countries = _names(locales, "territories", re.compile(r"[A-Z]{2}"))
    countries |= {"usa": "US", "uk": "GB", "u.k.": "GB", "england": "GB", "scotland": "GB", "wales": "GB"}
    return Lexicon(
        headings=headings,
        bare_headings={without_marks(key): kind for key, kind in headings.items()},
        cues={kind: Words.of(entries) for kind, entries in cues.items()},
        spoken=spoken,
        labels=labels,
        banners=frozenset(heading_key(word) for word in _collect(data, "banners")),
        groups=frozenset(heading_key(word) for word in _collect(data, "groups")),
        months=_months(locales),
        languages=_languages(locales, data),
        countries=countries,
        country_codes=frozenset(countries.values()),
        words={key: Words.of(_collect(data, key)) for key in _WORD_LISTS},
        phrases={
            key: tuple(sorted({fold(p) for p in _collect(data, key)}, key=lambda p: (-len(p), p)))
            for key in _PHRASE_LISTS
        },
    )
