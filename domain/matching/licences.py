"""Licences to practise, by kind: what a posting asks for and what a résumé shows. The table is `licences.toml`."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from domain.matching.cues import cue, plain, word_pattern
from schema.countries import folded

_PREFIX = "licence:"
"""Keeps kinds apart from the words of certificates."""


class _Kind(NamedTuple):
    key: str
    asked: re.Pattern[str]
    named: re.Pattern[str]
    practised: str | None
    includes: str | None


@lru_cache(maxsize=1)
def _table() -> tuple[_Kind, ...]:
    data = tomllib.loads(files("domain.matching").joinpath("licences.toml").read_text(encoding="utf-8"))
    return tuple(
        _Kind(
            f"{_PREFIX}{name}",
            word_pattern(row["asked"]),
            word_pattern(row["named"]),
            row.get("practised"),
            f"{_PREFIX}{row['includes']}" if "includes" in row else None,
        )
        for name, row in data.items()
    )


@lru_cache(maxsize=20_000)
def licences_named(text: str) -> tuple[str, ...]:
    """The kinds of licences that a text names: `Registered Nurse (RN)` → `licence:nursing`."""
    words = plain(text)
    certain = cue("inline", "licence").search(words) is not None
    return tuple(kind.key for kind in _table() if kind.named.search(words) or (certain and kind.asked.search(words)))


def licences_held(text: str) -> tuple[str, ...]:
    """The kinds that a text of a résumé names, and those that they include."""
    named = licences_named(text)
    return (*named, *(kind.includes for kind in _table() if kind.key in named and kind.includes))


def licence_practised(family: str | None) -> str | None:
    """The kind of licence that an occupation (`titles.toml`) cannot be practised without, if it is one of those."""
    return next((kind.key for kind in _table() if family and kind.practised == family), None)


def asks_licence(text: str) -> bool:
    """Whether a line of requirements asks for a licence, of a kind that the table knows or of another."""
    return cue("inline", "licence").search(plain(text)) is not None or bool(licences_named(text))


def licence_keys(text: str) -> list[str]:
    """What of a résumé's credentials shows the licence that a line asks for: its kinds, else its telling words."""
    named = set(licences_named(text))
    lesser = {kind.includes for kind in _table() if kind.key in named}
    return sorted(named - lesser or credential_words(text))


def credential_words(text: str) -> frozenset[str]:
    """The words of a licence or certificate that can tell it from another."""
    return frozenset(word for word in re.findall(r"\w+", folded(text)) if len(word) > 3 or word.isdigit())
