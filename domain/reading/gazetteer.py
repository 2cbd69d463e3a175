"""Known places: which countries a city, a province or a code of one may belong to. The table is `places.toml`."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from domain.reading.lexicon import fold
from domain.reading.memory import remembered

Countries = frozenset[str]


@remembered
def _plain(text: str) -> str:
    """Folded and without accents: `Malaga` is `Málaga`."""
    folded = fold(text)
    if folded.isascii():
        return folded.strip(" .()")
    decomposed = unicodedata.normalize("NFKD", folded.replace("ł", "l").replace("đ", "d"))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).strip(" .()")


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Names of places with the ISO codes of their countries."""

    cities: dict[str, Countries]
    regions: dict[str, Countries]
    codes: dict[str, Countries]

    def city(self, text: str) -> Countries:
        """Countries that have a larger city of this name."""
        return self.cities.get(_plain(text), frozenset())

    def region(self, text: str) -> Countries:
        """Countries that have a state or province of this name, or, in capitals, of this code."""
        return self.regions.get(_plain(text), frozenset()) | self.codes.get(text.strip(" .()"), frozenset())

    def countries(self, parts: Iterable[str]) -> Countries:
        """The countries that all known parts of a written place have in common; empty if nothing is known."""
        found: Countries = frozenset()
        for part in parts:
            known = self.region(part) or self.city(part)
            found = (found & known or found) if found and known else found or known
        return found


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """The gazetteer of this process, read once (about 3 ms)."""
    data = tomllib.loads(files("domain.reading").joinpath("places.toml").read_text(encoding="utf-8"))
    tables: dict[str, dict[str, Countries]] = {"cities": {}, "regions": {}, "codes": {}}
    for country, lists in data.items():
        for kind, names in lists.items():
            for name in names:
                key = name if kind == "codes" else _plain(name)
                tables[kind][key] = tables[kind].get(key, frozenset()) | {country}
    return Gazetteer(**tables)
