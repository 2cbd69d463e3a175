"""One try to send one ledger row, judged; and what a receiver's failures mean for its channel."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

import structlog

from activities.notifications import open_deliveries
from adapters.postgres import Connection, Database, queries
from domain.notifying import channel_message, unsubscribe_token
from schema.errors import DeliveryError, EndpointGone, VitaeflowError
from schema.ids import new_id
from schema.jobs import ChannelMessage, SendReceipt

log = structlog.get_logger()

GONE = "the receiver answered that it is gone"
FAILING = "every delivery failed for too long"


class Send(Protocol):
    """Hands a message to a channel of some kind."""

    async def __call__(self, kind: str, config: dict[str, Any], message: ChannelMessage, key: str) -> SendReceipt:
        """Raises DeliveryError; `key` is the same on every try."""
        ...


@dataclass(frozen=True)
class DeliveryRules:
    """`attempts` of one delivery, hours of failure after which a channel is switched off, and what links need."""

    attempts: int = 5
    failing_hours: int = 120
    public_url: str | None = None
    link_secret: str = ""


class Sender:
    """Sends rows that somebody has claimed."""

    def __init__(self, send: Send, rules: DeliveryRules) -> None:
        self._send = send
        self.rules = rules

    async def __call__(self, row: Any, *, seconds: float | None = None) -> SendReceipt:
        """Send a claimed row, within so many seconds. The message is the snapshot kept with its notification.

        Raises VitaeflowError as channels do; DeliveryError when the time is over.
        """
        message = channel_message(
            row["notification_kind"],
            row["payload"],
            notification_id=str(row["notification_id"]),
            created_at=row["created_at"],
            unsubscribe_url=self._unsubscribe_url(row),
        )
        try:
            async with asyncio.timeout(seconds):
                return await self._send(row["kind"], row["config"], message, str(row["id"]))
        except TimeoutError:
            raise DeliveryError("The receiver did not answer in time.", unanswered=True) from None

    def _unsubscribe_url(self, row: Any) -> str | None:
        rules = self.rules
        if row["kind"] != "email" or not rules.public_url or not rules.link_secret:
            return None
        token = unsubscribe_token(rules.link_secret, row["channel_id"])
        return f"{rules.public_url.rstrip('/')}/api/v1/unsubscribe?token={token}"


async def channel_failed(database: Database, row: Any, error: VitaeflowError, rules: DeliveryRules) -> bool:
    """Count a failure of a row's channel; switch it off and tell its owner when that was enough. True if it was."""
    gone = isinstance(error, EndpointGone)
    reason = GONE if gone else FAILING
    async with database.transaction() as connection:
        channel = await queries.channel_failed(
            connection, channel_id=row["channel_id"], gone=gone, hours=rules.failing_hours, reason=reason
        )
        if channel is None or not channel["news"]:
            return False
        log.warning("channel switched off", channel_id=str(row["channel_id"]), code=error.code)
        await _tell_owner(connection, channel, row["channel_id"], reason)
        return True


async def _tell_owner(connection: Connection, channel: Any, channel_id: UUID, reason: str) -> None:
    """In the app and by the channels that are left."""
    user_id, notification_id = channel["user_id"], new_id()
    await queries.insert_notification(
        connection,
        id=notification_id,
        user_id=user_id,
        kind="channel_disabled",
        subject_id=new_id(),
        payload={"channel_id": str(channel_id), "channel": channel["name"], "reason": reason},
    )
    await open_deliveries(connection, {user_id: notification_id})
    await queries.record_event(
        connection,
        user_id=user_id,
        kind="notification",
        subject_id=notification_id,
        payload={"notification_id": str(notification_id), "kind": "channel_disabled", "channel_id": str(channel_id)},
        dedupe_key=f"{notification_id}:notification",
    )
