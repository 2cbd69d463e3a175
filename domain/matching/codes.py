"""Verdicts as bytes: what a stored match keeps of its reasons. The words are written when somebody reads them.

Format, version 1: version, number of parts, number of gates (a byte each); the share of every part (int16, -1 where the
rubric of the day had no such part); the state of every gate (int8: 1 met, 0 unknown, -1 not met).
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from domain.matching.explain import Verdict
from domain.matching.rubric import WEIGHTS, Gate
from domain.matching.verdicts import Verdicts
from schema.errors import BadFacts

PARTS: Final = ("skills", "title", "level", "welcome", "experience", "languages", "place", "wishes")
"""The order of shares in stored codes. New parts go to the end, none is ever taken away: old rows have them."""

_VERSION: Final = 1
_HEAD: Final = 3


def encode(verdicts: Verdicts) -> npt.NDArray[np.uint8]:
    """One row of bytes per pair, all of the same length."""
    pairs = len(verdicts)
    shares = np.full((pairs, len(PARTS)), -1, dtype=">i2")
    for column, part in enumerate(WEIGHTS):
        shares[:, PARTS.index(part)] = verdicts.shares[:, column]
    head = np.array([_VERSION, len(PARTS), verdicts.gates.shape[1]], dtype=np.uint8)
    gates = np.ascontiguousarray(verdicts.gates, dtype=np.int8).view(np.uint8)
    return np.concatenate(
        (np.broadcast_to(head, (pairs, _HEAD)), shares.view(np.uint8).reshape(pairs, 2 * len(PARTS)), gates), axis=1
    )


def decode(codes: bytes, score: int) -> Verdict:
    """The verdict as the present rubric names its parts. What a rubric of then did not have is unknown.

    Raises BadFacts for bytes that are no codes.
    """
    if len(codes) < _HEAD or codes[0] != _VERSION or len(codes) != _HEAD + 2 * codes[1] + codes[2]:
        raise BadFacts("The stored reasons of a match cannot be read. Have it scored again.")
    middle = _HEAD + 2 * codes[1]
    shares = np.frombuffer(codes[_HEAD:middle], dtype=">i2").tolist()
    gates = np.frombuffer(codes[middle:], dtype=np.int8).tolist()
    known = dict(zip(PARTS, shares, strict=False))
    gates += [0] * (len(Gate) - len(gates))
    return Verdict(score, tuple(max(0, known.get(part, 0)) for part in WEIGHTS), tuple(gates))
