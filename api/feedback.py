"""What the caller said of matches, and taking it back. Each change moves the other matches before it is answered."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel

from adapters.postgres import Connection, EncodedJson, queries
from api.deps import PageDep, StateDep, UserDep, next_cursor
from api.errors import problem_responses
from api.examples import JOB_ID, MOMENT, example
from domain.preferring import NEWEST, Feedback, Move, Reranker
from schema.errors import NotFound, Unauthorized
from schema.ids import new_id
from schema.tracking import FeedbackKind

router = APIRouter(prefix="/api/v1/feedback", tags=["jobs"], responses=problem_responses(401))


class MatchFeedback(BaseModel):
    """What was said of one posting. It counts until it is deleted, or fifty others came after it."""

    model_config = example(
        id=JOB_ID,
        job_id=JOB_ID,
        kind="more_like_this",
        title="Backend Engineer",
        company="Example Ltd",
        created_at=MOMENT,
    )

    id: UUID
    job_id: UUID
    kind: FeedbackKind
    title: str
    company: str
    created_at: datetime


class MatchFeedbacks(BaseModel):
    """One page of feedback."""

    items: list[MatchFeedback]
    next_cursor: str | None


@router.get("")
async def list_feedback(state: StateDep, principal: UserDep, page: PageDep) -> MatchFeedbacks:
    """Newest first."""
    async with state.database.connection() as connection:
        rows = await queries.list_feedback(connection, user_id=principal.user_id, before=page.before, limit=page.limit)
    return MatchFeedbacks(items=[MatchFeedback(**row) for row in rows], next_cursor=next_cursor(rows, page.limit))


@router.get("/{feedback_id}", responses=problem_responses(404))
async def get_feedback(state: StateDep, principal: UserDep, feedback_id: UUID) -> MatchFeedback:
    """One piece of it."""
    async with state.database.connection() as connection:
        row = await queries.get_feedback(connection, user_id=principal.user_id, feedback_id=feedback_id)
    if row is None:
        raise NotFound("You have no such feedback")
    return MatchFeedback(**row)


@router.delete("/{feedback_id}", status_code=204, responses=problem_responses(404))
async def delete_feedback(state: StateDep, principal: UserDep, feedback_id: UUID) -> None:
    """Take it back: what it moved goes back to where it was."""
    async with state.database.transaction() as connection:
        await _lock(connection, principal.user_id)
        if await queries.delete_feedback(connection, user_id=principal.user_id, feedback_id=feedback_id) is None:
            raise NotFound("You have no such feedback")
        await _rerank(connection, principal.user_id)


async def say(connection: Connection, user_id: UUID, job_id: UUID, kind: FeedbackKind | None) -> None:
    """Keep what somebody says of a posting (None: take it back) and move their matches. Inside a transaction."""
    await _lock(connection, user_id)
    if kind is None:
        changed = await queries.delete_feedback_of(connection, user_id=user_id, job_id=job_id)
    else:
        changed = await queries.set_feedback(connection, id=new_id(), user_id=user_id, job_id=job_id, kind=kind)
    if changed is not None:
        await _rerank(connection, user_id)


async def _lock(connection: Connection, user_id: UUID) -> None:
    if await queries.lock_person(connection, user_id=user_id) is None:
        raise Unauthorized("This account was deleted")


async def _rerank(connection: Connection, user_id: UUID) -> None:
    """Give all matches of a person the points of their feedback anew."""
    said = await queries.feedback_of(connection, user_ids=[user_id], newest=NEWEST)
    matches = await queries.matches_to_move(connection, user_ids=[user_id], batch_id=None)
    jobs = {row["job_id"] for row in (*said, *matches)}
    postings = await queries.postings_to_compare(connection, job_ids=list(jobs))
    # thousands of matches take a moment, in which others want their answers
    moves = await asyncio.to_thread(_moves, said, matches, postings)
    await queries.set_feedback_points(
        connection,
        ids=[row["id"] for row in matches],
        points=[move.points for move in moves],
        lines=[EncodedJson(move.lines_json) for move in moves],
    )


def _moves(said: Sequence[Any], matches: Sequence[Any], postings: Sequence[Any]) -> list[Move]:
    taste = Reranker(postings).taste([Feedback(row["id"], row["job_id"], row["kind"]) for row in said])
    return [taste.move(row["job_id"]) for row in matches]
