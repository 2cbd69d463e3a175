"""Erasure and Watchdog: what was deleted goes, what was lost is found."""

from __future__ import annotations

from uuid import UUID

from temporalio import workflow
from temporalio.exceptions import WorkflowAlreadyStartedError

with workflow.unsafe.imports_passed_through():
    from schema.analysis import ErasureInput, WatchdogInput, WatchdogReport
    from schema.pipeline import ChangedProfilesInput, FanoutProgress, MatchFanoutInput, Renewed, RenewInput
    from schema.temporal_names import ERASURE, MATCH_FANOUT, WATCHDOG, fanout_workflow_id
    from workflows import options

RENEWALS_PER_SWEEP = 20


@workflow.defn(name=ERASURE)
class Erasure:
    """An analysis, a résumé or a user: runs first, vectors second, rows last, so that a crash leaves the mark."""

    @workflow.run
    async def run(self, erasure: ErasureInput) -> None:
        """Ends when nothing is left."""
        await workflow.execute_activity("stop_analyses", erasure, result_type=int, **options.STOP)
        await workflow.execute_activity("forget_vectors", erasure, **options.FORGET)
        await workflow.execute_activity("erase_rows", erasure, **options.LEDGER)


@workflow.defn(name=WATCHDOG)
class Watchdog:
    """One sweep of its schedule."""

    @workflow.run
    async def run(self, rules: WatchdogInput) -> WatchdogReport:
        """What was found."""
        report: WatchdogReport = await workflow.execute_activity(
            "sweep", rules, result_type=WatchdogReport, **options.SWEEP
        )
        if workflow.patched("renew-facts"):
            await self._renew()
        return report

    async def _renew(self) -> None:
        """What another version left behind; the rest of a large pile is the next sweep's."""
        for _ in range(RENEWALS_PER_SWEEP):
            renewed: Renewed = await workflow.execute_activity(
                "renew_facts", RenewInput(), result_type=Renewed, **options.RENEW
            )
            if renewed.people:
                await workflow.execute_activity("wake_matching", ChangedProfilesInput(), **options.WAKE)
            if renewed.batch_id is not None:
                await self._fan_out(renewed.batch_id)
            if not renewed.more:
                return

    async def _fan_out(self, batch_id: UUID) -> None:
        try:
            await workflow.start_child_workflow(
                MATCH_FANOUT,
                MatchFanoutInput(batch_id=batch_id),
                id=fanout_workflow_id(batch_id),
                result_type=FanoutProgress,
                task_timeout=options.WORKFLOW_TASK_TIMEOUT,
                parent_close_policy=workflow.ParentClosePolicy.ABANDON,
                static_summary="what a new version computes anew",
                priority=options.priority(options.BATCH, batch_id),
            )
        except WorkflowAlreadyStartedError:
            workflow.logger.info("already being compared")
