"""The ledger: what was sent where, what waits, what is dead."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel

from adapters.postgres import queries
from api.deps import PageDep, StateDep, UserDep, next_cursor
from api.errors import problem_responses
from api.examples import CHANNEL_ID, DELIVERY_ID, MOMENT, NOTIFICATION_ID, example
from api.starting import start_delivery
from schema.errors import Conflict, NotFound

router = APIRouter(prefix="/api/v1/deliveries", tags=["notifications"], responses=problem_responses(401))

DeliveryStatus = Literal["pending", "claimed", "sent", "dead"]


class Delivery(BaseModel):
    """One notification to one channel. `maybe_repeated`: a crash after a send, and the receiver cannot tell."""

    model_config = example(
        id=DELIVERY_ID,
        notification_id=NOTIFICATION_ID,
        channel_id=CHANNEL_ID,
        status="sent",
        attempts=1,
        last_error=None,
        maybe_repeated=False,
        sent_at=MOMENT,
        created_at=MOMENT,
    )

    id: UUID
    notification_id: UUID
    channel_id: UUID
    status: DeliveryStatus
    attempts: int
    last_error: str | None
    maybe_repeated: bool
    sent_at: datetime | None
    created_at: datetime


class Deliveries(BaseModel):
    """One page of the ledger."""

    items: list[Delivery]
    next_cursor: str | None


@router.get("")
async def list_deliveries(
    state: StateDep, principal: UserDep, page: PageDep, status: DeliveryStatus | None = None
) -> Deliveries:
    """Ledger rows, newest first."""
    async with state.database.connection() as connection:
        rows = await queries.list_deliveries(
            connection, user_id=principal.user_id, status=status, before=page.before, limit=page.limit
        )
    return Deliveries(items=[Delivery(**row) for row in rows], next_cursor=next_cursor(rows, page.limit))


@router.get("/{delivery_id}", responses=problem_responses(404))
async def get_delivery(state: StateDep, principal: UserDep, delivery_id: UUID) -> Delivery:
    """One ledger row."""
    async with state.database.connection() as connection:
        row = await queries.get_delivery(connection, delivery_id=delivery_id, user_id=principal.user_id)
    if row is None:
        raise NotFound("You have no such delivery")
    return Delivery(**row)


@router.post("/{delivery_id}/replay", status_code=202, responses=problem_responses(404, 409))
async def replay_delivery(state: StateDep, principal: UserDep, delivery_id: UUID) -> Delivery:
    """Send a dead letter again."""
    async with state.database.transaction() as connection:
        known = await queries.get_delivery(connection, delivery_id=delivery_id, user_id=principal.user_id)
        if known is None:
            raise NotFound("You have no such delivery")
        if await queries.revive_delivery(connection, delivery_id=delivery_id, user_id=principal.user_id) is None:
            raise Conflict(f"Only dead deliveries can be replayed; this one is {known['status']}")
    await start_delivery(state, principal.user_id, known["notification_id"], delivery_id)
    return Delivery(**{**known, "status": "pending"})
