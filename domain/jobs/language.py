"""The language that a text is written in: by its script, and for Latin letters by its small words."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from functools import lru_cache
from importlib.resources import files

_LOOKED_AT = 4000
_LEAST_WORDS = 4
"""Fewer small words than this are no evidence: a list of product names has none."""
_CLEARLY = 1.25

_KANA = re.compile(r"[\u3040-\u30ff]")
_SCRIPTS = (
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("zh", re.compile(r"[\u3400-\u9fff]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
)
_UKRAINIAN = re.compile(r"[іїєґ]", re.IGNORECASE)
_LATIN = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=1)
def _small_words() -> dict[str, list[str]]:
    """Word → the languages that use it."""
    table = tomllib.loads(files("domain.jobs").joinpath("languages.toml").read_text(encoding="utf-8"))
    by_word: dict[str, list[str]] = {}
    for language, words in table.items():
        for word in dict.fromkeys(words):
            by_word.setdefault(word, []).append(language)
    return by_word


def language_of(text: str) -> str | None:
    """ISO 639-1 of a text; None for too little of it, or when two languages fit alike."""
    sample = unicodedata.normalize("NFC", text[:_LOOKED_AT])
    letters = sum(character.isalpha() for character in sample)
    if not letters:
        return None
    return _by_script(sample, letters) or _by_words(sample)


def _by_script(sample: str, letters: int) -> str | None:
    """A character of Chinese says as much as three letters: English names in the text do not outweigh it."""
    counts = {code: len(pattern.findall(sample)) for code, pattern in _SCRIPTS}
    kana = len(_KANA.findall(sample))
    if 3 * (counts["zh"] + kana) > letters / 3:
        return "ja" if 20 * kana > counts["zh"] and kana else "zh"
    code = max(counts, key=lambda name: counts[name])
    if 3 * counts[code] < letters:
        return None
    return "uk" if code == "ru" and _UKRAINIAN.search(sample) else code


def _by_words(sample: str) -> str | None:
    """Each small word is a vote, shared among the languages that have it."""
    table = _small_words()
    votes: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for word in _LATIN.findall(sample.lower()):
        for language in table.get(word, ()):
            votes[language] += 12 // len(table[word])
            seen[language] += 1
    best = votes.most_common(2)
    if not best or seen[best[0][0]] < _LEAST_WORDS:
        return None
    return best[0][0] if len(best) == 1 or best[0][1] >= _CLEARLY * best[1][1] else None
