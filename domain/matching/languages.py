"""Spoken languages by name in many languages → ISO 639-1, and their levels on one scale. Names are those of CLDR."""

from __future__ import annotations

import re
from collections.abc import Iterator
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
_WORD = re.compile(r"\w+")
_CJK_FROM = 0x2E80
_ENDINGS = ("kenntnisse", "er", "em", "en", "e", "a", "o")
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
def _unspaced() -> re.Pattern[str]:
    """Names of scripts that write no spaces: they are found inside of other words too."""
    names = sorted((re.escape(name) for name in _names() if ord(name[0]) > _CJK_FROM), key=len, reverse=True)
    return re.compile("|".join(names))


@lru_cache(maxsize=1)
def _spaced() -> dict[str, dict[str, str]]:
    """First word → names of other scripts that begin with it, the longest first, also with an ending.

    Names of less than four letters are left out: they are words of other things too.
    """
    names = {" ".join(_WORD.findall(n)): code for n, code in _names().items() if ord(n[0]) <= _CJK_FROM and len(n) > 3}
    forms = {name + ending: code for ending in _ENDINGS for name, code in names.items()} | names
    by_word: dict[str, dict[str, str]] = {}
    for name in sorted(forms, key=lambda form: -len(form.split())):
        by_word.setdefault(name.split()[0], {})[name] = forms[name]
    return by_word


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
    plain_text = folded(text)
    found = list(_in_words(plain_text))
    if any(ord(character) > _CJK_FROM for character in plain_text):
        found += [(match.start(), _names()[match[0]], match[0]) for match in _unspaced().finditer(plain_text)]
    first: dict[str, str] = {}
    for _, code, words in sorted(found):
        first.setdefault(code, words)
    return list(first.items())


def _in_words(text: str) -> Iterator[tuple[int, str, str]]:
    """(start, code, words) of names that are words of their own, the longest at each place."""
    table = _spaced()
    words = list(_WORD.finditer(text))
    taken = 0
    for at, word in enumerate(words):
        names = table.get(word[0]) if at >= taken else None
        for name, code in names.items() if names else ():
            count = name.count(" ") + 1
            if count == 1 or name == " ".join(match[0] for match in words[at : at + count]):
                yield word.start(), code, name
                taken = at + count
                break


def level_in(words: str | None) -> int | None:
    """BASIC … NATIVE as words or a CEFR grade say it; None when they do not."""
    text = plain(words or "")
    # What kind of proficiency is meant says more than the word, by itself a high one: "elementary proficiency".
    return _named_level(text.replace("proficiency", "")) or _named_level(text)


def _named_level(text: str) -> int | None:
    return next((level for level, name in _LEVEL_ORDER if cue("language_level", name).search(text)), None)
