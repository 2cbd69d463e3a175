"""Facts as small numbers: what the rubric compares of one person or one posting, packed for storage.

A row has scalars (int32, -1 for None) and bags: words as 64-bit hashes, each with a weight. Which ones there are is
said in `packing`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from domain.matching.facts import FACTS_VERSION

MOST: Final = 2_000_000_000
"""No fact is a larger number."""

HEAVIEST: Final = 32_000
_MOST_WORDS = 60_000


@dataclass(frozen=True)
class Layout:
    """The names of what one side is packed into. `bags` says in which language of words each is written."""

    scalars: tuple[str, ...]
    bags: Mapping[str, str]

    @property
    def bag_names(self) -> tuple[str, ...]:
        """In the order of packing."""
        return tuple(self.bags)


@dataclass(frozen=True, slots=True)
class Features:
    """One packed row: `scalars` int32, `counts` uint16 per bag, `words` uint64 bag after bag, `weights` int16 alike."""

    scalars: bytes
    counts: bytes
    words: bytes
    weights: bytes


@lru_cache(maxsize=200_000)
def word_hash(language: str, word: str) -> int:
    """64 bits that stand for a word. Equal only for equal words, short of one chance in 10^13 over a million words."""
    return int.from_bytes(hashlib.blake2b(f"{language}\x1f{word}".encode(), digest_size=8).digest(), "little")


def pack(layout: Layout, scalars: Mapping[str, int | None], bags: Mapping[str, Mapping[str, int]]) -> Features:
    """Pack one row. Raises ValueError, TypeError or LookupError for values that no facts may have."""
    numbers = [_number(scalars[name]) for name in layout.scalars]
    filled = [(language, bags[name]) for name, language in layout.bags.items()]
    counts = [len(bag) for _, bag in filled]
    if sum(counts) > _MOST_WORDS:
        raise ValueError("more words than a document has")
    words = [_word(language, word) for language, bag in filled for word in bag]
    weights = [_weight(weight) for _, bag in filled for weight in bag.values()]
    return Features(
        np.array(numbers, dtype="<i4").tobytes(),
        np.array(counts, dtype="<u2").tobytes(),
        np.array(words, dtype="<u8").tobytes(),
        np.array(weights, dtype="<i2").tobytes(),
    )


def bag(words: Iterable[str]) -> dict[str, int]:
    """Words of weight 1. A text is refused, and a list that repeats itself: it would count twice."""
    if not isinstance(words, Collection) or isinstance(words, (str, bytes)):
        raise TypeError("not a collection of words")
    counted = dict.fromkeys(words, 1)
    if len(counted) != len(words):
        raise ValueError("a word stands twice")
    return counted


def _number(value: int | None) -> int:
    if value is None:
        return -1
    if not 0 <= int(value) <= MOST:
        raise ValueError("no fact is such a number")
    return int(value)


def _weight(value: int) -> int:
    if not 0 <= int(value) <= HEAVIEST:
        raise ValueError("no weight is such a number")
    return int(value)


def _word(language: str, word: str) -> int:
    if not isinstance(word, str):
        raise TypeError("not a word")
    return word_hash(language, word)


def layout_version(*layouts: Layout) -> str:
    """Changes with the facts and with the names of what is packed of them."""
    named = repr([(layout.scalars, tuple(layout.bags.items())) for layout in layouts])
    return f"{FACTS_VERSION}-{hashlib.blake2b(named.encode(), digest_size=4).hexdigest()}"
