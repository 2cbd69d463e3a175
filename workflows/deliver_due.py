"""DeliverDue: whoever is due is told, what the ledger holds is sent, in pages; then it sleeps until there is more."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from schema.pipeline import DeliverDueInput, DuePage, Waiting
    from schema.temporal_names import DELIVER_DUE, WAKE_SIGNAL
    from workflows import options

LANES = 3
AT_LEAST = 1.0
"""Seconds of sleep: rows that somebody holds look due and cannot be taken."""
LONGEST_SLEEP = 24 * 3600.0


@workflow.defn(name=DELIVER_DUE)
class DeliverDue:
    """At most one run at a time. The record says what is due: a run that was ended loses nothing, the next goes on."""

    def __init__(self) -> None:
        self._woken = False
        self._told = 0
        self._announcing = False

    @workflow.signal(name=WAKE_SIGNAL, description="Somebody is to be told, or a message to be sent")
    def wake(self) -> None:
        """Another look is due."""
        self._woken = True

    @workflow.run
    async def run(self, rules: DeliverDueInput) -> None:
        """Ends when nothing waits."""
        page = DuePage(limit=rules.page)
        while True:
            self._woken = False
            await asyncio.gather(self._announce(page), *(self._deliver(page) for _ in range(LANES)))
            if workflow.info().is_continue_as_new_suggested():
                workflow.continue_as_new(rules)
            waiting = await workflow.execute_activity("delivery_waits", result_type=Waiting, **options.LEDGER)
            if waiting.seconds is None and not self._woken:
                return
            await self._sleep(waiting.seconds or 0)

    async def _announce(self, page: DuePage) -> None:
        self._announcing = True
        try:
            while told := await workflow.execute_activity("announce_due", page, result_type=int, **options.ANNOUNCE):
                self._told += told
                if workflow.info().is_continue_as_new_suggested():
                    return
        finally:
            self._announcing = False

    async def _deliver(self, page: DuePage) -> None:
        """One lane of several: a slow receiver holds up no other page. Goes on as long as people are being told."""
        while not workflow.info().is_continue_as_new_suggested():
            seen = self._told
            if await workflow.execute_activity("deliver_due", page, result_type=int, **options.DELIVER_PAGE):
                continue
            if not self._announcing and seen == self._told:
                return
            await workflow.wait_condition(lambda seen=seen: self._told != seen or not self._announcing)  # type: ignore[misc]

    async def _sleep(self, seconds: float) -> None:
        pause = timedelta(seconds=min(max(seconds, AT_LEAST), LONGEST_SLEEP))
        workflow.set_current_details(f"next look within {pause}")
        try:
            await workflow.wait_condition(lambda: self._woken, timeout=pause, timeout_summary="until somebody is due")
        except TimeoutError:
            return
