"""A vector for a text without a model: hashed words and character n-grams.

The hashing trick with signs (Weinberger et al. 2009) over words and character 3- and 4-grams inside words (the subword
features of fastText), sub-linear term frequency, unit length. Texts that share words or word stems come out near
each other; synonyms do not. The same text gives the same vector in every process.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

LEXICAL_MODEL = "vitaeflow-lexical-1"
"""Name stored with each vector. A change of the features below needs a new number: old vectors no longer compare."""

_WORD_WEIGHT = 2.0
_GRAM_WEIGHT = 0.5
_SHORT = 3
_SHORT_WEIGHT = 0.4
"""Words of up to three letters are mostly grammar, in every language with spaces; skills among them still count."""

_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\U00020000-\U0002fa1f"
_TOKEN = re.compile(f"[{_CJK}]+|[^\\W_{_CJK}]+[+#]*")
_IS_CJK = re.compile(f"[{_CJK}]")
_SPACED_TOKEN = re.compile(r"[^\W_]+[+#]*")
"""What `_TOKEN` is in a text without such scripts, in a third of the time."""

_Hashes = npt.NDArray[np.uint64]
_Features = tuple[_Hashes, npt.NDArray[np.float64], npt.NDArray[np.intp]]
"""Distinct hashes, the weight of each, and the number of the text it is of."""

_FACTORS = np.array([pow(0x1F_FFFF + 0x9E37_79B9, power, 1 << 64) for power in range(4)], dtype=np.uint64)
"""By place in a run of characters. Code points have 21 bits: three fit into 64 as they are, a fourth is folded in."""
_AT_ONCE = 32
"""Texts that are worked on together: enough to pay for the calls, few enough to stay in the processor's cache."""


def embed_lexically(texts: Sequence[str], dimensions: int = 1536) -> list[list[float]]:
    """One vector per text, each of `dimensions` float32 values and length 1.

    A text without any word gets the vector of the empty text, so that every vector has a direction.
    """
    if dimensions < 1:
        raise ValueError("a vector has at least one dimension")
    vectors: list[list[float]] = []
    for first in range(0, len(texts), _AT_ONCE):
        vectors += _embed(texts[first : first + _AT_ONCE], dimensions)
    return vectors


def _embed(texts: Sequence[str], dimensions: int) -> list[list[float]]:
    """All texts in the same few array operations: on one text, each would take longer to call than to run."""
    tokens = [_tokens(text) or [""] for text in texts]
    kinds = [_words(tokens), *_grams(tokens)]
    # Sums are of floating point: a bin always adds up words, then each size of grams, each in the order of its hashes.
    hashes, weights, owners = (np.concatenate(parts) for parts in zip(*kinds, strict=True))
    bins = (hashes % np.uint64(dimensions)).astype(np.intp) + owners * dimensions
    # the sign comes from a bit that the remainder hardly sees: collisions cancel out instead of adding up
    signed = np.where(hashes >> np.uint64(63), weights, -weights)
    sums = np.bincount(bins, weights=signed, minlength=len(texts) * dimensions).reshape(len(texts), dimensions)
    for row in sums:
        if not row.any():  # only when all features fell on each other in very few dimensions
            row[0] = 1.0
    lengths = np.array([np.linalg.norm(row) for row in sums])
    vectors: list[list[float]] = (sums / lengths[:, None]).astype(np.float32).tolist()
    return vectors


def _tokens(text: str) -> list[str]:
    """Words; scripts without spaces give overlapping pairs of characters."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    if plain.isascii() or not _IS_CJK.search(plain):
        return _SPACED_TOKEN.findall(plain)
    return [part for token in _TOKEN.findall(plain) for part in _pairs(token)]


def _pairs(token: str) -> list[str]:
    if len(token) > 1 and _IS_CJK.match(token):
        return [token[at : at + 2] for at in range(len(token) - 1)]
    return [token]


def _words(texts: Sequence[list[str]]) -> _Features:
    """The words of each text, in order of their hashes."""
    hashes: list[int] = []
    counts: list[int] = []
    sizes: list[int] = []
    short: list[bool] = []
    for tokens in texts:
        times = Counter(tokens)
        hashes += [zlib.crc32(token.encode()) for token in times]
        counts += times.values()
        short += [len(token) <= _SHORT for token in times]
        sizes.append(len(times))
    mixed, owners = _mixed(np.array(hashes, dtype=np.uint64), 1), np.repeat(np.arange(len(texts)), sizes)
    order = np.lexsort((mixed, owners))
    mixed = mixed[order]
    at = np.flatnonzero(_begins(mixed, np.cumsum([0, *sizes])))
    # Words that share a hash are one, as they are to everybody who compares vectors.
    weights = _WORD_WEIGHT * (1.0 + np.log(np.add.reduceat(np.array(counts, dtype=np.float64)[order], at)))
    weights[np.logical_or.reduceat(np.array(short)[order], at)] *= _SHORT_WEIGHT
    return mixed[at], weights, owners[at]


def _grams(texts: Sequence[list[str]]) -> list[_Features]:
    """The distinct runs of 3, and of 4, characters that lie in one word, its surrounding spaces included."""
    joined = [f" {' '.join(tokens)} " for tokens in texts]
    # A run over the border of two texts holds both of their spaces, one of them inside, and so is none.
    letters = np.frombuffer("".join(joined).encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    begins = np.cumsum([0, *map(len, joined)])
    inner = letters != np.uint64(ord(" "))
    threes = letters[:-2] + letters[1:-1] * _FACTORS[1] + letters[2:] * _FACTORS[2]
    fours = threes[:-1] + letters[3:] * _FACTORS[3]
    inside = inner[1:-1]
    found = []
    for size, sums, whole in ((3, threes, inside), (4, fours, inside[:-1] & inside[1:])):
        at = np.flatnonzero(whole)
        found.append(_distinct(_mixed(sums[at], size), np.searchsorted(at, begins)))
    return found


def _distinct(hashes: _Hashes, bounds: npt.NDArray[np.intp]) -> _Features:
    """Each hash once per text, in order. The hashes of text `i` are those from `bounds[i]` to `bounds[i + 1]`."""
    for first, last in pairwise(bounds.tolist()):
        hashes[first:last].sort()
    at = np.flatnonzero(_begins(hashes, bounds))
    counts = np.diff(at, append=len(hashes)).astype(np.float64)
    return hashes[at], _GRAM_WEIGHT * (1.0 + np.log(counts)), np.searchsorted(bounds, at, side="right") - 1


def _begins(hashes: _Hashes, bounds: npt.NDArray[np.intp]) -> npt.NDArray[np.bool_]:
    """Which of the sorted hashes of each text differs from the one before it."""
    new = np.ones(len(hashes), dtype=np.bool_)
    np.not_equal(hashes[1:], hashes[:-1], out=new[1:])
    new[bounds[bounds < len(hashes)]] = True
    return new


def _mixed(values: _Hashes, salt: int) -> _Hashes:
    """Spread values over all 64 bits (the finaliser of splitmix64); `salt` keeps kinds of features apart."""
    mixed = values + np.uint64(salt * 0x9E37_79B9_7F4A_7C15 % (1 << 64))
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58_476D_1CE4_E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D0_49BB_1331_11EB)
    spread: _Hashes = mixed ^ (mixed >> np.uint64(31))
    return spread
