"""Analyses: start, watch, retry, cancel, delete. What they gave stands in results.py."""

from __future__ import annotations

import contextlib
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from temporalio.client import WorkflowUpdateFailedError, WorkflowUpdateRPCTimeoutOrCancelledError
from temporalio.common import WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError
from temporalio.service import RPCError, RPCStatusCode

from adapters.postgres import Connection, queries
from api.analysis_models import Analyses, Analysis, NewAnalysis, Started
from api.deps import IdempotencyKey, PageDep, StateDep, UserDep, next_cursor
from api.errors import problem_responses
from api.idempotency import remember, replayed, request_hash
from api.starting import RPC, reaching_temporal, start_analysis, start_erasure
from api.state import AppState
from schema.analysis import ErasureInput, Stage, Status
from schema.errors import Conflict, NotFound, Unavailable
from schema.ids import new_id
from schema.temporal_names import analysis_workflow_id
from workflows.resume_analysis import ResumeAnalysis

router = APIRouter(prefix="/api/v1/analyses", tags=["analyses"], responses=problem_responses(401))


@router.post("", status_code=202, name="start_analysis", responses=problem_responses(404, 409))
async def start(
    state: StateDep, principal: UserDep, body: NewAnalysis, idempotency_key: IdempotencyKey = None
) -> Started:
    """Analyse a stored résumé again. While one analysis of it is under way, that one is the answer."""
    user_id, hashed = principal.user_id, request_hash("analysis", str(body.resume_id))
    async with state.database.transaction() as connection:
        known = await replayed(connection, user_id, idempotency_key, hashed)
        if known is None:
            started, fresh = await _open_or_new(connection, user_id, body.resume_id)
            await remember(connection, user_id, idempotency_key, 202, started.model_dump(mode="json"))
        else:
            started, fresh = Started.model_validate(known), False
    begin = start_analysis if fresh else begin_again
    await begin(state, started.job_id, user_id)
    return started


@router.get("")
async def list_analyses(
    state: StateDep,
    principal: UserDep,
    page: PageDep,
    resume_id: UUID | None = None,
    status: Annotated[Status | None, Query(description="only these")] = None,
) -> Analyses:
    """Analyses, newest first."""
    async with state.database.connection() as connection:
        rows = await queries.list_analyses(
            connection,
            user_id=principal.user_id,
            resume_id=resume_id,
            status=status,
            before=page.before,
            limit=page.limit,
        )
    return Analyses(items=[Analysis.of(row) for row in rows], next_cursor=next_cursor(rows, page.limit))


@router.get("/{job_id}", responses=problem_responses(404))
async def get_analysis(state: StateDep, principal: UserDep, job_id: UUID) -> Analysis:
    """Status, stage and progress."""
    return Analysis.of(await owned(state, principal.user_id, job_id))


@router.post("/{job_id}/retry", status_code=202, responses=problem_responses(404, 409))
async def retry_analysis(state: StateDep, principal: UserDep, job_id: UUID) -> Started:
    """Take a failed analysis up at the stage where it failed: same id, no upload."""
    row = await owned(state, principal.user_id, job_id)
    if row["status"] != "failed":
        raise Conflict(f"Only a failed analysis can be retried; this one is {row['status']}")
    if row["retries"] >= state.settings.max_retries:
        raise Conflict(f"All {state.settings.max_retries} retries are used up; upload the résumé again")
    await _take_up(state, principal.user_id, row)
    return Started(job_id=job_id, status="pending")


@router.post("/{job_id}/cancel", status_code=202, responses=problem_responses(404, 409))
async def cancel_analysis(state: StateDep, principal: UserDep, job_id: UUID) -> Started:
    """Stop an analysis that is not finished."""
    row = await owned(state, principal.user_id, job_id)
    if row["status"] in ("completed", "cancelled"):
        raise Conflict(f"This analysis is {row['status']} already")
    handle = state.temporal.get_workflow_handle(analysis_workflow_id(job_id))
    try:
        with reaching_temporal():
            await handle.signal(ResumeAnalysis.cancel, rpc_timeout=RPC)
    except RPCError as error:
        if error.status != RPCStatusCode.NOT_FOUND:
            raise Unavailable("Temporal is away; try again in a moment") from error
        async with state.database.transaction() as connection:
            await queries.cancel_analysis(connection, job_id=job_id)
    return Started(job_id=job_id, status=(await owned(state, principal.user_id, job_id))["status"])


@router.delete("/{job_id}", status_code=204, responses=problem_responses(404))
async def delete_analysis(state: StateDep, principal: UserDep, job_id: UUID) -> None:
    """Delete an analysis in any state, with its profile and vectors; the résumé stays."""
    async with state.database.transaction() as connection:
        hidden = await queries.hide_analysis(connection, job_id=job_id, user_id=principal.user_id)
    if hidden is None:
        raise NotFound("You have no such analysis")
    await start_erasure(state.temporal, ErasureInput(kind="analysis", user_id=principal.user_id, subject_id=job_id))


async def owned(state: AppState, user_id: UUID, job_id: UUID) -> Any:
    """The row of somebody's own analysis. Raises NotFound for everything else."""
    async with state.database.connection() as connection:
        row = await queries.get_analysis(connection, job_id=job_id, user_id=user_id)
    if row is None:
        raise NotFound("You have no such analysis")
    return row


async def _open_or_new(connection: Connection, user_id: UUID, resume_id: UUID) -> tuple[Started, bool]:
    """The analysis of a résumé that is under way, or a new one; and whether it is new."""
    await queries.lock_user(connection, user_id=user_id)
    row = await queries.open_analysis_of(connection, user_id=user_id, resume_id=resume_id)
    if row is not None:
        return Started(job_id=row["id"], status=row["status"]), False
    resume = await queries.get_resume(connection, user_id=user_id, resume_id=resume_id)
    if resume is None:
        raise NotFound("You have no such résumé")
    if resume["cleared_at"] is not None:
        raise Conflict("The original was cleared after its analysis; upload the file again")
    started = Started(job_id=new_id(), status="pending")
    await queries.insert_analysis(connection, job_id=started.job_id, resume_id=resume_id, user_id=user_id)
    return started, True


async def begin_again(state: AppState, job_id: UUID, user_id: UUID) -> None:
    """For a repeated request: begin the analysis that its first try stored and could not begin."""
    async with state.database.connection() as connection:
        row = await queries.get_analysis(connection, job_id=job_id, user_id=user_id)
    if row is None or row["stage"] != Stage.QUEUED:
        return
    if row["status"] == "pending":
        with contextlib.suppress(WorkflowAlreadyStartedError):
            await start_analysis(state, job_id, user_id, reuse=WorkflowIDReusePolicy.REJECT_DUPLICATE)
    elif row["error_code"] == Unavailable.code:
        with contextlib.suppress(Conflict):
            await _take_up(state, user_id, row)


async def _take_up(state: AppState, user_id: UUID, row: Any) -> None:
    """Go on with a failed analysis in its parked run, or in a new one when that is gone."""
    handle = state.temporal.get_workflow_handle(analysis_workflow_id(row["id"]))
    try:
        with reaching_temporal():
            await handle.execute_update(ResumeAnalysis.retry_analysis, rpc_timeout=RPC)
    except WorkflowUpdateFailedError as error:
        raise Conflict("Only a failed analysis can be retried; this one is under way again") from error
    except WorkflowUpdateRPCTimeoutOrCancelledError as error:
        raise Unavailable("No worker answers; the retry is made when one is back") from error
    except RPCError as error:
        if error.status != RPCStatusCode.NOT_FOUND:
            raise Unavailable("Temporal is away; try again in a moment") from error
        await _retry_in_new_run(state, user_id, row)


async def _retry_in_new_run(state: AppState, user_id: UUID, row: Any) -> None:
    """The run that parked is gone (its window passed, or it was ended): go on in a new one."""
    async with state.database.transaction() as connection:
        reopened = await queries.reopen_analysis(connection, job_id=row["id"], max_retries=state.settings.max_retries)
    if reopened is None:
        raise Conflict("Only a failed analysis can be retried; this one is under way again")
    await start_analysis(state, row["id"], user_id, stage=Stage(row["error_stage"]))
