"""Matches of the caller, best first, each with its reasons."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel

from adapters.postgres import queries
from api.deps import PageDep, StateDep, UserDep, next_cursor
from api.errors import problem_responses
from api.examples import JOB_ID, MATCH_ID, MOMENT, example
from domain.matching.render import render
from schema.errors import BadRequest, NotFound
from schema.jobs import MatchAnalysis

router = APIRouter(prefix="/api/v1/matches", tags=["jobs"], responses=problem_responses(401))


class Match(BaseModel):
    """A posting that fits, how well, and why. The score is computed by code from stored facts."""

    model_config = example(
        id=MATCH_ID,
        job_id=JOB_ID,
        title="Backend Engineer",
        company="Example Ltd",
        url="https://example.com/jobs/17",
        job_status="open",
        score=82,
        analysis={
            "explanation": "3 of 4 required skills",
            "pros": ["Python"],
            "cons": ["Kubernetes is not mentioned"],
            "recommendation": "consider",
        },
        rubric="1",
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
    analysis: MatchAnalysis
    rubric: str
    notified_at: datetime | None
    created_at: datetime
    updated_at: datetime


class Matches(BaseModel):
    """One page of matches."""

    items: list[Match]
    next_cursor: str | None


@router.get("")
async def list_matches(
    state: StateDep,
    principal: UserDep,
    page: PageDep,
    min_score: Annotated[int, Query(ge=0, le=100)] = 0,
) -> Matches:
    """Matches by score."""
    before_score, before_id = _keyset(page.cursor)
    async with state.database.connection() as connection:
        rows = await queries.list_matches(
            connection,
            user_id=principal.user_id,
            min_score=min_score,
            before_score=before_score,
            before_id=before_id,
            limit=page.limit,
        )
    cursor = next_cursor(rows, page.limit, "shown", "id")
    return Matches(items=[_shown(row) for row in rows], next_cursor=cursor)


@router.get("/{match_id}", responses=problem_responses(404))
async def get_match(state: StateDep, principal: UserDep, match_id: UUID) -> Match:
    """One match."""
    async with state.database.connection() as connection:
        row = await queries.get_match(connection, match_id=match_id, user_id=principal.user_id)
    if row is None:
        raise NotFound("You have no such match")
    return _shown(row)


def _shown(row: Any) -> Match:
    return Match(**{**row, "score": row["shown"], "analysis": render(row)})


def _keyset(cursor: list[str]) -> tuple[int | None, UUID | None]:
    if not cursor:
        return None, None
    if len(cursor) != 2 or not cursor[0].isdecimal() or len(cursor[0]) > 3:
        raise BadRequest("This cursor is not one of this list; start again without it")
    return int(cursor[0]), UUID(cursor[1])
