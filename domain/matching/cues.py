"""The cue words of `cues.toml` as patterns over folded text."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files

from schema.countries import folded

CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


def plain(text: str) -> str:
    """Folded text with single spaces for all punctuation but `+` and `#`: what cue words are looked for in."""
    return " ".join(re.sub(r"[^\w+#]+", " ", folded(text)).split())


def word_pattern(words: Iterable[str]) -> re.Pattern[str]:
    """Matches any of the words in `plain` text; `*` stands for any end, Chinese and Japanese need no word bounds."""
    whole: list[str] = []
    inside: list[str] = []
    for word in sorted(words, key=len, reverse=True):
        body = re.escape(folded(word)).replace(r"\*", r"\w*").replace(r"\ ", " ")
        (inside if CJK.search(word) else whole).append(body)
    parts = [*inside, *([rf"(?<!\w)(?:{'|'.join(whole)})(?!\w)"] if whole else [])]
    return re.compile("|".join(parts) or r"(?!)")


@lru_cache(maxsize=1)
def _table() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files("domain.matching").joinpath("cues.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=64)
def cue(section: str, name: str) -> re.Pattern[str]:
    """The pattern of one list."""
    return word_pattern(_table()[section][name])


@lru_cache(maxsize=64)
def cue_words(section: str, name: str) -> frozenset[str]:
    """The folded words of one list, for comparing whole phrases."""
    return frozenset(plain(word) for word in _table()[section][name])
