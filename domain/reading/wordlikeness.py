"""How much of a text is formed as words are: a file whose fonts map to the wrong characters reads as letter soup.

Every script has a measure of its own. Letters of the alphabets in the lexicon are judged by pairs: which letter follows
which in the names of countries and languages and in the lexicon's own words. Chinese and Japanese characters are judged
by how common they are. Other scripts count as words where letters of one script stand together.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter, defaultdict
from functools import lru_cache
from itertools import pairwise, repeat

from domain.reading.lexicon import lexicon

_OUTER = re.compile(r"^[\W_]+|[\W_]+$")
_PARTS = re.compile(r"[-–—‐‑/.,:;|+&@'’()\[\]\d\u00b7\u30fb\u3000-\u303f\uff00-\uff0f\uff1a-\uff20]+")
_LETTER = re.compile(r"[^\W\d_]")
_STOPS = ".,;:()"
_CJK = {"han", "kana"}
_ALPHABETS = {"latin", "cyrillic", "greek"}
"""Scripts in which one or two letters say nothing."""
_SHORTEST = 3
_CAPITALS = 5
_CHANGES = 2
"""Capitals behind a small letter that a word has at most."""
_LONGEST = 40
_BLOB = 100
"""Characters from which a token is data; only its beginning counts."""
_NEVER = -6.0
"""Logarithm of the probability of a pair that no word has."""
_RARE = -3.2
"""Mean logarithm of the pair probabilities below which a token is no word."""
_EVIDENCE = 24
"""Letters of a script that are needed to judge it."""


@lru_cache(maxsize=4096)
def script_of(character: str) -> str:
    """The script a letter belongs to, by the first word of its Unicode name: `latin`, `cyrillic`, `han`, `kana`."""
    if "\u3400" <= character <= "\u9fff" or "\uf900" <= character <= "\ufaff":
        return "han"
    if "\u3040" <= character <= "\u30ff":
        return "kana"
    if character.isascii():
        return "latin"
    return unicodedata.name(character, "unknown").split(" ")[0].casefold()


def _bare(word: str) -> str:
    """Lower case without accents, so that pairs of one language serve the others."""
    lower = word.casefold()
    if lower.isascii():
        return lower
    return "".join(c for c in unicodedata.normalize("NFKD", lower) if not unicodedata.combining(c))


@lru_cache(maxsize=1)
def _pairs() -> dict[tuple[str, str], float]:
    """Logarithm of the probability of the second letter after the first; `^` begins a word and `$` ends it."""
    lex = lexicon()
    known = [*lex.countries, *lex.languages, *lex.headings, *lex.labels, *lex.months]
    known += [" ".join(phrase) for words in lex.words.values() for phrase in words.phrases]
    every = set(re.findall(r"[a-z]{3,}", _bare(" ".join(sorted(known)))))
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    pairs = Counter(word[at : at + 2] for word in (f"^{each}$" for each in every) for at in range(len(word) - 1))
    for pair, n in pairs.items():
        counts[pair[0]][pair[1]] = n
    return {
        (first, second): math.log((following[second] + 0.2) / (following.total() + 6))
        for first, following in counts.items()
        for second in "abcdefghijklmnopqrstuvwxyz$"
    }


def _latin(word: str) -> bool:
    """Pairs of letters as in words that we know; short words in capitals are abbreviations."""
    if word.isupper() and len(word) <= _CAPITALS:
        return True
    if len(word) > _LONGEST:
        return False
    if word.islower():
        return _small_word(word)
    if not word[1:].islower() and sum(1 for a, b in pairwise(word) if a.islower() and b.isupper()) > _CHANGES:
        return False
    return _has_likely_pairs(word)


@lru_cache(maxsize=4096)
def _small_word(word: str) -> bool:
    """What comes again in every résumé is judged once; names, which are written large, are not kept."""
    return _has_likely_pairs(word)


def _has_likely_pairs(word: str) -> bool:
    bare = _bare(word)
    if len(bare) < 3:
        return True
    framed = f"^{bare}$"
    return sum(map(_pairs().get, pairwise(framed), repeat(_NEVER))) / (len(framed) - 1) > _RARE


def _han(character: str) -> bool:
    """One of the characters that the Chinese or Japanese national standard lists as common."""
    for codec, first, last in (("gb2312", 0xB0, 0xD7), ("euc_jp", 0xB0, 0xCF), ("big5", 0xA4, 0xC6)):
        try:
            if first <= character.encode(codec)[0] <= last:
                return True
        except UnicodeEncodeError:
            continue
    return False


def _word(word: str) -> tuple[str, int, int] | None:
    """Script, letters, and how many of them stand in something formed as a word; None for what tells nothing."""
    if word.isascii() and word.isalpha():  # most words of most documents
        size = len(word)
        return ("latin", size, size * _latin(word)) if size >= _SHORTEST else None
    letters = [c for c in word if c.isalpha()]
    if not letters:
        return None
    scripts = set(map(script_of, letters))
    script = scripts.pop() if len(scripts) == 1 else Counter(map(script_of, letters)).most_common(1)[0][0]
    scripts.add(script)
    if len(word) < _SHORTEST and script in _ALPHABETS:
        return None
    if _CJK & scripts:
        rare = sum(1 for c in letters if script_of(c) == "han" and not _han(c))
        return "han", len(letters), len(letters) - rare
    marks = 0 if len(letters) == len(word) else sum(1 for c in word if unicodedata.category(c)[0] == "M")
    pure = len(letters) + marks == len(word) and len(scripts) == 1
    return script, len(letters), len(letters) * int(pure and (script != "latin" or _latin(word)))


def _words(text: str) -> dict[str, int]:
    """The words of a text and how often each is there; addresses are left out."""
    found: dict[str, int] = defaultdict(int)
    for token, n in Counter(text.split()).items():
        if len(token) > _BLOB and token.isascii():
            token = token[:_LONGEST]  # noqa: PLW2901  (a picture written as letters is no half of the text)
        if token.isalpha() and token.isascii():
            found[token] += n
        elif (
            _LETTER.search(token)
            and "@" not in token
            and "://" not in token
            and not token.casefold().startswith("www.")
        ):
            bare = token.strip(_STOPS)
            for word in [bare] if bare.isalpha() and bare.isascii() else _PARTS.split(_OUTER.sub("", token)):
                found[word] += n
    return found


def word_likeness(text: str) -> tuple[float | None, dict[str, float]]:
    """Share of letters that stand in something formed as a word, over all scripts and by script.

    None and nothing where there are too few letters to tell. Addresses and numbers are left out.
    """
    seen: Counter[str] = Counter()
    good: Counter[str] = Counter()
    for word, n in _words(text).items():
        if judged := _word(word):
            script, letters, fine = judged
            seen[script] += letters * n
            good[script] += fine * n
    by_script = {s: round(good[s] / n, 3) for s, n in sorted(seen.items()) if n >= _EVIDENCE}
    total = seen.total()
    return (round(good.total() / total, 3) if total >= _EVIDENCE else None), by_script
