"""Spoken languages by name in many languages → ISO 639-1, and their levels on one scale. Names are those of CLDR."""

from __future__ import annotations

import re
from functools import lru_cache

from babel import Locale

from domain.matching.cues import cue, plain
from schema.countries import LOCALES, folded

BASIC, WORKING, FLUENT, NATIVE = range(1, 5)

_CODES = """
en de fr es pt it nl pl vi zh ja ko ru uk cs sk sv da nb no fi el tr ar he hi bn ur fa th id ms tl ro hu bg hr sr sl et
lv lt ca eu gl ga sq mk ka hy az kk uz mn km lo my ta te ml kn gu mr pa ne si sw am af zu
"""
_SPOKEN = frozenset(_CODES.split())
# What people write and CLDR does not list.
_EXTRA = {
    "mandarin": "zh", "mandarin chinese": "zh", "cantonese": "zh", "castellano": "es", "castilian": "es", "farsi": "fa",
    "tagalog": "tl", "filipino": "tl", "flemish": "nl", "brazilian portuguese": "pt", "norwegian": "no",
    "hochdeutsch": "de", "汉语": "zh", "普通话": "zh", "英文": "en", "中文": "zh", "日文": "ja",
    "法文": "fr", "德文": "de",
}  # fmt: skip
_LEVEL_ORDER = ((NATIVE, "native"), (FLUENT, "fluent"), (BASIC, "basic"), (WORKING, "working"))


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    names: dict[str, str] = {}
    for locale in LOCALES:
        known = Locale(locale).languages
        for code in sorted(_SPOKEN):
            name = folded(known.get(code, ""))
            if len(name) > 1:
                names.setdefault(name, "no" if code == "nb" else code)
                names.setdefault(re.sub(r"^(tieng|jezyk) ", "", name), "no" if code == "nb" else code)
    return names | _EXTRA


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    names = sorted((re.escape(n) for n in _names() if len(n) > 3 or ord(n[0]) > 0x2E80), key=len, reverse=True)
    words = "|".join(n if ord(n[0]) > 0x2E80 else rf"(?<!\w){n}(?:kenntnisse|e|er|em|en|a|o)?(?!\w)" for n in names)
    return re.compile(words)


@lru_cache(maxsize=4096)
def language_code(name: str) -> str | None:
    """ISO 639-1 of a language's name (`Inglés`, `tiếng Anh`, `German (C1)`) or of its code; None when unknown."""
    text = folded(name)
    bare = re.sub(r"^(tieng|jezyk|lingua|lengua) ", "", re.split(r"[(:,/–—-]", text)[0].strip())
    if text in _SPOKEN:
        return text
    return _names().get(text) or _names().get(bare) or next((code for code, _ in named_languages(name)), None)


def named_languages(text: str) -> list[tuple[str, str]]:
    """Languages named in a text, in order: (code, the words as folded text)."""
    found: list[tuple[str, str]] = []
    for match in _pattern().finditer(folded(text)):
        words = match[0]
        code = _names().get(words) or next((_names()[words[:-n]] for n in (1, 2, 10) if words[:-n] in _names()), None)
        if code and code not in (known for known, _ in found):
            found.append((code, words))
    return found


def level_in(words: str | None) -> int | None:
    """BASIC … NATIVE as words or a CEFR grade say it; None when they do not."""
    text = plain(words or "")
    # What kind of proficiency is meant says more than the word, by itself a high one: "elementary proficiency".
    return _named_level(text.replace("proficiency", "")) or _named_level(text)


def _named_level(text: str) -> int | None:
    return next((level for level, name in _LEVEL_ORDER if cue("language_level", name).search(text)), None)
