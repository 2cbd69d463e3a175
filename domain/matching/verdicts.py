"""All pairs of a page, judged: who reaches their threshold with what, and with which shares and gates.

A pair whose score cannot reach its person's threshold, however well the parts that are not computed yet may turn out,
is passed over: that bound is never below the score, so that nothing is lost by it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from domain.matching.columns import Columns, Ints, Longs
from domain.matching.pairs import Grid, Pairs, ThreeValued
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
        for pairs, known in _candidates(block, jobs):
            found = _judge_pairs(pairs, known)
            parts.append(Verdicts(found.rows + first, found.columns, found.scores, found.shares, found.gates))
    return Verdicts.joined(parts)


@dataclass(frozen=True)
class _Known:
    """Shares and gates of some pairs, as far as they are computed."""

    shares: Shares
    gates: Gates

    def where(self, kept: npt.NDArray[np.bool_]) -> _Known:
        return _Known(
            {part: values[kept] for part, values in self.shares.items()},
            {gate: ThreeValued(state.true[kept], state.false[kept]) for gate, state in self.gates.items()},
        )

    def reach(self, shape: tuple[int, ...]) -> Ints:
        """The score if all that is not computed yet is as good as it can be; with everything computed, the score."""
        points = np.full(shape, 1000 * sum(w for part, w in WEIGHTS.items() if part not in self.shares), dtype=np.int32)
        for part, share in self.shares.items():
            points += share * np.int32(WEIGHTS[part])
        percent = np.full(shape, 100, dtype=np.int32)
        for gate, state in self.gates.items():
            np.minimum(percent, NOT_MET[gate], out=percent, where=state.false)
            if gate in GATE_UNKNOWN:
                np.minimum(percent, GATE_UNKNOWN[gate], out=percent, where=~(state.true | state.false))
        # At most 100 × 1000 × 100, rounded half up.
        return (points * percent + np.int32(50_000)) // np.int32(100_000)


def _candidates(people: People, jobs: Jobs) -> Iterator[tuple[Pairs, _Known]]:
    """Pairs that may reach their threshold by occupation and required skills."""
    grid = Grid(people, jobs)
    title, occupation = title_signals(grid)
    known = _Known({"skills": required_skills(grid), "title": title}, {Gate.OCCUPATION: occupation})
    rows, columns = np.nonzero(known.reach(grid.shape) >= grid.person("threshold"))
    for first in range(0, len(rows), CHUNK):
        at = rows[first : first + CHUNK], columns[first : first + CHUNK]
        yield (
            Pairs(people, jobs, *at),
            _Known(
                {part: values[at] for part, values in known.shares.items()},
                {gate: ThreeValued(state.true[at], state.false[at]) for gate, state in known.gates.items()},
            ),
        )


def _judge_pairs(pairs: Pairs, known: _Known) -> Verdicts:
    """In steps, so that what is dear to compute is computed for few."""
    for step in _STEPS:
        shares, gates = step(pairs, known)
        known = _Known(known.shares | shares, known.gates | gates)
        kept = known.reach(pairs.shape) >= pairs.person("threshold")
        pairs, known = pairs.where(kept), known.where(kept)
    return Verdicts(
        pairs.rows,
        pairs.columns,
        known.reach(pairs.shape),
        np.stack([known.shares[part] for part in WEIGHTS], axis=1).astype(np.int16),
        np.stack([_state(known.gates[gate]) for gate in Gate], axis=1),
    )


def _by_level_and_place(page: Pairs, _: _Known) -> tuple[Shares, Gates]:
    place, reach, remote = place_signals(page)
    by_time, level = level_signals(page)
    return {**by_time, "place": place}, {Gate.PLACE: reach, Gate.REMOTE: remote, Gate.LEVEL: level}


def _by_the_rest(page: Pairs, known: _Known) -> tuple[Shares, Gates]:
    languages, spoken = language_signals(page)
    wishes, wished = wish_signals(page, known.gates[Gate.REMOTE])
    shares = {"welcome": welcome_skills(page), "languages": languages, "wishes": wishes}
    return shares, {**wished, Gate.LANGUAGE: spoken, Gate.LICENCE: licence_gate(page)}


_STEPS: tuple[Callable[[Pairs, _Known], tuple[Shares, Gates]], ...] = (_by_level_and_place, _by_the_rest)


def _state(gate: ThreeValued) -> npt.NDArray[np.int8]:
    return gate.true.astype(np.int8) - gate.false.astype(np.int8)


def _nothing() -> Verdicts:
    none = np.zeros(0, dtype=np.int64)
    return Verdicts(
        none, none, none.astype(np.int32), np.zeros((0, len(WEIGHTS)), np.int16), np.zeros((0, len(Gate)), np.int8)
    )
