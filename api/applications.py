"""How the caller's applications go: saved, applied, interview, offer, rejected, with notes, dates and history."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from adapters.postgres import Connection, queries
from api.deps import PageDep, StateDep, UserDep, next_cursor
from api.errors import problem_responses
from api.examples import JOB_ID, MOMENT, example
from schema.errors import Conflict, NotFound
from schema.ids import new_id
from schema.tracking import ApplicationState

router = APIRouter(prefix="/api/v1/applications", tags=["jobs"], responses=problem_responses(401))

Notes = Annotated[str, Field(max_length=10_000)]


class NewApplication(BaseModel):
    """A posting to follow. `happened_on`: the day of its state; today when it is left out."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"job_id": JOB_ID, "state": "applied"}})

    job_id: UUID
    state: ApplicationState = "saved"
    happened_on: date | None = None
    notes: Notes = ""


class ApplicationChange(BaseModel):
    """What to change. A new state is kept in the history, with the day it happened on."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"state": "interview"}})

    state: ApplicationState | None = None
    happened_on: date | None = None
    notes: Notes | None = None


class Step(BaseModel):
    """One change of state."""

    before: ApplicationState | None
    after: ApplicationState
    happened_on: date
    created_at: datetime


class Application(BaseModel):
    """One application. Title, company and address are those of the day it was saved.

    `job_id` is null when the posting is no longer stored.
    """

    model_config = example(
        id=JOB_ID,
        job_id=JOB_ID,
        title="Backend Engineer",
        company="Example Ltd",
        url="https://example.com/jobs/17",
        state="applied",
        state_on="2026-11-23",
        notes="Asked for a portfolio",
        created_at=MOMENT,
        updated_at=MOMENT,
    )

    id: UUID
    job_id: UUID | None
    title: str
    company: str
    url: str | None
    state: ApplicationState
    state_on: date
    notes: str
    created_at: datetime
    updated_at: datetime


class ApplicationDetail(Application):
    """One application with its history, oldest first."""

    history: list[Step]


class Applications(BaseModel):
    """One page of applications."""

    items: list[Application]
    next_cursor: str | None


@router.post("", status_code=201, responses=problem_responses(404, 409, 422))
async def create_application(state: StateDep, principal: UserDep, body: NewApplication) -> Application:
    """Begin to follow a posting."""
    async with state.database.transaction() as connection:
        row = await _begin(connection, principal.user_id, body)
        if row is None:
            known = await queries.application_of_job(connection, user_id=principal.user_id, job_id=body.job_id)
            if known is None:
                raise NotFound("There is no such posting")
            raise Conflict("You follow this posting already; change that one", application_id=str(known["id"]))
    return Application(**row)


@router.get("")
async def list_applications(
    state: StateDep,
    principal: UserDep,
    page: PageDep,
    wanted: Annotated[ApplicationState | None, Query(alias="state")] = None,
) -> Applications:
    """Newest first."""
    async with state.database.connection() as connection:
        rows = await queries.list_applications(
            connection, user_id=principal.user_id, state=wanted, before=page.before, limit=page.limit
        )
    return Applications(items=[Application(**row) for row in rows], next_cursor=next_cursor(rows, page.limit))


@router.get("/{application_id}", responses=problem_responses(404))
async def get_application(state: StateDep, principal: UserDep, application_id: UUID) -> ApplicationDetail:
    """One application with its history."""
    async with state.database.connection() as connection:
        row = await queries.get_application(connection, application_id=application_id, user_id=principal.user_id)
        steps = await queries.application_changes(connection, application_id=application_id, user_id=principal.user_id)
    if row is None:
        raise NotFound("You have no such application")
    return ApplicationDetail(**row, history=[Step(**step) for step in steps])


@router.patch("/{application_id}", responses=problem_responses(404, 422))
async def update_application(
    state: StateDep, principal: UserDep, application_id: UUID, body: ApplicationChange
) -> Application:
    """Change the fields that are sent."""
    async with state.database.transaction() as connection:
        row = await _change(connection, principal.user_id, application_id, body)
    return Application(**row)


@router.delete("/{application_id}", status_code=204, responses=problem_responses(404))
async def delete_application(state: StateDep, principal: UserDep, application_id: UUID) -> None:
    """Forget it with its history."""
    async with state.database.transaction() as connection:
        if not await queries.delete_application(connection, application_id=application_id, user_id=principal.user_id):
            raise NotFound("You have no such application")


async def follow_application(
    connection: Connection, user_id: UUID, job_id: UUID, state: ApplicationState | None
) -> None:
    """Bring the application for a posting to a state, or forget it (None). Inside a transaction."""
    known = await queries.application_of_job(connection, user_id=user_id, job_id=job_id)
    if state is None:
        if known is not None:
            await queries.delete_application(connection, application_id=known["id"], user_id=user_id)
    elif known is None:
        await _begin(connection, user_id, NewApplication(job_id=job_id, state=state))
    else:
        await _change(connection, user_id, known["id"], ApplicationChange(state=state))


async def _begin(connection: Connection, user_id: UUID, body: NewApplication) -> Any:
    """The new row; None when the posting is followed already, or cannot be seen."""
    day = body.happened_on or _today()
    row = await queries.insert_application(
        connection,
        id=new_id(),
        user_id=user_id,
        job_id=body.job_id,
        state=body.state,
        state_on=day,
        notes=body.notes,
    )
    if row is not None:
        await _note(connection, user_id, row["id"], None, body.state, day)
    return row


async def _change(connection: Connection, user_id: UUID, application_id: UUID, body: ApplicationChange) -> Any:
    """The changed row. The same state again with another day mends that day."""
    known = await queries.application_for_update(connection, application_id=application_id, user_id=user_id)
    if known is None:
        raise NotFound("You have no such application")
    after = body.state or known["state"]
    moved = after != known["state"]
    day = body.happened_on or (_today() if moved else known["state_on"])
    if moved or day != known["state_on"]:
        await _note(connection, user_id, application_id, known["state"], after, day)
    return await queries.update_application(
        connection,
        application_id=application_id,
        user_id=user_id,
        state=after,
        state_on=day,
        notes=known["notes"] if body.notes is None else body.notes,
    )


async def _note(
    connection: Connection, user_id: UUID, application_id: UUID, before: str | None, after: str, day: date
) -> None:
    await queries.insert_application_change(
        connection,
        id=new_id(),
        application_id=application_id,
        user_id=user_id,
        before=before,
        after=after,
        happened_on=day,
    )


def _today() -> date:
    return datetime.now(UTC).date()
