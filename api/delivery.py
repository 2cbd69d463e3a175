"""How the caller wants to be told: at once or in digests, by their own clock."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter
from pydantic import ValidationError

from adapters.postgres import queries
from api.deps import StateDep, UserDep
from api.errors import problem_responses
from api.examples import MOMENT, example
from api.starting import wake_delivery
from domain.notifying import next_due
from schema.errors import Unauthorized
from schema.notifications import DeliveryPreferences

router = APIRouter(prefix="/api/v1/me/delivery", tags=["notifications"], responses=problem_responses(401))


class DeliverySettings(DeliveryPreferences):
    """What is in force, and when what has gathered until now goes out; null when nothing waits."""

    model_config = example(
        frequency="daily",
        hour=8,
        weekday="monday",
        time_zone="Europe/Prague",
        quiet_hours={"start": "21:00", "end": "07:00"},
        per_company=3,
        max_lines=25,
        next_message_at=MOMENT,
    )

    next_message_at: datetime | None = None


@router.get("")
async def get_delivery_preferences(state: StateDep, principal: UserDep) -> DeliverySettings:
    """Frequency, hour, quiet hours and size of messages."""
    async with state.database.connection() as connection:
        row = await queries.delivery_preferences(connection, user_id=principal.user_id)
        due = await queries.news_due_at(connection, user_id=principal.user_id)
    return DeliverySettings(**_stored(row).model_dump(), next_message_at=due)


@router.put("")
async def set_delivery_preferences(state: StateDep, principal: UserDep, body: DeliveryPreferences) -> DeliverySettings:
    """Replace all of them. What has gathered goes out by the new ones."""
    async with state.database.transaction() as connection:
        row = await queries.delivery_preferences(connection, user_id=principal.user_id)
        if row is None:
            raise Unauthorized("This account was deleted")
        await queries.set_delivery_preferences(
            connection, user_id=principal.user_id, preferences=body.model_dump(mode="json")
        )
        due = next_due(body, datetime.now(UTC), zone=body.zone(row["time_zone"]))
        waiting = await queries.reschedule_news(connection, user_id=principal.user_id, due_at=due)
    if waiting is not None:
        await wake_delivery(state)
    return DeliverySettings(**body.model_dump(), next_message_at=waiting)


def _stored(row: Any) -> DeliveryPreferences:
    if row is None:
        raise Unauthorized("This account was deleted")
    try:
        return DeliveryPreferences.model_validate(row["preferences"] or {})
    except ValidationError:
        # written by another version: what it no longer takes counts as nothing said, as it does when messages are made
        return DeliveryPreferences()
