"""Fan-outs: how far each is, what it could not compare, and the hands on it.

A fan-out of somebody's own source is theirs; those of shared sources and of changed profiles are the admins'.
"""

from __future__ import annotations

import time
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel
from temporalio.common import WorkflowIDConflictPolicy
from temporalio.service import RPCError, RPCStatusCode

from adapters.postgres import queries
from api.deps import PageDep, StateDep, UserDep, next_cursor
from api.errors import problem_responses
from api.examples import JOB_ID, MOMENT, example
from api.starting import AWAY, RPC
from api.state import AppState, Principal
from schema.errors import Conflict, NotFound, Unavailable
from schema.pipeline import MatchFanoutInput
from schema.temporal_names import (
    MAIN_QUEUE,
    PAUSE_SIGNAL,
    RESUME_SIGNAL,
    RETRY_FAILED_SIGNAL,
    fanout_workflow_id,
)
from workflows import options
from workflows.match_fanout import MatchFanout

router = APIRouter(prefix="/api/v1/fanouts", tags=["jobs"], responses=problem_responses(401))


class Fanout(BaseModel):
    """A batch of jobs against people, or of changed people against all open jobs.

    `parked`: dead letters or failed pages wait for a retry. `dead_letters` counts those that did not go through since.
    """

    model_config = example(
        id=JOB_ID,
        kind="jobs",
        state="finished",
        paused=False,
        pages=50,
        done_pages=50,
        pairs=50_000_000,
        matches=790_000,
        failed_pages=0,
        dead_letters=0,
        created_at=MOMENT,
        finished_at=MOMENT,
    )

    id: UUID
    kind: Literal["jobs", "profiles"]
    state: Literal["matching", "parked", "finished"]
    paused: bool
    pages: int
    done_pages: int
    pairs: int
    matches: int
    failed_pages: int
    dead_letters: int
    created_at: datetime
    finished_at: datetime | None


class Fanouts(BaseModel):
    """One page of fan-outs."""

    items: list[Fanout]
    next_cursor: str | None


@router.get("")
async def list_fanouts(state: StateDep, principal: UserDep, page: PageDep) -> Fanouts:
    """Newest first."""
    async with state.database.connection() as connection:
        rows = await queries.list_batches(
            connection, user_id=principal.user_id, admin=_admin(principal), before=page.before, limit=page.limit
        )
    return Fanouts(items=[_fanout(row) for row in rows], next_cursor=next_cursor(rows, page.limit))


@router.get("/{fanout_id}", responses=problem_responses(404))
async def get_fanout(state: StateDep, principal: UserDep, fanout_id: UUID) -> Fanout:
    """How far it is."""
    async with state.database.connection() as connection:
        row = await queries.owned_batch(
            connection, batch_id=fanout_id, user_id=principal.user_id, admin=_admin(principal)
        )
    if row is None:
        raise NotFound("You have no such fan-out")
    return _fanout(row)


@router.post("/{fanout_id}/retry", status_code=202, responses=problem_responses(404, 409))
async def retry_fanout(state: StateDep, principal: UserDep, fanout_id: UUID) -> Fanout:
    """Try its dead letters and failed pages again, also long after its run has ended."""
    fanout = await get_fanout(state, principal, fanout_id)
    if not fanout.dead_letters and not fanout.failed_pages:
        raise Conflict("Nothing of this fan-out waits for a retry")
    try:
        await state.temporal.start_workflow(
            MatchFanout.run,
            # pages that are done are skipped; replays of a new run must not have the keys of those before
            MatchFanoutInput(batch_id=fanout_id, replays=int(time.time())),
            id=fanout_workflow_id(fanout_id),
            task_queue=MAIN_QUEUE,
            task_timeout=options.WORKFLOW_TASK_TIMEOUT,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            start_signal=RETRY_FAILED_SIGNAL,
            static_summary="dead letters once more",
            priority=options.priority(options.BATCH, fanout_id),
            rpc_timeout=RPC,
        )
    except AWAY as error:
        raise Unavailable("The retry could not be asked for because Temporal is away; ask again") from error
    return fanout


@router.post("/{fanout_id}/pause", status_code=202, responses=problem_responses(404, 409))
async def pause_fanout(state: StateDep, principal: UserDep, fanout_id: UUID) -> Fanout:
    """Begin no further page; those that have begun are finished."""
    return await _signal(state, await get_fanout(state, principal, fanout_id), PAUSE_SIGNAL)


@router.post("/{fanout_id}/resume", status_code=202, responses=problem_responses(404, 409))
async def resume_fanout(state: StateDep, principal: UserDep, fanout_id: UUID) -> Fanout:
    """Go on after a pause."""
    return await _signal(state, await get_fanout(state, principal, fanout_id), RESUME_SIGNAL)


async def _signal(state: AppState, fanout: Fanout, signal: str) -> Fanout:
    if fanout.state == "finished":
        raise Conflict("This fan-out is finished")
    try:
        handle = state.temporal.get_workflow_handle(fanout_workflow_id(fanout.id))
        await handle.signal(signal, rpc_timeout=RPC)
    except RPCError as error:
        if error.status == RPCStatusCode.NOT_FOUND:
            raise Conflict("This fan-out no longer runs") from None
        raise Unavailable("The fan-out could not be told because Temporal is away; try again") from error
    paused = signal == PAUSE_SIGNAL
    async with state.database.connection() as connection:
        await queries.pause_batch(connection, batch_id=fanout.id, paused=paused)
    return fanout.model_copy(update={"paused": paused})


def _admin(principal: Principal) -> bool:
    return principal.role == "admin"


def _fanout(row: Any) -> Fanout:
    noted = row["progress"]
    known = {name: noted.get(name, 0) for name in ("pages", "done_pages", "pairs", "matches", "failed_pages")}
    state = "finished" if row["finished_at"] and not row["dead_letters"] else noted.get("state", "matching")
    return Fanout(
        id=row["id"],
        kind=row["kind"],
        state=state,
        paused=row["paused"],
        dead_letters=row["dead_letters"],
        created_at=row["created_at"],
        finished_at=row["finished_at"],
        **known,
    )
