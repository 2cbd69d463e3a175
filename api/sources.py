"""Job sources: each is a Temporal Schedule. An admin's source feeds everybody, another user's only that user."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, Field
from temporalio.client import (
    Schedule,
    ScheduleActionStartWorkflow,
    ScheduleAlreadyRunningError,
    ScheduleHandle,
    ScheduleIntervalSpec,
    ScheduleOverlapPolicy,
    SchedulePolicy,
    ScheduleSpec,
    ScheduleState,
)
from temporalio.service import RPCError, RPCStatusCode

from adapters.postgres import queries
from api.deps import PageDep, StateDep, UserDep, next_cursor
from api.errors import problem_responses
from api.examples import MOMENT, SOURCE_ID, example
from api.starting import AWAY, RPC, reaching_temporal
from api.state import AppState, Principal
from schema.errors import Conflict, Forbidden, NotFound, Unavailable, Unprocessable
from schema.ids import new_id
from schema.jobs import BoardKind
from schema.pipeline import SourceRefreshInput
from schema.source_terms import terms_of
from schema.temporal_names import MAIN_QUEUE, source_schedule_id
from workflows import options
from workflows.source_refresh import SourceRefresh

USUAL_MINUTES = 60

router = APIRouter(prefix="/api/v1/sources", tags=["jobs"], responses=problem_responses(401))


RUNS_SHOWN = 28

OptionName = Annotated[str, Field(pattern="^[a-z][a-z0-9_]{0,39}$")]
OptionValue = Annotated[str, Field(max_length=500)]


class NewSource(BaseModel):
    """A source to read.

    `location` is what the kind needs: an account's name for the board of an applicant tracking system, an http(s)
    address for `feed` and `page`, a path for `file`, which needs an admin. `options` are what else the kind knows.
    """

    model_config = example(kind="greenhouse", name="Example Co", location="exampleco", options={"details": "20"})

    kind: BoardKind
    name: Annotated[str, Field(min_length=1, max_length=100)]
    location: Annotated[str, Field(min_length=1, max_length=2000)]
    base_url: Annotated[str, Field(max_length=500, pattern=r"^https?://")] | None = None
    """Asked instead of the board's own address: a mirror or a proxy."""
    options: Annotated[dict[OptionName, OptionValue], Field(max_length=20)] = {}
    interval_minutes: Annotated[int, Field(ge=5, le=7 * 24 * 60)] | None = None
    """Hourly if left out, or as seldom as the terms of the kind want it."""


class Source(BaseModel):
    """A feed and its health."""

    model_config = example(
        id=SOURCE_ID,
        kind="greenhouse",
        name="Example Co",
        location="exampleco",
        base_url=None,
        options={"details": "20"},
        shared=False,
        interval_seconds=3600,
        paused=False,
        health="ok",
        last_error=None,
        last_success_at=MOMENT,
        last_run_at=MOMENT,
        last_rows=120,
        warnings=[],
        created_at=MOMENT,
    )

    id: UUID
    kind: str
    name: str
    location: str
    base_url: str | None
    options: dict[str, str]
    shared: bool
    interval_seconds: int
    paused: bool
    health: Literal["unknown", "ok", "degraded"]
    last_error: str | None
    last_success_at: datetime | None
    last_run_at: datetime | None
    last_rows: int | None
    warnings: list[str]
    """What filters cannot do with its postings, for a banner: it is no fault."""
    created_at: datetime

    @classmethod
    def of(cls, row: Any) -> Source:
        """From a row of sources."""
        return cls(**{key: row[key] for key in cls.model_fields})


class SourceRun(BaseModel):
    """One answer of a source: rows, what they changed, and the share (0–1) of them that fills each field."""

    model_config = example(
        run_at=MOMENT, rows=120, new=3, changed=1, closed=2, skipped=0, filled={"salary": 0.4}, problem=None
    )

    run_at: datetime
    rows: int
    new: int
    changed: int
    closed: int
    skipped: int
    filled: dict[str, float]
    problem: str | None


class SourceRuns(BaseModel):
    """The last answers of a source, newest first: what the next one is measured against."""

    items: list[SourceRun]


class Sources(BaseModel):
    """One page of feeds."""

    items: list[Source]
    next_cursor: str | None


@router.post("", status_code=201, responses=problem_responses(403, 409))
async def create_source(state: StateDep, principal: UserDep, body: NewSource) -> Source:
    """Add a feed; it is read at once and then at its interval."""
    terms = terms_of(body.kind)
    if terms.needs_admin and principal.role != "admin":
        raise Forbidden(f"Only an admin may add a {body.kind} source")
    minutes = body.interval_minutes or max(USUAL_MINUTES, terms.least_minutes)
    if minutes < terms.least_minutes:
        raise Unprocessable(
            f"A {body.kind} source is read every {terms.least_minutes} minutes at most.", field="interval_minutes"
        )
    async with state.database.transaction() as connection:
        row = await queries.insert_source(
            connection,
            id=new_id(),
            user_id=principal.user_id,
            kind=body.kind,
            name=body.name,
            location=body.location,
            base_url=body.base_url,
            options=body.options,
            shared=principal.role == "admin",
            interval_seconds=minutes * 60,
        )
        if row is None:
            raise Conflict("You have a source at this location already")
    # after the commit: the first run looks for the row at once
    try:
        await _schedule(state, principal, row)
    except Unavailable:
        async with state.database.transaction() as connection:
            await queries.delete_source(connection, source_id=row["id"], user_id=principal.user_id)
        raise
    return Source.of(row)


@router.get("")
async def list_sources(state: StateDep, principal: UserDep, page: PageDep) -> Sources:
    """Feeds with their health, newest first."""
    async with state.database.connection() as connection:
        rows = await queries.list_sources(connection, user_id=principal.user_id, before=page.before, limit=page.limit)
    return Sources(items=[Source.of(row) for row in rows], next_cursor=next_cursor(rows, page.limit))


@router.get("/{source_id}", responses=problem_responses(404))
async def get_source(state: StateDep, principal: UserDep, source_id: UUID) -> Source:
    """One feed with its health."""
    return Source.of(await _owned(state, principal, source_id))


@router.get("/{source_id}/runs", responses=problem_responses(404))
async def list_source_runs(state: StateDep, principal: UserDep, source_id: UUID) -> SourceRuns:
    """Its last answers."""
    await _owned(state, principal, source_id)
    async with state.database.connection() as connection:
        rows = await queries.list_source_runs(
            connection, source_id=source_id, user_id=principal.user_id, limit=RUNS_SHOWN
        )
    return SourceRuns(items=[SourceRun(**dict(row)) for row in rows])


@router.post("/{source_id}/trigger", status_code=202, responses=problem_responses(404))
async def trigger_source(state: StateDep, principal: UserDep, source_id: UUID) -> Source:
    """Read it now, also while it is paused."""
    row = await _owned(state, principal, source_id)
    once_more = ScheduleOverlapPolicy.BUFFER_ONE
    await _tell(state, principal, row, lambda schedule: schedule.trigger(overlap=once_more, rpc_timeout=RPC))
    return Source.of(row)


@router.post("/{source_id}/pause", responses=problem_responses(404))
async def pause_source(state: StateDep, principal: UserDep, source_id: UUID) -> Source:
    """Stop reading it."""
    row = await _set_paused(state, principal, source_id, paused=True)
    note = "paused by its owner"
    await _tell(state, principal, row, lambda schedule: schedule.pause(note=note, rpc_timeout=RPC))
    return Source.of(row)


@router.post("/{source_id}/resume", responses=problem_responses(404))
async def resume_source(state: StateDep, principal: UserDep, source_id: UUID) -> Source:
    """Read it again at its interval."""
    row = await _set_paused(state, principal, source_id, paused=False)
    note = "resumed by its owner"
    await _tell(state, principal, row, lambda schedule: schedule.unpause(note=note, rpc_timeout=RPC))
    return Source.of(row)


@router.delete("/{source_id}", status_code=204, responses=problem_responses(404))
async def delete_source(state: StateDep, principal: UserDep, source_id: UUID) -> None:
    """Remove a feed with its postings and their matches."""
    await _owned(state, principal, source_id)
    try:
        with reaching_temporal():
            await state.temporal.get_schedule_handle(source_schedule_id(source_id)).delete(rpc_timeout=RPC)
    except RPCError as error:
        if error.status != RPCStatusCode.NOT_FOUND:
            raise
    async with state.database.transaction() as connection:
        await queries.delete_source(connection, source_id=source_id, user_id=principal.user_id)


async def _owned(state: AppState, principal: Principal, source_id: UUID) -> Any:
    async with state.database.connection() as connection:
        row = await queries.get_source(connection, source_id=source_id, user_id=principal.user_id)
    if row is None:
        raise NotFound("You have no such source")
    return row


async def _set_paused(state: AppState, principal: Principal, source_id: UUID, *, paused: bool) -> Any:
    async with state.database.transaction() as connection:
        row = await queries.pause_source(connection, source_id=source_id, user_id=principal.user_id, paused=paused)
    if row is None:
        raise NotFound("You have no such source")
    return row


async def _tell(
    state: AppState, principal: Principal, row: Any, call: Callable[[ScheduleHandle], Awaitable[None]]
) -> None:
    """Ask something of a source's schedule, which is made anew if the server lost it."""
    try:
        with reaching_temporal():
            await call(state.temporal.get_schedule_handle(source_schedule_id(row["id"])))
    except RPCError as error:
        if error.status != RPCStatusCode.NOT_FOUND:
            raise
        await call(await _schedule(state, principal, row, at_once=False))


async def _schedule(state: AppState, principal: Principal, row: Any, *, at_once: bool = True) -> ScheduleHandle:
    """Read a source at its interval, and `at_once`."""
    schedule_id = source_schedule_id(row["id"])
    schedule = Schedule(
        action=ScheduleActionStartWorkflow(
            SourceRefresh.run,
            SourceRefreshInput(source_id=row["id"]),
            id=schedule_id,
            task_queue=MAIN_QUEUE,
            static_summary="read one job source",
            priority=options.priority(options.BATCH, principal.user_id),
        ),
        spec=ScheduleSpec(intervals=[ScheduleIntervalSpec(every=timedelta(seconds=row["interval_seconds"]))]),
        policy=SchedulePolicy(overlap=ScheduleOverlapPolicy.SKIP, catchup_window=timedelta(minutes=1)),
        state=ScheduleState(paused=row["paused"]),
    )
    try:
        return await state.temporal.create_schedule(schedule_id, schedule, trigger_immediately=at_once, rpc_timeout=RPC)
    except ScheduleAlreadyRunningError:
        return state.temporal.get_schedule_handle(schedule_id)
    except AWAY as error:
        raise Unavailable("The source could not be scheduled because Temporal is away; try again") from error
