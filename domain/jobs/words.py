"""The words of `words.toml`: patterns over folded text, and groups of countries."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib.resources import files

from domain.matching.cues import plain, word_pattern


@lru_cache(maxsize=1)
def _table() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files("domain.jobs").joinpath("words.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=64)
def pattern(section: str, name: str) -> re.Pattern[str]:
    """The pattern of one list, for text made by `plain`."""
    return word_pattern(_table()[section][name])


@lru_cache(maxsize=1)
def region_pattern() -> re.Pattern[str]:
    """Names of groups of countries, the longest first."""
    return word_pattern(_table()["region"])


@lru_cache(maxsize=64)
def region_members(name: str) -> tuple[str, ...]:
    """The countries (ISO 3166-1 alpha-2) of a group, sorted; empty for a name that is none."""
    found: set[str] = set()
    for member in _table()["region"].get(plain(name), ()):
        found.update(region_members(member[1:]) if member.startswith("@") else [member])
    return tuple(sorted(found))
