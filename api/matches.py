"""Matches of the caller, best first, each with its reasons, and what the caller says of them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from adapters.postgres import queries
from api.applications import follow_application
from api.deps import PageDep, PageRequest, StateDep, UserDep, next_cursor
from api.errors import problem_responses
from api.examples import JOB_ID, MATCH_ID, MOMENT, example
from api.feedback import say
from api.state import AppState
from domain.matching.render import render
from domain.preferring import filter_parameters
from schema.errors import BadRequest, NotFound
from schema.jobs import MatchAnalysis
from schema.tracking import Adjustment, ApplicationState, FeedbackKind, MatchFilter

router = APIRouter(prefix="/api/v1/matches", tags=["jobs"], responses=problem_responses(401))

FilterName = Literal["place", "workplace", "employment", "pay"]
_ASKED_AS: dict[FilterName, str] = {
    "place": "places",
    "workplace": "remote",
    "employment": "employment",
    "pay": "least_pay",
}
"""The field of the filter that asks for it."""


class Match(BaseModel):
    """A posting that fits, how well, and why.

    `score` is what lists are sorted by: `base_score`, computed by code from stored facts, moved by `adjustments`.
    `unknown` are the filters of the request that the posting does not answer: it is here because it may fit.
    """

    model_config = example(
        id=MATCH_ID,
        job_id=JOB_ID,
        title="Backend Engineer",
        company="Example Ltd",
        url="https://example.com/jobs/17",
        job_status="open",
        score=86,
        base_score=82,
        adjustments=[
            {
                "by": "feedback",
                "points": 4,
                "because": "You asked for more like “Platform Engineer” at Example Ltd: same occupation, same company",
                "kind": "more_like_this",
                "feedback_id": JOB_ID,
            }
        ],
        analysis={
            "explanation": "3 of 4 required skills",
            "pros": ["Python"],
            "cons": ["Kubernetes is not mentioned"],
            "recommendation": "consider",
        },
        rubric="1",
        feedback=None,
        application_state="saved",
        application_id=JOB_ID,
        unknown=[],
        notified_at=MOMENT,
        created_at=MOMENT,
        updated_at=MOMENT,
    )

    id: UUID
    job_id: UUID
    title: str
    company: str
    url: str | None
    job_status: Literal["open", "closed"]
    score: int
    base_score: int
    adjustments: list[Adjustment]
    analysis: MatchAnalysis
    rubric: str
    feedback: FeedbackKind | None
    application_state: ApplicationState | None
    application_id: UUID | None
    unknown: list[FilterName]
    notified_at: datetime | None
    created_at: datetime
    updated_at: datetime

    @classmethod
    def of(cls, row: Any) -> Match:
        """From a row of `list_matches`."""
        own = {name: row[name] for name in cls.model_fields if name in row.keys()}  # noqa: SIM118  an asyncpg.Record
        return cls(
            **{**own, "score": row["shown"], "analysis": render(row)},
            base_score=row["score"],
            adjustments=row["adjusted"],
        )


class Matches(BaseModel):
    """One page of matches. `notices` say where a filter could sort out nothing, because no posting answers it."""

    items: list[Match]
    next_cursor: str | None
    notices: list[str] = []


class MatchQuery(MatchFilter):
    """What to list."""

    hidden: Annotated[bool, Field(description="also what was hidden")] = False
    # of the page, which is read beside this
    limit: int = Field(default=50, ge=1, le=200)
    cursor: str | None = None


class MatchChange(BaseModel):
    """What the caller says of a match, and how the application goes; a null takes it back."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"feedback": "more_like_this"}})

    feedback: FeedbackKind | None = None
    state: ApplicationState | None = None


@router.get("", responses=problem_responses(422))
async def list_matches(
    state: StateDep, principal: UserDep, page: PageDep, wanted: Annotated[MatchQuery, Query()]
) -> Matches:
    """Matches by score."""
    return await find_matches(state, principal.user_id, wanted, page, hidden=wanted.hidden)


@router.get("/{match_id}", responses=problem_responses(404))
async def get_match(state: StateDep, principal: UserDep, match_id: UUID) -> Match:
    """One match."""
    async with state.database.connection() as connection:
        row = await queries.get_match(connection, match_id=match_id, user_id=principal.user_id)
    if row is None:
        raise NotFound("You have no such match")
    return Match.of(row)


@router.patch("/{match_id}", responses=problem_responses(404, 422))
async def change_match(state: StateDep, principal: UserDep, match_id: UUID, body: MatchChange) -> Match:
    """More like this, not this, applied, hide: the other matches move at once. Or follow the application."""
    async with state.database.transaction() as connection:
        known = await queries.get_match(connection, match_id=match_id, user_id=principal.user_id)
        if known is None:
            raise NotFound("You have no such match")
        if "feedback" in body.model_fields_set:
            await say(connection, principal.user_id, known["job_id"], body.feedback)
        if "state" in body.model_fields_set:
            await follow_application(connection, principal.user_id, known["job_id"], body.state)
        elif body.feedback == "applied" and known["application_state"] in (None, "saved"):
            await follow_application(connection, principal.user_id, known["job_id"], "applied")
        row = await queries.get_match(connection, match_id=match_id, user_id=principal.user_id)
    return Match.of(row)


async def find_matches(
    state: AppState, user_id: UUID, wanted: MatchFilter, page: PageRequest, *, hidden: bool = False
) -> Matches:
    """One page of a person's matches that pass a filter."""
    before_score, before_id = score_keyset(page)
    async with state.database.connection() as connection:
        rows = await queries.list_matches(
            connection,
            user_id=user_id,
            match_ids=None,
            hidden=hidden,
            before_score=before_score,
            before_id=before_id,
            limit=page.limit,
            **filter_parameters(wanted),
        )
        asked = [name for name, field in _ASKED_AS.items() if getattr(wanted, field) not in (None, [])]
        unanswered = None
        if asked and not page.cursor:
            unanswered = await queries.matches_unanswered(connection, user_id=user_id, currency=wanted.currency)
    return Matches(
        items=[Match.of(row) for row in rows],
        next_cursor=next_cursor(rows, page.limit, "shown", "id"),
        notices=_notices(asked, unanswered, wanted) if unanswered else [],
    )


def _notices(asked: list[FilterName], unanswered: Any, wanted: MatchFilter) -> list[str]:
    """One line for each filter that not a single match answers."""
    total = unanswered["matches"]
    became = "all are kept" if wanted.unknown == "keep" else "none is shown"
    return [
        f"None of your {total} matches answers `{_ASKED_AS[name]}`: {became}, because `unknown` is `{wanted.unknown}`"
        for name in asked
        if total and unanswered[name] == total
    ]


def score_keyset(page: PageRequest) -> tuple[int | None, UUID | None]:
    """Where a list by score goes on. Raises BadRequest for the cursor of another list."""
    cursor = page.cursor
    if not cursor:
        return None, None
    if len(cursor) != 2 or not cursor[0].isdecimal() or len(cursor[0]) > 3:
        raise BadRequest("This cursor is not one of this list; start again without it")
    return int(cursor[0]), UUID(cursor[1])
