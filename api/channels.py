"""Where the caller wants to be told, beside the app: signed webhooks, Discord, Slack, ntfy, e-mail."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, Field

from adapters.channels import new_secret, rotated, validate_config
from adapters.postgres import Connection, queries
from api.deliveries import Delivery
from api.deps import PageDep, StateDep, UserDep, next_cursor
from api.errors import problem_responses
from api.examples import CHANNEL_ID, MOMENT, example
from api.starting import start_delivery, wake_delivery
from api.state import AppState
from schema.errors import Conflict, NotFound, Unauthorized, Unprocessable
from schema.ids import new_id

router = APIRouter(prefix="/api/v1/channels", tags=["notifications"], responses=problem_responses(401))


ChannelKind = Literal["webhook", "discord", "slack", "ntfy", "email"]


class NewChannel(BaseModel):
    """A receiver. `config` is `{"url": …}`, for ntfy also `{"token": …}`, for e-mail empty.

    A webhook's signing secret is made here. E-mail goes to the address of the account and to no other.
    """

    model_config = example(kind="webhook", name="my server", config={"url": "https://example.com/hooks/vitaeflow"})

    kind: ChannelKind
    name: Annotated[str, Field(min_length=1, max_length=100)]
    config: dict[str, Any] = {}


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
        failing_since=None,
        failures=0,
        created_at=MOMENT,
    )

    id: UUID
    kind: str
    name: str
    host: str
    enabled: bool
    disabled_reason: str | None
    failing_since: datetime | None
    """Of the first failure after the last success."""
    failures: int
    created_at: datetime

    @classmethod
    def of(cls, row: Any) -> Channel:
        """From a row of channels."""
        values = {key: row[key] for key in cls.model_fields if key != "host"}
        config = row["config"]
        place = config["url"].split("/")[2] if "url" in config else config["address"]
        return cls(host=place.rpartition("@")[2], **values)


class CreatedChannel(Channel):
    """A new receiver; a webhook's `secret` is shown this once."""

    secret: str | None = None


class Revived(BaseModel):
    """How many dead letters are sent again."""

    model_config = example(revived=3)

    revived: int


class Channels(BaseModel):
    """One page of receivers."""

    items: list[Channel]
    next_cursor: str | None


@router.post("", status_code=201, responses=problem_responses(409))
async def create_channel(state: StateDep, principal: UserDep, body: NewChannel) -> CreatedChannel:
    """Add a receiver. Whether its address may be called is checked at every send."""
    secret = new_secret() if body.kind == "webhook" else None
    given = {**body.config, "secret": secret} if secret else body.config
    async with state.database.transaction() as connection:
        if body.kind == "email":
            given = await _own_address(state, connection, principal.user_id, given)
        config = validate_config(body.kind, given, allow_hosts=state.settings.allow_private_targets)
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
        delivery_id = new_id()
        await queries.open_deliveries(
            connection,
            ids=[delivery_id],
            user_ids=[user_id],
            notification_ids=[made["id"]],
            channel_ids=[channel_id],
        )
        row = await queries.get_delivery(connection, delivery_id=delivery_id, user_id=user_id)
    await start_delivery(state, user_id, made["id"], row["id"])
    return Delivery(**row)


@router.post("/{channel_id}/rotate-secret", responses=problem_responses(404, 409))
async def rotate_channel_secret(state: StateDep, principal: UserDep, channel_id: UUID) -> CreatedChannel:
    """Give a webhook a new signing secret, shown this once. For a day messages carry a signature of the old one too."""
    async with state.database.transaction() as connection:
        channel = await queries.get_channel(connection, channel_id=channel_id, user_id=principal.user_id)
        if channel is None:
            raise NotFound("You have no such channel")
        if channel["kind"] != "webhook":
            raise Conflict("Only webhooks have a signing secret")
        row = await queries.set_channel_config(
            connection,
            channel_id=channel_id,
            user_id=principal.user_id,
            config=rotated(channel["config"], datetime.now(UTC)),
        )
    return CreatedChannel(secret=row["config"]["secret"], **Channel.of(row).model_dump())


@router.post("/{channel_id}/replay", status_code=202, responses=problem_responses(404, 409))
async def replay_channel(state: StateDep, principal: UserDep, channel_id: UUID) -> Revived:
    """Send all dead letters of a channel again."""
    async with state.database.transaction() as connection:
        channel = await queries.get_channel(connection, channel_id=channel_id, user_id=principal.user_id)
        if channel is None:
            raise NotFound("You have no such channel")
        if not channel["enabled"]:
            raise Conflict("This channel is switched off; enable it first")
        revived = await queries.revive_channel(connection, channel_id=channel_id, user_id=principal.user_id)
    if revived:
        await wake_delivery(state)
    return Revived(revived=revived)


async def _own_address(
    state: AppState, connection: Connection, user_id: UUID, config: dict[str, Any]
) -> dict[str, Any]:
    """The account's address: who could name any other would send our mail to strangers."""
    if state.settings.smtp_url is None:
        raise Conflict("E-mail is not set up here: the operator sets SMTP_URL and MAIL_FROM")
    account = await queries.user_by_id(connection, user_id=user_id)
    if account is None:
        raise Unauthorized("This account was deleted")
    wanted = config.get("address") or account["email"]
    if not isinstance(wanted, str) or wanted.casefold() != account["email"].casefold():
        raise Unprocessable("E-mail goes to the address of your account; leave `address` out", field="address")
    return {"address": account["email"]}
