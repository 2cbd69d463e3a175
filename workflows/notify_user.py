"""NotifyUser: one notification to the channels of one person, each with its own tries and its own end."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from temporalio import workflow
from temporalio.common import SearchAttributeKey
from temporalio.exceptions import ActivityError

with workflow.unsafe.imports_passed_through():
    from schema.pipeline import DeliveryInput, DeliveryList, DeliveryResult, NotifyInput, NotifyOutcome, PendingDelivery
    from schema.temporal_names import NOTIFY_USER, WAKE_SIGNAL
    from workflows import options
    from workflows.failures import failure_of

STAGE_ATTRIBUTE = SearchAttributeKey.for_keyword("VitaeStage")


@workflow.defn(name=NOTIFY_USER)
class NotifyUser:
    """A delivery that used up its tries is a dead letter in the ledger; the run waits for `retry` or `wake`."""

    def __init__(self) -> None:
        self._retry_asked = False
        self._woken = False

    @workflow.signal(description="Send the dead letters of this notification again")
    def retry(self) -> None:
        """Also accepted while tries are still being made."""
        self._retry_asked = True

    @workflow.signal(name=WAKE_SIGNAL, description="A ledger row of this notification became pending")
    def wake(self) -> None:
        """Another look at the ledger is due; dead letters stay dead."""
        self._woken = True

    @workflow.run
    async def run(self, notify: NotifyInput) -> NotifyOutcome:
        """Sent and dead ledger rows."""
        outcome = NotifyOutcome()
        while True:
            self._woken = False
            ledger = await workflow.execute_activity(
                "pending_deliveries", notify, result_type=DeliveryList, **options.LEDGER
            )
            if ledger.rows:
                ends = await asyncio.gather(*(self._deliver(row) for row in ledger.rows))
                outcome.sent += ends.count("sent")
                continue
            outcome.dead = ledger.dead
            if not outcome.dead or not await self._asked_again(notify):
                return outcome
            if self._retry_asked:
                self._retry_asked = False
                await workflow.execute_activity("revive_deliveries", notify, **options.LEDGER)

    async def _deliver(self, row: PendingDelivery) -> str:
        if row.wait_seconds:
            await workflow.sleep(row.wait_seconds, summary="not before the receiver wants it")
        try:
            result: DeliveryResult = await workflow.execute_activity(
                "deliver",
                DeliveryInput(delivery_id=row.delivery_id),
                result_type=DeliveryResult,
                **options.deliver(row.attempts),
            )
        except ActivityError as error:
            await workflow.execute_activity(
                "bury_delivery",
                DeliveryInput(delivery_id=row.delivery_id, error=failure_of(error).code),
                **options.LEDGER,
            )
            return "dead"
        return result.state

    async def _asked_again(self, notify: NotifyInput) -> bool:
        workflow.upsert_search_attributes([STAGE_ATTRIBUTE.value_set("FAILED_DELIVERY")])
        workflow.set_current_details("Dead letters in the ledger. Signal `retry` sends them again.")
        try:
            await workflow.wait_condition(
                lambda: self._retry_asked or self._woken,
                timeout=timedelta(hours=notify.retry_window_hours),
                timeout_summary="waits for the signal retry",
            )
        except TimeoutError:
            return False
        return True
