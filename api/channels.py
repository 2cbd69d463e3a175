"""Where the caller wants to be told: Discord webhooks and signed HTTP endpoints. In the app they always are."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, Field

from adapters.channels import new_secret, validate_config
from adapters.postgres import queries
from api.deliveries import Delivery
from api.deps import PageDep, StateDep, UserDep, next_cursor
from api.errors import problem_responses
from api.examples import CHANNEL_ID, MOMENT, example
from api.starting import start_delivery
from schema.errors import Conflict, NotFound
from schema.ids import new_id

router = APIRouter(prefix="/api/v1/channels", tags=["notifications"], responses=problem_responses(401))


class NewChannel(BaseModel):
    """A receiver. `config` of both kinds is `{"url": …}`; a webhook's signing secret is made here."""

    model_config = example(kind="webhook", name="my server", config={"url": "https://example.com/hooks/vitaeflow"})

    kind: Literal["discord", "webhook"]
    name: Annotated[str, Field(min_length=1, max_length=100)]
    config: dict[str, Any]


class ChannelChange(BaseModel):
    """Fields to change. Enabling a channel that was switched off tries it again."""

    name: Annotated[str | None, Field(min_length=1, max_length=100)] = None
    enabled: bool | None = None


class Channel(BaseModel):
    """A receiver as it is shown: its address without what may be a secret in it."""

    model_config = example(
        id=CHANNEL_ID,
        kind="webhook",
        name="my server",
        host="example.com",
        enabled=True,
        disabled_reason=None,
        created_at=MOMENT,
    )

    id: UUID
    kind: str
    name: str
    host: str
    enabled: bool
    disabled_reason: str | None
    created_at: datetime

    @classmethod
    def of(cls, row: Any) -> Channel:
        """From a row of channels."""
        values = {key: row[key] for key in cls.model_fields if key != "host"}
        return cls(host=row["config"]["url"].split("/")[2].rpartition("@")[2], **values)


class CreatedChannel(Channel):
    """A new receiver; a webhook's `secret` is shown this once."""

    secret: str | None = None


class Channels(BaseModel):
    """One page of receivers."""

    items: list[Channel]
    next_cursor: str | None


@router.post("", status_code=201)
async def create_channel(state: StateDep, principal: UserDep, body: NewChannel) -> CreatedChannel:
    """Add a receiver. Whether its address may be called is checked at every send."""
    secret = new_secret() if body.kind == "webhook" else None
    given = {**body.config, "secret": secret} if secret else body.config
    config = validate_config(body.kind, given, allow_hosts=state.settings.allow_private_targets)
    async with state.database.transaction() as connection:
        row = await queries.insert_channel(
            connection, id=new_id(), user_id=principal.user_id, kind=body.kind, name=body.name, config=config
        )
    return CreatedChannel(secret=secret, **Channel.of(row).model_dump())


@router.get("")
async def list_channels(state: StateDep, principal: UserDep, page: PageDep) -> Channels:
    """Receivers, newest first."""
    async with state.database.connection() as connection:
        rows = await queries.list_channels(connection, user_id=principal.user_id, before=page.before, limit=page.limit)
    return Channels(items=[Channel.of(row) for row in rows], next_cursor=next_cursor(rows, page.limit))


@router.get("/{channel_id}", responses=problem_responses(404))
async def get_channel(state: StateDep, principal: UserDep, channel_id: UUID) -> Channel:
    """One receiver."""
    async with state.database.connection() as connection:
        row = await queries.get_channel(connection, channel_id=channel_id, user_id=principal.user_id)
    if row is None:
        raise NotFound("You have no such channel")
    return Channel.of(row)


@router.patch("/{channel_id}", responses=problem_responses(404))
async def update_channel(state: StateDep, principal: UserDep, channel_id: UUID, body: ChannelChange) -> Channel:
    """Rename, switch on or off."""
    async with state.database.transaction() as connection:
        row = await queries.update_channel(
            connection, channel_id=channel_id, user_id=principal.user_id, name=body.name, enabled=body.enabled
        )
    if row is None:
        raise NotFound("You have no such channel")
    return Channel.of(row)


@router.delete("/{channel_id}", status_code=204, responses=problem_responses(404))
async def delete_channel(state: StateDep, principal: UserDep, channel_id: UUID) -> None:
    """Remove a receiver and its ledger."""
    async with state.database.transaction() as connection:
        if await queries.delete_channel(connection, channel_id=channel_id, user_id=principal.user_id) is None:
            raise NotFound("You have no such channel")


@router.post("/{channel_id}/test", status_code=202, responses=problem_responses(404, 409))
async def test_channel(state: StateDep, principal: UserDep, channel_id: UUID) -> Delivery:
    """Send a test message by the same way as real ones; the ledger row says how it ends."""
    user_id = principal.user_id
    async with state.database.transaction() as connection:
        channel = await queries.get_channel(connection, channel_id=channel_id, user_id=user_id)
        if channel is None:
            raise NotFound("You have no such channel")
        if not channel["enabled"]:
            raise Conflict("This channel is switched off; enable it first")
        made = await queries.insert_notification(
            connection,
            id=new_id(),
            user_id=user_id,
            kind="test",
            subject_id=new_id(),
            payload={"channel": channel["name"]},
        )
        (opened,) = await queries.open_deliveries(connection, notification_ids=[made["id"]], channel_id=channel_id)
        row = await queries.get_delivery(connection, delivery_id=opened["id"], user_id=user_id)
    await start_delivery(state, user_id, made["id"], row["id"])
    return Delivery(**row)
