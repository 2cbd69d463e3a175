"""Scores of 0–100 for pairs. Pure integers: the same facts give the same score, alone or in a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.matching.explain import Verdict, analysis
from domain.matching.facts import JobFacts, PersonFacts, bad_facts
from domain.matching.packing import Person, pack_jobs, pack_people
from domain.matching.rubric import RUBRIC
from domain.matching.sides import Jobs
from domain.matching.verdicts import judge
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
    found = judge(pack_people(people), Jobs(pack_jobs(jobs)))
    hits: list[PageHit] = []
    for row, column, points, shares, gates in zip(
        found.rows.tolist(), found.columns.tolist(), found.scores.tolist(), found.shares.tolist(),
        found.gates.tolist(), strict=True,
    ):  # fmt: skip
        facts, preferences = people[row]
        verdict = Verdict(points, tuple(shares), tuple(gates))
        try:
            reasons = analysis(facts, jobs[column], preferences, verdict)
        except (AttributeError, TypeError, ValueError, LookupError):
            raise _culprit(facts, row, column) from None
        hits.append(PageHit(row, column, MatchResult(score=points, analysis=reasons, rubric=RUBRIC)))
    return hits


def score_table(people: Sequence[Person], jobs: Sequence[JobFacts]) -> list[list[int]]:
    """The scores alone, a row per person and a number per posting, whatever the thresholds are. Raises BadFacts."""
    table = [[0] * len(jobs) for _ in people]
    if not people or not jobs:
        return table
    everything = [(facts, wishes.model_copy(update={"threshold": 0})) for facts, wishes in people]
    found = judge(pack_people(everything), Jobs(pack_jobs(jobs)))
    for row, column, points in zip(found.rows.tolist(), found.columns.tolist(), found.scores.tolist(), strict=True):
        table[row][column] = points
    return table


def _culprit(person: PersonFacts, row: int, column: int) -> BadFacts:
    """Which side of a pair holds values that the reasons cannot be written from."""
    try:
        PersonFacts.model_validate(person.model_dump(warnings=False))
    except ValueError:
        return bad_facts("person", row)
    return bad_facts("job", column)
