"""Scores of 0–100 for pairs. Pure integers: the same facts give the same score, alone or in a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from domain.matching.explain import Verdict, analysis
from domain.matching.facts import JobFacts, PersonFacts, bad_facts
from domain.matching.page import Ints, Page, Person
from domain.matching.rubric import GATE_UNKNOWN, NOT_MET, RUBRIC, WEIGHTS, Gate
from domain.matching.signals import (
    Gates,
    Shares,
    language_signals,
    level_signals,
    licence_gate,
    place_signals,
    skill_signals,
    title_signals,
    wish_signals,
)
from schema.errors import BadFacts
from schema.jobs import MatchPreferences, MatchResult


@dataclass(frozen=True, slots=True)
class PageHit:
    """One pair at or over its person's threshold; the indices are those of the sequences given."""

    person_index: int
    job_index: int
    result: MatchResult


def score(person: PersonFacts, job: JobFacts, preferences: MatchPreferences) -> MatchResult:
    """Score one pair, with its reasons, whatever the threshold is. Raises BadFacts."""
    everything = preferences.model_copy(update={"threshold": 0})
    return score_page([(person, everything)], [job])[0].result


def score_page(people: Sequence[Person], jobs: Sequence[JobFacts]) -> list[PageHit]:
    """Score all pairs and return those at or over each person's threshold, ordered by person, then job.

    Every pair is scored as `score` would; reasons are written for hits only.
    Raises: BadFacts with `side` and `index` of the first row that cannot be used.
    """
    if not people or not jobs:
        return []
    page = Page(people, jobs)
    shares, gates = _signals(page)
    scores = _scores(shares, gates, page.shape)
    thresholds = page.column(lambda person: person[1].threshold)
    rows, columns = np.nonzero(scores >= thresholds)
    verdicts = zip(
        scores[rows, columns].tolist(),
        zip(*(_broadcast(shares[part], page)[rows, columns].tolist() for part in WEIGHTS), strict=True),
        zip(*(_states(gates, gate, page)[rows, columns].tolist() for gate in Gate), strict=True),
        strict=True,
    )
    hits: list[PageHit] = []
    for row, column, verdict in zip(rows.tolist(), columns.tolist(), verdicts, strict=True):
        facts, preferences = people[row]
        try:
            reasons = analysis(facts, jobs[column], preferences, Verdict(*verdict))
        except (AttributeError, TypeError, ValueError, LookupError):
            raise _culprit(facts, row, column) from None
        hits.append(PageHit(row, column, MatchResult(score=verdict[0], analysis=reasons, rubric=RUBRIC)))
    return hits


def _culprit(person: PersonFacts, row: int, column: int) -> BadFacts:
    """Which side of a pair holds values that the reasons cannot be written from."""
    try:
        PersonFacts.model_validate(person.model_dump(warnings=False))
    except ValueError:
        return bad_facts("person", row)
    return bad_facts("job", column)


def _signals(page: Page) -> tuple[Shares, Gates]:
    title, occupation = title_signals(page)
    place, reach, remote = place_signals(page)
    by_time, level = level_signals(page)
    languages, spoken = language_signals(page)
    wishes, wished = wish_signals(page, remote)
    shares = {
        **skill_signals(page), **by_time, "title": title, "place": place, "languages": languages, "wishes": wishes,
    }  # fmt: skip
    return shares, {
        **wished,
        Gate.LANGUAGE: spoken,
        Gate.LICENCE: licence_gate(page),
        Gate.OCCUPATION: occupation,
        Gate.PLACE: reach,
        Gate.LEVEL: level,
    }


def _scores(shares: Shares, gates: Gates, shape: tuple[int, int]) -> Ints:
    points = np.zeros(shape, dtype=np.int32)
    for part, weight in WEIGHTS.items():
        points += shares[part] * np.int32(weight)
    percent = np.full(shape, 100, dtype=np.int32)
    for gate, state in gates.items():
        np.minimum(percent, NOT_MET[gate], out=percent, where=np.broadcast_to(state.false, shape))
        if gate in GATE_UNKNOWN:
            np.minimum(percent, GATE_UNKNOWN[gate], out=percent, where=~(state.true | state.false))
    # At most 100 × 1000 × 100, rounded half up.
    return (points * percent + 50_000) // 100_000


def _broadcast(values: Ints, page: Page) -> Ints:
    return np.broadcast_to(values, page.shape)


def _states(gates: Gates, gate: Gate, page: Page) -> Ints:
    """1 true, 0 unknown, -1 false."""
    state = gates[gate]
    return np.broadcast_to(state.true.astype(np.int32) - state.false.astype(np.int32), page.shape)
