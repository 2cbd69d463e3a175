"""What of a model's order counts: known candidates once each, reasons that point at both sides, bounded points."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from domain.ranking.brief import Brief
from schema.ranking import MODEL_POINTS

MAX_REASON = 240


class Ranked(NamedTuple):
    """One entry of the model's answer: a candidate's mark, why, and the lines that say so."""

    candidate: str
    because: str
    person: Sequence[str]
    job: Sequence[str]


class Place(NamedTuple):
    """What becomes of one candidate: its points, and the model's reason if it rests on lines of both sides."""

    points: int
    because: str | None
    evidence: list[str]
    """The lines that the reason points at, in the words of the brief."""


def places(brief: Brief, answer: Sequence[Ranked]) -> list[Place] | None:
    """One place per candidate, in the order they were given; None when the answer orders nothing.

    Unknown and repeated candidates are passed over; those that the model left out keep their order behind the others.
    A place up or down is a point, at most MODEL_POINTS: whatever a posting talks a model into, its score stays bounded.
    """
    count = len(brief.jobs)
    said: dict[int, Ranked] = {}
    for entry in answer:
        index = _index(entry.candidate, count)
        if index is not None:
            said.setdefault(index, entry)
    if not said:
        return None
    order = [*said, *(index for index in range(count) if index not in said)]
    found: list[Place] = [Place(0, None, [])] * count
    for rank, index in enumerate(order):
        points = max(-MODEL_POINTS, min(MODEL_POINTS, index - rank))
        found[index] = Place(points, *_reason(brief, index, said.get(index)))
    return found


def _index(mark: str, count: int) -> int | None:
    number = mark[1:]
    if not mark.startswith("c") or not number.isascii() or not number.isdigit() or len(number) > 4:
        return None
    return int(number) - 1 if 1 <= int(number) <= count else None


def _reason(brief: Brief, index: int, entry: Ranked | None) -> tuple[str | None, list[str]]:
    if entry is None:
        return None, []
    person = [f"résumé: {brief.person[mark]}" for mark in entry.person if mark in brief.person]
    job = [f"posting: {brief.jobs[index][mark]}" for mark in entry.job if mark in brief.jobs[index]]
    words = " ".join(entry.because.split())[:MAX_REASON]
    return (words, [*person, *job]) if words and person and job else (None, [])
