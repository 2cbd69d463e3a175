"""All pairs of a page, judged: who reaches their threshold with what, and with which shares and gates.

A pair whose score cannot reach its person's threshold, whatever the parts that are dear to compute may say, is passed
over: the bound is never below the score, so that nothing is lost by it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from domain.matching.columns import Columns, Ints, Longs
from domain.matching.pairs import Grid, Page, Pairs, ThreeValued
from domain.matching.rubric import GATE_UNKNOWN, NOT_MET, WEIGHTS, Gate
from domain.matching.sides import Jobs, People
from domain.matching.signals import (
    Gates,
    Shares,
    language_signals,
    level_signals,
    licence_gate,
    place_signals,
    required_skills,
    title_signals,
    welcome_skills,
    wish_signals,
)

GRID = 1 << 18
"""Pairs whose bound is computed at once: 1 MiB for every array, which stays near the processor."""

CHUNK = 1 << 15
"""Pairs that are scored at once."""

_BOUNDED = ("skills", "title")


@dataclass(frozen=True)
class Verdicts:
    """Judged pairs in order of people, then postings. All have one row per pair.

    `rows` and `columns` are the indices of person and posting; `shares` (pairs, parts of WEIGHTS) in per mille; `gates`
    (pairs, gates) 1 met, 0 unknown, -1 not met.
    """

    rows: Longs
    columns: Longs
    scores: Ints
    shares: npt.NDArray[np.int16]
    gates: npt.NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.rows)

    def where(self, kept: npt.NDArray[np.bool_]) -> Verdicts:
        """Some of them."""
        return Verdicts(self.rows[kept], self.columns[kept], self.scores[kept], self.shares[kept], self.gates[kept])

    @classmethod
    def joined(cls, parts: list[Verdicts]) -> Verdicts:
        """One after the other."""
        return cls(
            np.concatenate([part.rows for part in parts]),
            np.concatenate([part.columns for part in parts]),
            np.concatenate([part.scores for part in parts]),
            np.concatenate([part.shares for part in parts]),
            np.concatenate([part.gates for part in parts]),
        )


def judge(people: Columns, jobs: Jobs) -> Verdicts:
    """Every pair at or over its person's threshold."""
    parts = [_nothing()]
    step = max(1, GRID // max(1, len(jobs)))
    for first in range(0, len(people), step):
        block = People(people.take(np.arange(first, min(first + step, len(people)))), jobs)
        for rows, columns in _candidates(block, jobs):
            found = _judge_pairs(Pairs(block, jobs, rows, columns))
            parts.append(Verdicts(found.rows + first, found.columns, found.scores, found.shares, found.gates))
    return Verdicts.joined(parts)


def _candidates(people: People, jobs: Jobs) -> Iterator[tuple[Longs, Longs]]:
    rows, columns = np.nonzero(_bounds(Grid(people, jobs)) >= people.columns.scalar("threshold")[:, None])
    for first in range(0, len(rows), CHUNK):
        yield rows[first : first + CHUNK], columns[first : first + CHUNK]


def _bounds(grid: Grid) -> Ints:
    """At least the score of every pair: by occupation and required skills, all else as good as it can be."""
    title, occupation = title_signals(grid)
    rest = 1000 * sum(weight for part, weight in WEIGHTS.items() if part not in _BOUNDED)
    points = required_skills(grid) * np.int32(WEIGHTS["skills"]) + title * np.int32(WEIGHTS["title"]) + np.int32(rest)
    return _rounded(points, np.where(occupation.false, np.int32(NOT_MET[Gate.OCCUPATION]), np.int32(100)))


def _judge_pairs(pairs: Pairs) -> Verdicts:
    shares, gates = _signals(pairs)
    scores = _scores(shares, gates, pairs)
    kept = scores >= pairs.person("threshold")
    return Verdicts(
        pairs.rows[kept],
        pairs.columns[kept],
        scores[kept],
        np.stack([pairs.everywhere(shares[part])[kept] for part in WEIGHTS], axis=1).astype(np.int16),
        np.stack([_state(gates[gate])[kept] for gate in Gate], axis=1),
    )


def _signals(page: Pairs) -> tuple[Shares, Gates]:
    title, occupation = title_signals(page)
    place, reach, remote = place_signals(page)
    by_time, level = level_signals(page)
    languages, spoken = language_signals(page)
    wishes, wished = wish_signals(page, remote)
    shares = {
        **by_time, "skills": required_skills(page), "welcome": welcome_skills(page), "title": title, "place": place,
        "languages": languages, "wishes": wishes,
    }  # fmt: skip
    return shares, {
        **wished,
        Gate.LANGUAGE: spoken,
        Gate.LICENCE: licence_gate(page),
        Gate.OCCUPATION: occupation,
        Gate.PLACE: reach,
        Gate.LEVEL: level,
    }


def _scores(shares: Shares, gates: Gates, page: Page) -> Ints:
    points = np.zeros(page.shape, dtype=np.int32)
    for part, weight in WEIGHTS.items():
        points += shares[part] * np.int32(weight)
    percent = np.full(page.shape, 100, dtype=np.int32)
    for gate, state in gates.items():
        np.minimum(percent, NOT_MET[gate], out=percent, where=state.false)
        if gate in GATE_UNKNOWN:
            np.minimum(percent, GATE_UNKNOWN[gate], out=percent, where=~(state.true | state.false))
    return _rounded(points, percent)


def _rounded(points: Ints, percent: Ints) -> Ints:
    """At most 100 × 1000 × 100, rounded half up."""
    return (points * percent + np.int32(50_000)) // np.int32(100_000)


def _state(gate: ThreeValued) -> npt.NDArray[np.int8]:
    return gate.true.astype(np.int8) - gate.false.astype(np.int8)


def _nothing() -> Verdicts:
    none = np.zeros(0, dtype=np.int64)
    return Verdicts(
        none, none, none.astype(np.int32), np.zeros((0, len(WEIGHTS)), np.int16), np.zeros((0, len(Gate)), np.int8)
    )
