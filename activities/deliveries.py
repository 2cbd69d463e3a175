"""The ledger: rows are claimed before they are sent, in pages at first, each at its own pace once it failed."""

from __future__ import annotations

import asyncio
from typing import Any, Protocol
from uuid import UUID

import structlog
from temporalio import activity

from activities.outcomes import Outcomes
from activities.sending import Sender, channel_failed
from adapters.postgres import Database, queries
from schema.errors import DeliveryError, VitaeflowError
from schema.pipeline import (
    DeliveryInput,
    DeliveryList,
    DeliveryResult,
    DuePage,
    NotifyInput,
    PendingDelivery,
)

log = structlog.get_logger()

LEASE_SECONDS = 60
FIRST_TRY_SECONDS = 5
"""A receiver that is slower gets more time in a run of its own: nobody else waits for it."""
SENDERS = 16


class Signals(Protocol):
    """Sets delivery in motion; see `DeliverySignals`."""

    async def wake(self) -> None:
        """Have what is due announced and sent soon."""
        ...

    async def hand_over(self, user_id: UUID, notification_id: UUID) -> None:
        """Have one notification's ledger rows tried again, each at its own pace."""
        ...


class DeliveryActivities:
    """Sends what the ledger holds."""

    def __init__(self, database: Database, sender: Sender, signals: Signals) -> None:
        self._database = database
        self._sender = sender
        self._signals = signals

    @activity.defn
    async def deliver_due(self, page: DuePage) -> int:
        """Try a page of rows once each; returns how many. What fails is handed to a run of its own.

        A row is marked within milliseconds of its answer. An attempt after a crash takes up what the earlier held.
        """
        info = activity.info()
        claimant = f"{info.workflow_run_id}/{info.activity_id}"
        async with self._database.connection() as connection:
            rows = await queries.claim_due_deliveries(
                connection, claimant=claimant, limit=page.limit, lease_seconds=LEASE_SECONDS
            )
        if rows:
            await self._send_all(rows)
        if rows or info.attempt > 1:
            await self._hand_over(claimant)
        return len(rows)

    @activity.defn
    async def pending_deliveries(self, notify: NotifyInput) -> DeliveryList:
        """The ledger rows of a notification that are still to be sent, and the number of its dead ones."""
        async with self._database.connection() as connection:
            rows = await queries.pending_deliveries(connection, notification_id=notify.notification_id)
            dead = await queries.count_dead_deliveries(connection, notification_id=notify.notification_id)
        most = self._sender.rules.attempts
        return DeliveryList(
            rows=[
                PendingDelivery(
                    delivery_id=row["id"], wait_seconds=row["wait_seconds"], attempts=max(1, most - row["attempts"])
                )
                for row in rows
            ],
            dead=dead,
        )

    @activity.defn
    async def deliver(self, delivery: DeliveryInput) -> DeliveryResult:
        """Claim a ledger row, send, mark it sent. Raises VitaeflowError after giving the claim back."""
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
        outcomes = Outcomes(self._database)
        if not row["enabled"]:
            await outcomes.bury(row["id"], "channel_disabled")
            return DeliveryResult(state="skipped")
        try:
            receipt = await self._sender(row)
        except VitaeflowError as error:
            if await self._failed(row, error):
                await outcomes.bury(row["id"], error.code)
                return DeliveryResult(state="skipped")
            await outcomes.release([(row, error)])
            raise
        await outcomes.sent([(row, receipt)])
        return DeliveryResult(state="sent")

    @activity.defn
    async def bury_delivery(self, delivery: DeliveryInput) -> None:
        """Attempts are used up: a dead letter, until somebody replays it."""
        await Outcomes(self._database).bury(delivery.delivery_id, delivery.error)

    @activity.defn
    async def revive_deliveries(self, notify: NotifyInput) -> None:
        """Make the dead letters of a notification pending again."""
        async with self._database.transaction() as connection:
            await queries.revive_notification(connection, notification_id=notify.notification_id)

    async def _send_all(self, rows: list[Any]) -> None:
        outcomes, slots = Outcomes(self._database), asyncio.Semaphore(SENDERS)

        async def one(row: Any) -> None:
            async with slots:
                await self._try(row, outcomes)

        async with outcomes.recording():
            await asyncio.gather(*(one(row) for row in rows))

    async def _try(self, row: Any, outcomes: Outcomes) -> None:
        if not row["enabled"]:
            await outcomes.bury(row["id"], "channel_disabled")
            return
        try:
            receipt = await self._sender(row, seconds=FIRST_TRY_SECONDS)
        except VitaeflowError as error:
            await self._first_failure(row, error, outcomes)
        except Exception as error:
            # a message that breaks its channel's code must not keep the page from the others
            log.exception("a delivery broke", delivery_id=str(row["id"]))
            await self._first_failure(row, DeliveryError(f"It broke ({type(error).__name__})."), outcomes)
        else:
            outcomes.put(row, receipt)

    async def _first_failure(self, row: Any, error: VitaeflowError, outcomes: Outcomes) -> None:
        switched_off = await self._failed(row, error)
        if switched_off or not error.retryable or row["attempts"] >= self._sender.rules.attempts:
            await outcomes.bury(row["id"], error.code)
        else:
            outcomes.put(row, error)

    async def _failed(self, row: Any, error: VitaeflowError) -> bool:
        """True when the channel was switched off for it."""
        off = await channel_failed(self._database, row, error, self._sender.rules)
        if off:
            await self._signals.wake()
        return off

    async def _hand_over(self, claimant: str) -> None:
        async with self._database.connection() as connection:
            left = await queries.deliveries_to_hand_over(connection, claimant=claimant)
        if not left:
            return
        slots = asyncio.Semaphore(SENDERS)

        async def one(user_id: UUID, notification_id: UUID) -> None:
            async with slots:
                await self._signals.hand_over(user_id, notification_id)

        await asyncio.gather(*(one(row["user_id"], row["notification_id"]) for row in left))
        async with self._database.connection() as connection:
            await queries.deliveries_handed_over(connection, claimant=claimant)

    async def _unclaimed(self, delivery_id: UUID) -> DeliveryResult:
        async with self._database.connection() as connection:
            status = await queries.delivery_status(connection, delivery_id=delivery_id)
        if status == "claimed":
            # an earlier run took it and was ended from outside: its lease runs out before the next attempt
            raise DeliveryError("Another worker holds this delivery", retry_after=LEASE_SECONDS)
        return DeliveryResult(state="skipped")
