"""Postings: shared ones and those of the caller's own sources."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel

from adapters.postgres import queries
from api.deps import PageDep, StateDep, UserDep, next_cursor
from api.errors import problem_responses
from api.examples import JOB_ID, MOMENT, example
from schema.errors import NotFound
from schema.jobs import Posting

router = APIRouter(prefix="/api/v1/jobs", tags=["jobs"], responses=problem_responses(401))


class Job(BaseModel):
    """A posting and its life."""

    model_config = example(
        id=JOB_ID,
        title="Backend Engineer",
        company="Example Ltd",
        url="https://example.com/jobs/17",
        status="open",
        first_seen_at=MOMENT,
        last_seen_at=MOMENT,
        posting={"external_id": "17", "title": "Backend Engineer", "company": "Example Ltd"},
    )

    id: UUID
    title: str
    company: str
    url: str | None
    status: Literal["open", "closed"]
    first_seen_at: datetime
    last_seen_at: datetime
    posting: Posting

    @classmethod
    def of(cls, row: Any) -> Job:
        """From a row of jobs. The board's untouched payload stays inside."""
        posting = Posting.model_validate({**row["posting"], "raw": {}})
        return cls(**{**{key: row[key] for key in cls.model_fields}, "posting": posting})


class Jobs(BaseModel):
    """One page of postings."""

    items: list[Job]
    next_cursor: str | None


@router.get("")
async def list_jobs(
    state: StateDep,
    principal: UserDep,
    page: PageDep,
    status: Literal["open", "closed"] | None = "open",
    company: Annotated[str | None, Query(max_length=200)] = None,
    q: Annotated[str | None, Query(max_length=200, description="words in title or company")] = None,
) -> Jobs:
    """Postings, newest first."""
    async with state.database.connection() as connection:
        rows = await queries.list_jobs(
            connection,
            user_id=principal.user_id,
            status=status,
            company=company,
            q=q,
            before=page.before,
            limit=page.limit,
        )
    return Jobs(items=[Job.of(row) for row in rows], next_cursor=next_cursor(rows, page.limit))


@router.get("/{job_id}", responses=problem_responses(404))
async def get_job(state: StateDep, principal: UserDep, job_id: UUID) -> Job:
    """One posting."""
    async with state.database.connection() as connection:
        row = await queries.get_job(connection, job_id=job_id, user_id=principal.user_id)
    if row is None:
        raise NotFound("There is no such posting")
    return Job.of(row)
