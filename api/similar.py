"""More like this, and postings near what the caller can do that no match names."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any, Literal
from uuid import UUID, uuid4

import structlog
from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from temporalio.client import WorkflowFailureError

from adapters.postgres import Connection, queries
from api.deps import StateDep, UserDep
from api.errors import problem_responses
from api.examples import JOB_ID, MOMENT, SOURCE_ID, example
from api.jobs import Job
from api.starting import AWAY, RPC
from api.state import AppState
from domain.matching.render import render
from schema.errors import NotFound, Unavailable
from schema.jobs import MatchAnalysis, MatchPreferences
from schema.similar import FoundJob, SearchInput, SearchResult
from schema.temporal_names import MAIN_QUEUE, search_workflow_id
from workflows import options
from workflows.search_jobs import SearchJobs

log = structlog.get_logger()
router = APIRouter(prefix="/api/v1", tags=["jobs"], responses=problem_responses(401))

Similarity = Annotated[float, Field(ge=0, le=1, description="cosine of two texts; not a score of how well they fit")]
Limit = Annotated[int, Query(ge=1, le=50, description="items at most")]
_JOB_EXAMPLE: dict[str, Any] = {
    "id": JOB_ID,
    "source_id": SOURCE_ID,
    "title": "Backend Engineer",
    "company": "Example Ltd",
    "company_id": None,
    "url": "https://example.com/jobs/17",
    "status": "open",
    "first_seen_at": MOMENT,
    "last_seen_at": MOMENT,
    "closed_at": None,
    "closed_reason": None,
    "vacancy_id": JOB_ID,
    "canonical_id": None,
    "repost_of": None,
    "posting": {"external_id": "17", "title": "Backend Engineer", "company": "Example Ltd"},
    "requirements": {"must": [{"name": "Python", "text": "Python"}]},
}


class SimilarJob(BaseModel):
    """An open posting like another one."""

    model_config = example(job=_JOB_EXAMPLE, similarity=0.71)

    job: Job
    similarity: Similarity


class SimilarJobs(BaseModel):
    """The most alike first, one of each vacancy. `compared_by` made the vectors: a model, or the words alone."""

    items: list[SimilarJob]
    next_cursor: None = None
    compared_by: str | None


class Candidate(BaseModel):
    """An open posting near the newest profile that is no match of the caller's.

    `score` is the same exact score that matches have, here whatever the threshold is.
    """

    model_config = example(
        job=_JOB_EXAMPLE,
        score=48,
        below_threshold=True,
        found_by="similarity",
        similarity=0.4,
        analysis={"explanation": "2 of 5 required skills", "pros": [], "cons": [], "recommendation": "skip"},
    )

    job: Job
    score: int
    below_threshold: bool
    found_by: Literal["similarity"] = "similarity"
    similarity: Similarity
    analysis: MatchAnalysis


class Candidates(BaseModel):
    """By score. Without a profile that names a title or a skill there are none, and `compared_by` is null."""

    items: list[Candidate]
    next_cursor: None = None
    compared_by: str | None


@router.get("/jobs/{job_id}/similar", responses=problem_responses(404))
async def similar_jobs(state: StateDep, principal: UserDep, job_id: UUID, limit: Limit = 10) -> SimilarJobs:
    """More like this: open postings that the caller may see, never the same vacancy again."""
    async with state.database.connection() as connection:
        if await queries.get_job(connection, job_id=job_id, user_id=principal.user_id) is None:
            raise NotFound("There is no such posting")
    result = await _search(state, SearchInput(user_id=principal.user_id, job_id=job_id, limit=limit))
    async with state.database.connection() as connection:
        rows = await _near(connection, principal.user_id, result, limit, not_like=job_id)
    items = [
        SimilarJob(job=Job.of(rows[found.job_id]), similarity=found.similarity)
        for found in result.found
        if found.job_id in rows
    ]
    return SimilarJobs(items=items, compared_by=result.model)


@router.get("/matches/candidates")
async def list_candidates(state: StateDep, principal: UserDep, limit: Limit = 20) -> Candidates:
    """Postings near the newest profile that are no matches, each with its score and reasons."""
    result = await _search(state, SearchInput(user_id=principal.user_id, limit=limit))
    async with state.database.connection() as connection:
        rows = await _near(connection, principal.user_id, result, limit)
        person = await queries.compared_person(connection, user_id=principal.user_id, profile_id=result.profile_id)
    items = [_candidate(found, rows[found.job_id], person) for found in result.found if found.job_id in rows]
    return Candidates(items=items, compared_by=result.model)


async def _search(state: AppState, search: SearchInput) -> SearchResult:
    """Ask whoever owns the vectors. Raises Unavailable when there is no answer in time."""
    try:
        async with asyncio.timeout(options.SEARCH_TIMEOUT.total_seconds()):
            return await state.temporal.execute_workflow(
                SearchJobs.run,
                search,
                id=search_workflow_id(uuid4()),
                task_queue=MAIN_QUEUE,
                task_timeout=options.WORKFLOW_TASK_TIMEOUT,
                execution_timeout=options.SEARCH_TIMEOUT,
                static_summary="postings near a posting" if search.job_id else "postings near a person",
                priority=options.priority(options.INTERACTIVE, search.user_id),
                rpc_timeout=RPC,
            )
    except (*AWAY, WorkflowFailureError, TimeoutError) as error:
        log.warning("search among postings failed", error=type(error).__name__)
        raise Unavailable("Postings cannot be compared at the moment; try again in a moment") from error


async def _near(
    connection: Connection, user_id: UUID, result: SearchResult, limit: int, *, not_like: UUID | None = None
) -> dict[UUID, Any]:
    """The record has the last word on what was found: open, visible, not hidden, one of each vacancy."""
    found = [each.job_id for each in result.found]
    rows = await queries.near_jobs(connection, user_id=user_id, job_ids=found, not_like=not_like, limit=limit)
    return {row["id"]: row for row in rows}


def _candidate(found: FoundJob, row: Any, person: Any) -> Candidate:
    score = found.score or 0
    wishes = MatchPreferences.model_validate(person["preferences"])
    match = {
        "score": score,
        "codes": bytes.fromhex(found.codes or ""),
        "analysis": None,
        "person_facts": person["facts"],
        "preferences": person["preferences"],
        "job_facts": row["facts"],
    }
    return Candidate(
        job=Job.of(row),
        score=score,
        below_threshold=score < wishes.threshold,
        similarity=found.similarity,
        analysis=render(match),
    )
