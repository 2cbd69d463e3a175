"""Feedback as points: bounded, each line saying which feedback it is, and gone when the feedback is.

The same feedback and postings give the same points, in whatever order they come.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter

from domain.preferring.likeness import Traits, in_common, likeness
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
    number: int
    vacancy_id: UUID
    title: str
    company: str
    traits: Traits


class Reranker:
    """Postings to be compared, each pair of them once, for however many people."""

    def __init__(self, postings: Sequence[Mapping[str, Any]]) -> None:
        """`postings`: rows with `id`, `vacancy_id`, `title`, `company` and `facts` of all that is named later."""
        self._postings = {
            row["id"]: _Posting(number, row["vacancy_id"], row["title"], row["company"], Traits.of(row["facts"]))
            for number, row in enumerate(postings)
        }
        self._compared: dict[int, int] = {}

    def taste(self, feedback: Sequence[Feedback]) -> Taste:
        """What one person said, ready to move their matches. What is said of unknown postings moves nothing."""
        newest = sorted(feedback, key=lambda each: each.id, reverse=True)[:NEWEST]
        return Taste(self, [(each, about) for each in newest if (about := self.posting(each.job_id))])

    def posting(self, job_id: UUID) -> _Posting | None:
        """What is known of a posting."""
        return self._postings.get(job_id)

    def likeness(self, one: _Posting, other: _Posting) -> int:
        """As `likeness` of their traits."""
        key = one.number * len(self._postings) + other.number
        share = self._compared.get(key)
        if share is None:
            share = self._compared[key] = likeness(one.traits, other.traits)
        return share


@dataclass(frozen=True, slots=True)
class Taste:
    """One person's feedback, the newest first."""

    reranker: Reranker
    said: list[tuple[Feedback, _Posting]]

    def move(self, job_id: UUID) -> Move:
        """The points for a match with a posting; the strongest lines come first."""
        match = self.reranker.posting(job_id)
        if match is None:
            return Move(0, [])
        found = [(points, said, about) for said, about in self.said if (points := self._points(said, about, match))]
        found.sort(key=lambda each: (-abs(each[0]), each[1].id))
        lines, total = [], 0
        for points, said, about in found:
            after = max(-FEEDBACK_POINTS, min(FEEDBACK_POINTS, total + points))
            if after != total:
                lines.append(_line(after - total, said, about, match))
            total = after
        return Move(total, lines)

    def _points(self, said: Feedback, about: _Posting, match: _Posting) -> int:
        if about.vacancy_id == match.vacancy_id:
            return OWN[said.kind]
        most = ALIKE[said.kind]
        share = self.reranker.likeness(about, match) if most else 0
        return round(most * share / 1000) if share >= LEAST_LIKENESS else 0


def _line(points: int, said: Feedback, about: _Posting, match: _Posting) -> Adjustment:
    same = about.vacancy_id == match.vacancy_id
    why = "this very vacancy" if same else in_common(about.traits, match.traits)
    return Adjustment(
        by="feedback",
        points=points,
        because=f"{_SAID[said.kind]} “{about.title}” at {about.company}: {why}",
        kind=said.kind,
        feedback_id=str(said.id),
    )
