"""Feedback as points: bounded, each line saying which feedback it is, and gone when the feedback is.

The same feedback and postings give the same points, in whatever order they come.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter

from domain.preferring.likeness import Likeness, Traits, likeness
from domain.preferring.table import ALIKE, LEAST_LIKENESS, NEWEST, OWN
from schema.tracking import FEEDBACK_POINTS, Adjustment, FeedbackKind

_LINES = TypeAdapter(list[Adjustment])

_SAID: dict[FeedbackKind, str] = {
    "more_like_this": "You asked for more like",
    "not_this": "You want nothing like",
    "applied": "You applied to",
    "hide": "You hid",
}


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a person said about a posting."""

    id: UUID
    job_id: UUID
    kind: FeedbackKind


@dataclass(frozen=True, slots=True)
class Move:
    """What feedback makes of one match: the sum of its lines, within ±FEEDBACK_POINTS."""

    points: int
    lines: list[Adjustment]

    @property
    def lines_json(self) -> str:
        """The lines as they are stored."""
        return _LINES.dump_json(self.lines, exclude_none=True).decode()


@dataclass(frozen=True, slots=True)
class _Posting:
    vacancy_id: UUID
    title: str
    company: str
    traits: Traits


class Reranker:
    """Moves matches by feedback. Postings are compared once, for however many people it is used."""

    def __init__(self, postings: Sequence[Mapping[str, Any]]) -> None:
        """`postings`: rows with `id`, `vacancy_id`, `title`, `company` and `facts` of all that is named later."""
        self._postings = {
            row["id"]: _Posting(row["vacancy_id"], row["title"], row["company"], Traits.of(row["facts"]))
            for row in postings
        }
        self._compared: dict[tuple[UUID, UUID], Likeness] = {}

    def move(self, feedback: Sequence[Feedback], job_id: UUID) -> Move:
        """The points of one person's feedback for a match with a posting; the strongest lines come first."""
        counted = sorted(feedback, key=lambda each: each.id, reverse=True)[:NEWEST]
        lines = [line for each in counted if (line := self._line(each, job_id))]
        lines.sort(key=lambda line: (-abs(line.points), line.feedback_id or ""))
        kept, total = [], 0
        for line in lines:
            moved = max(-FEEDBACK_POINTS, min(FEEDBACK_POINTS, total + line.points))
            if moved != total:
                kept.append(line.model_copy(update={"points": moved - total}))
            total = moved
        return Move(total, kept)

    def _line(self, said: Feedback, job_id: UUID) -> Adjustment | None:
        about, match = self._postings.get(said.job_id), self._postings.get(job_id)
        if about is None or match is None:
            return None
        if about.vacancy_id == match.vacancy_id:
            points, why = OWN[said.kind], "this very vacancy"
        else:
            share, why = self._alike(said.job_id, job_id)
            points = round(ALIKE[said.kind] * share / 1000) if share >= LEAST_LIKENESS else 0
        if not points:
            return None
        return Adjustment(
            by="feedback",
            points=points,
            because=f"{_SAID[said.kind]} “{about.title}” at {about.company}: {why}",
            kind=said.kind,
            feedback_id=str(said.id),
        )

    def _alike(self, one: UUID, other: UUID) -> Likeness:
        key = (one, other)
        if key not in self._compared:
            self._compared[key] = likeness(self._postings[one].traits, self._postings[other].traits)
        return self._compared[key]
