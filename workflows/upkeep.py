"""Erasure and Watchdog: what was deleted goes, what was lost is found."""

from __future__ import annotations

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from schema.analysis import ErasureInput, WatchdogInput, WatchdogReport
    from schema.temporal_names import ERASURE, WATCHDOG
    from workflows import options


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
        return report
