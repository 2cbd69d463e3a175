"""For admins: whom a shared posting suits. Private postings are their owners' alone, also before an admin."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel

from adapters.postgres import queries
from api.deps import PageDep, StateDep, UserDep, next_cursor
from api.errors import problem_responses
from api.examples import MATCH_ID, MOMENT, USER_ID, example
from api.matches import score_keyset
from schema.errors import NotFound

router = APIRouter(prefix="/api/v1/admin/jobs", tags=["jobs"], responses=problem_responses(401, 404))


class PersonOfJob(BaseModel):
    """One person, by id alone, and the score that this person sees."""

    model_config = example(
        match_id=MATCH_ID, user_id=USER_ID, score=82, base_score=78, rubric="1", notified_at=MOMENT, created_at=MOMENT
    )

    match_id: UUID
    user_id: UUID
    score: int
    base_score: int
    rubric: str
    notified_at: datetime | None
    created_at: datetime


class PeopleOfJob(BaseModel):
    """One page of people, best first."""

    items: list[PersonOfJob]
    next_cursor: str | None


@router.get("/{job_id}/people")
async def people_of_job(
    state: StateDep,
    principal: UserDep,
    page: PageDep,
    job_id: UUID,
    min_score: Annotated[int, Query(ge=0, le=100)] = 0,
) -> PeopleOfJob:
    """People who have a match with a shared posting, by score. To anybody but an admin there is nothing here."""
    before_score, before_id = score_keyset(page)
    async with state.database.connection() as connection:
        if principal.role != "admin" or not await queries.is_shared_job(connection, job_id=job_id):
            raise NotFound("There is no such shared posting")
        rows = await queries.people_of_job(
            connection,
            job_id=job_id,
            min_score=min_score,
            before_score=before_score,
            before_id=before_id,
            limit=page.limit,
        )
    items = [
        PersonOfJob(
            match_id=row["id"],
            user_id=row["user_id"],
            score=row["shown"],
            base_score=row["score"],
            rubric=row["rubric"],
            notified_at=row["notified_at"],
            created_at=row["created_at"],
        )
        for row in rows
    ]
    return PeopleOfJob(items=items, next_cursor=next_cursor(rows, page.limit, "shown", "id"))
