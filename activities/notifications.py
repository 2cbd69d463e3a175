"""Telling people: one digest per person and batch, one ledger row per channel, claimed before it is sent."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, Protocol
from uuid import UUID

import structlog
from temporalio import activity

from adapters.postgres import Connection, Database, queries
from schema.errors import DeliveryError, EndpointGone, VitaeflowError
from schema.ids import new_id
from schema.jobs import ChannelMessage, MessageItem, SendReceipt
from schema.pipeline import (
    DeliveryInput,
    DeliveryList,
    DeliveryResult,
    NewsInput,
    NotifyInput,
    Recipient,
    Undelivered,
    UndeliveredInput,
)

log = structlog.get_logger()

LEASE_SECONDS = 60
DIGEST_ITEMS = 25


class Send(Protocol):
    """Hands a message to a channel of some kind."""

    async def __call__(self, kind: str, config: dict[str, Any], message: ChannelMessage, key: str) -> SendReceipt:
        """Raises DeliveryError; `key` is the same on every try."""
        ...


class NotificationActivities:
    """Makes digests and delivers them."""

    def __init__(self, database: Database, send: Send, *, attempts: int) -> None:
        self._database = database
        self._send = send
        self._attempts = attempts

    @activity.defn
    async def make_notifications(self, news: NewsInput) -> int:
        """Tell everybody of a batch once, in the app at least; returns how many people were told."""
        told = 0
        while True:
            async with self._database.transaction() as connection:
                rows = await queries.users_with_news(connection, batch_id=news.batch_id, limit=news.page_users)
                if not rows:
                    return told
                told += await _tell(connection, news.batch_id, [row["user_id"] for row in rows])

    @activity.defn
    async def undelivered(self, page: UndeliveredInput) -> Undelivered:
        """Whom a batch still has to be delivered to."""
        async with self._database.connection() as connection:
            rows = await queries.undelivered_of_batch(connection, **page.model_dump())
        return Undelivered(recipients=[Recipient(user_id=row["user_id"], notification_id=row["id"]) for row in rows])

    @activity.defn
    async def pending_deliveries(self, notify: NotifyInput) -> DeliveryList:
        """The ledger rows of a notification that are still to be sent, and the number of its dead ones."""
        async with self._database.connection() as connection:
            rows = await queries.pending_deliveries(connection, notification_id=notify.notification_id)
            dead = await queries.count_dead_deliveries(connection, notification_id=notify.notification_id)
        return DeliveryList(delivery_ids=[row["id"] for row in rows], dead=dead, attempts=self._attempts)

    @activity.defn
    async def deliver(self, delivery: DeliveryInput) -> DeliveryResult:
        """Claim a ledger row, send, mark it sent. Raises DeliveryError after giving the claim back."""
        async with self._database.transaction() as connection:
            row = await queries.claim_delivery(
                connection,
                delivery_id=delivery.delivery_id,
                lease_seconds=LEASE_SECONDS,
                # one run delivers a notification: a claim that a second attempt finds is of the first, which has ended
                take_over=activity.info().attempt > 1,
            )
        if row is None:
            return await self._unclaimed(delivery.delivery_id)
        if not row["enabled"]:
            await self._bury(delivery.delivery_id, "channel_disabled")
            return DeliveryResult(state="skipped")
        try:
            receipt = await self._send(row["kind"], row["config"], _message(row), str(row["id"]))
        except EndpointGone as gone:
            await self._switch_off(row["channel_id"], delivery.delivery_id, gone.code)
            return DeliveryResult(state="skipped")
        except VitaeflowError as error:
            async with self._database.transaction() as connection:
                await queries.release_delivery(connection, delivery_id=delivery.delivery_id, error=error.code)
            raise
        async with self._database.transaction() as connection:
            await queries.delivery_sent(connection, delivery_id=delivery.delivery_id, deduplicated=receipt.deduplicated)
        return DeliveryResult(state="sent")

    @activity.defn
    async def bury_delivery(self, delivery: DeliveryInput) -> None:
        """Attempts are used up: a dead letter, until somebody replays it."""
        await self._bury(delivery.delivery_id, delivery.error)

    @activity.defn
    async def revive_deliveries(self, notify: NotifyInput) -> None:
        """Make the dead letters of a notification pending again."""
        async with self._database.transaction() as connection:
            await queries.revive_notification(connection, notification_id=notify.notification_id)

    async def _unclaimed(self, delivery_id: UUID) -> DeliveryResult:
        async with self._database.connection() as connection:
            status = await queries.delivery_status(connection, delivery_id=delivery_id)
        if status == "claimed":
            # an earlier run took it and was ended from outside: its lease runs out before the next attempt
            raise DeliveryError("Another worker holds this delivery", retry_after=LEASE_SECONDS)
        return DeliveryResult(state="skipped")

    async def _switch_off(self, channel_id: UUID, delivery_id: UUID, code: str) -> None:
        async with self._database.transaction() as connection:
            await queries.bury_delivery(connection, delivery_id=delivery_id, error=code)
            await queries.disable_channel(connection, channel_id=channel_id, reason="the receiver answered 410 Gone")

    async def _bury(self, delivery_id: UUID, error: str | None) -> None:
        async with self._database.transaction() as connection:
            await queries.bury_delivery(connection, delivery_id=delivery_id, error=error)


async def _tell(connection: Connection, batch_id: UUID, user_ids: list[UUID]) -> int:
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in await queries.claim_news(connection, batch_id=batch_id, user_ids=user_ids):
        found[row["user_id"]].append(row)
    made = {user_id: await _notify(connection, batch_id, user_id, rows) for user_id, rows in sorted(found.items())}
    await queries.open_deliveries(
        connection, notification_ids=[m["notification_id"] for m in made.values()], channel_id=None
    )
    # events last, people in order: each takes a lock that is held to the commit
    for user_id, payload in made.items():
        await _announce(connection, batch_id, user_id, payload)
    return len(user_ids)


async def _notify(connection: Connection, batch_id: UUID, user_id: UUID, rows: list[Any]) -> dict[str, Any]:
    rows.sort(key=lambda row: (-row["score"], row["job_id"]))
    items = [
        {
            "match_id": str(row["id"]),
            "job_id": str(row["job_id"]),
            "title": row["title"],
            "company": row["company"],
            "url": row["url"],
            "score": row["score"],
            "analysis": row["analysis"],
        }
        for row in rows[:DIGEST_ITEMS]
    ]
    notification_id = new_id()
    payload = {"batch_id": str(batch_id), "total": len(rows), "matches": items}
    await queries.insert_notification(
        connection, id=notification_id, user_id=user_id, kind="matches", subject_id=batch_id, payload=payload
    )
    await queries.link_matches(connection, notification_id=notification_id, match_ids=[row["id"] for row in rows])
    return {"notification_id": notification_id, **payload}


async def _announce(connection: Connection, batch_id: UUID, user_id: UUID, told: dict[str, Any]) -> None:
    short = [
        {key: item[key] for key in ("match_id", "job_id", "title", "company", "score")} for item in told["matches"]
    ]
    notification_id = told["notification_id"]
    await queries.record_event(
        connection,
        user_id=user_id,
        kind="match",
        subject_id=batch_id,
        payload={"batch_id": str(batch_id), "total": told["total"], "matches": short},
        dedupe_key=f"{batch_id}:match",
    )
    await queries.record_event(
        connection,
        user_id=user_id,
        kind="notification",
        subject_id=notification_id,
        payload={"notification_id": str(notification_id), "kind": "matches", "total": told["total"]},
        dedupe_key=f"{notification_id}:notification",
    )


def _message(row: Any) -> ChannelMessage:
    """What the channel sends: the snapshot that was stored with the notification, never a live query."""
    payload = row["payload"]
    if row["notification_kind"] == "test":
        return ChannelMessage(
            type="channel.test",
            timestamp=row["created_at"],
            title="It works",
            text="This channel receives your matches.",
            data=payload,
        )
    total = payload["total"]
    return ChannelMessage(
        type="match.created",
        timestamp=row["created_at"],
        title=f"{total} new matching job{'s' if total != 1 else ''}",
        items=[_item(match) for match in payload["matches"]],
        data={"notification_id": str(row["notification_id"]), **payload},
    )


def _item(match: dict[str, Any]) -> MessageItem:
    analysis = match["analysis"]
    return MessageItem(
        title=f"{match['title']} — {match['company']}",
        url=match["url"],
        score=match["score"],
        text=analysis["explanation"],
        lines=[*(f"+ {line}" for line in analysis["pros"]), *(f"- {line}" for line in analysis["cons"])],
    )
