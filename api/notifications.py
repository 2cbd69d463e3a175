"""The in-app channel: what the caller was told."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel

from adapters.postgres import queries
from api.deps import PageDep, StateDep, UserDep, next_cursor
from api.errors import problem_responses
from api.examples import JOB_ID, MATCH_ID, MOMENT, NOTIFICATION_ID, example
from schema.errors import NotFound

router = APIRouter(prefix="/api/v1/notifications", tags=["notifications"], responses=problem_responses(401))


class Notification(BaseModel):
    """A snapshot of what was shown; later changes of a posting do not alter it."""

    model_config = example(
        id=NOTIFICATION_ID,
        kind="matches",
        subject_id=NOTIFICATION_ID,
        payload={
            "frequency": "instant",
            "total": 1,
            "postings": 2,
            "matches": [{"match_id": MATCH_ID, "job_id": JOB_ID, "score": 82, "places": ["Brno", "Prague"]}],
            "more": [],
            "not_shown": 0,
        },
        read_at=None,
        created_at=MOMENT,
    )

    id: UUID
    kind: str
    subject_id: UUID
    payload: dict[str, Any]
    read_at: datetime | None
    created_at: datetime


class Notifications(BaseModel):
    """One page of notifications."""

    items: list[Notification]
    next_cursor: str | None


@router.get("")
async def list_notifications(
    state: StateDep,
    principal: UserDep,
    page: PageDep,
    unread: Annotated[bool, Query(description="only those not read")] = False,
) -> Notifications:
    """Notifications, newest first."""
    async with state.database.connection() as connection:
        rows = await queries.list_notifications(
            connection,
            user_id=principal.user_id,
            unread=unread,
            before=page.before,
            limit=page.limit,
        )
    return Notifications(items=[Notification(**row) for row in rows], next_cursor=next_cursor(rows, page.limit))


@router.post("/{notification_id}/read", responses=problem_responses(404))
async def read_notification(state: StateDep, principal: UserDep, notification_id: UUID) -> Notification:
    """Mark as read; doing it again changes nothing."""
    async with state.database.transaction() as connection:
        row = await queries.read_notification(connection, notification_id=notification_id, user_id=principal.user_id)
    if row is None:
        raise NotFound("You have no such notification")
    return Notification(**row)
