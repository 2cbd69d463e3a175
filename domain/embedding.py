"""A vector for a text without a model: hashed words and character n-grams.

The hashing trick with signs (Weinberger et al. 2009) over words and character 3- and 4-grams inside words (the subword
features of fastText), sub-linear term frequency, unit length. Texts that share words or word stems come out near
each other; synonyms do not. The same text gives the same vector in every process.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

LEXICAL_MODEL = "vitaeflow-lexical-1"
"""Name stored with each vector. A change of the features below needs a new number: old vectors no longer compare."""

_WORD_WEIGHT = 2.0
_GRAM_WEIGHT = 0.5
_GRAM_SIZES = (3, 4)
_SHORT = 3
_SHORT_WEIGHT = 0.4
"""Words of up to three letters are mostly grammar, in every language with spaces; skills among them still count."""

_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\U00020000-\U0002fa1f"
_TOKEN = re.compile(f"[{_CJK}]+|[^\\W_{_CJK}]+[+#]*")
_IS_CJK = re.compile(f"[{_CJK}]")

_Hashes = npt.NDArray[np.uint64]
_Floats = npt.NDArray[np.float64]


def embed_lexically(texts: Sequence[str], dimensions: int = 1536) -> list[list[float]]:
    """One vector per text, each of `dimensions` float32 values and length 1.

    A text without any word gets the vector of the empty text, so that every vector has a direction.
    """
    if dimensions < 1:
        raise ValueError("a vector has at least one dimension")
    return [_embed(text, dimensions).tolist() for text in texts]


def _embed(text: str, dimensions: int) -> npt.NDArray[np.float32]:
    tokens = list(_tokens(unicodedata.normalize("NFKC", text).casefold())) or [""]
    hashes, weights = _features(tokens)
    sums = np.bincount(
        (hashes % np.uint64(dimensions)).astype(np.intp),
        # the sign comes from a bit that the remainder hardly sees: collisions cancel out instead of adding up
        weights=np.where(hashes >> np.uint64(63), weights, -weights),
        minlength=dimensions,
    )
    length = float(np.linalg.norm(sums))
    if length == 0.0:  # only when all features fell on each other in very few dimensions
        sums[0] = length = 1.0
    return (sums / length).astype(np.float32)


def _tokens(text: str) -> Iterable[str]:
    """Words; scripts without spaces give overlapping pairs of characters."""
    for token in _TOKEN.findall(text):
        if len(token) > 1 and _IS_CJK.match(token):
            yield from (token[at : at + 2] for at in range(len(token) - 1))
        else:
            yield token


def _features(tokens: list[str]) -> tuple[_Hashes, _Floats]:
    """Distinct feature hashes and the weight of each."""
    words, counts = _counted(_mixed(np.array([zlib.crc32(token.encode()) for token in tokens], dtype=np.uint64), 1))
    short = np.array([zlib.crc32(token.encode()) for token in set(tokens) if len(token) <= _SHORT], dtype=np.uint64)
    word_weights = _WORD_WEIGHT * (1.0 + np.log(counts))
    word_weights[np.isin(words, _mixed(short, 1))] *= _SHORT_WEIGHT
    hashes, weights = [words], [word_weights]
    letters = np.frombuffer(f" {' '.join(tokens)} ".encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    for size in _GRAM_SIZES:
        grams, counts = _counted(_grams(letters, size))
        hashes.append(grams)
        weights.append(_GRAM_WEIGHT * (1.0 + np.log(counts)))
    return np.concatenate(hashes), np.concatenate(weights)


def _grams(letters: _Hashes, size: int) -> _Hashes:
    """Hashes of all runs of `size` characters that lie in one word, its surrounding spaces included."""
    if letters.size < size:
        return np.empty(0, dtype=np.uint64)
    windows = np.lib.stride_tricks.sliding_window_view(letters, size)
    inside = (windows[:, 1:-1] != ord(" ")).all(axis=1)
    # code points have 21 bits: three fit into 64 as they are, a fourth is folded in with a large odd factor
    factors = np.array([pow(0x1F_FFFF + 0x9E37_79B9, power, 1 << 64) for power in range(size)], dtype=np.uint64)
    return _mixed((windows[inside] * factors).sum(axis=1, dtype=np.uint64), size)


def _mixed(values: _Hashes, salt: int) -> _Hashes:
    """Spread values over all 64 bits (the finaliser of splitmix64); `salt` keeps kinds of features apart."""
    mixed = values + np.uint64(salt * 0x9E37_79B9_7F4A_7C15 % (1 << 64))
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58_476D_1CE4_E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D0_49BB_1331_11EB)
    spread: _Hashes = mixed ^ (mixed >> np.uint64(31))
    return spread


def _counted(values: _Hashes) -> tuple[_Hashes, _Floats]:
    found, counts = np.unique(values, return_counts=True)
    return found, counts.astype(np.float64)
