"""Erasure and the watchdog: nothing that was deleted stays, nothing that was lost spins for ever."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import structlog
from temporalio import activity
from temporalio.client import Client, WorkflowExecutionStatus
from temporalio.common import WorkflowIDConflictPolicy
from temporalio.service import RPCError, RPCStatusCode

from activities.index_starts import IndexStarts
from activities.job_upkeep import JobUpkeep
from activities.notifications import Wake
from adapters.postgres import Database, queries
from schema.analysis import ErasureInput, Stage, WatchdogInput, WatchdogReport
from schema.pipeline import ChangedProfilesInput, MatchFanoutInput
from schema.temporal_names import (
    CHANGED_PROFILES,
    CHANGED_PROFILES_ID,
    ERASURE,
    MAIN_QUEUE,
    MATCH_FANOUT,
    WAKE_SIGNAL,
    analysis_workflow_id,
    erasure_workflow_id,
    fanout_workflow_id,
)

log = structlog.get_logger()
_BATCH = 200
_RPC = timedelta(seconds=5)
_ERASURE_GRACE_SECONDS = 300
_OVERDUE_SECONDS = 30


class MaintenanceActivities:
    """Looks after rows whose workflow is gone, and removes what was deleted."""

    def __init__(
        self, database: Database, client: Client, wake_delivery: Wake, jobs: JobUpkeep, index: IndexStarts
    ) -> None:
        self._database = database
        self._client = client
        self._wake_delivery = wake_delivery
        self._jobs = jobs
        self._index = index

    @activity.defn
    async def stop_analyses(self, erasure: ErasureInput) -> int:
        """Terminate the workflows of what is being erased; returns how many were running.

        Terminated, not cancelled: nobody is left to be told, and its rows are about to go.
        """
        async with self._database.connection() as connection:
            rows = await queries.open_analysis_ids(
                connection, user_id=erasure.user_id, resume_id=erasure.resume_id, job_id=erasure.job_id
            )
        stopped = 0
        for row in rows:
            handle = self._client.get_workflow_handle(analysis_workflow_id(row["id"]))
            try:
                await handle.terminate(reason=f"the {erasure.kind} was deleted", rpc_timeout=_RPC)
                stopped += 1
            except RPCError as error:
                if error.status != RPCStatusCode.NOT_FOUND:
                    raise
        return stopped

    @activity.defn
    async def erase_rows(self, erasure: ErasureInput) -> None:
        """Delete the rows; everything that belongs to them goes with them."""
        async with self._database.transaction() as connection:
            if erasure.kind == "user":
                await queries.erase_user(connection, user_id=erasure.user_id)
            elif erasure.kind == "resume":
                await queries.erase_resume(connection, user_id=erasure.user_id, resume_id=erasure.subject_id)
            else:
                await queries.erase_analysis(connection, user_id=erasure.user_id, job_id=erasure.subject_id)

    @activity.defn
    async def sweep(self, rules: WatchdogInput) -> WatchdogReport:
        """Fail analyses whose workflow is gone, take up erasures that never began, drop old events, look after jobs."""
        report = WatchdogReport(lost=await self._fail_lost(rules.stuck_seconds))
        report.restarted_erasures = await self._restart_erasures()
        async with self._database.connection() as connection:
            await queries.prune_idempotency_keys(connection)
            waits = await queries.delivery_waits(connection)
            done = await queries.prune_events(connection, days=rules.event_days)
            report.pruned_events = int(str(done).rsplit(" ", 1)[-1])
        if waits is not None and waits < -_OVERDUE_SECONDS:
            # its run was ended from outside, or could not be started when it was to
            await self._wake_delivery()
        if batch_id := await self._jobs.tidy_postings():
            await self._start_fanout(batch_id)
        await self._index.wake_if_behind()
        report.alarms = await self._jobs.check_scores()
        if report.lost:
            log.warning("analyses without a workflow", lost=report.lost)
        return report

    @activity.defn
    async def wake_matching(self, rules: ChangedProfilesInput) -> None:
        """Have changed profiles compared with the open jobs soon; many calls within a second are one comparison."""
        await self._client.start_workflow(
            CHANGED_PROFILES,
            rules,
            id=CHANGED_PROFILES_ID,
            task_queue=MAIN_QUEUE,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            start_signal=WAKE_SIGNAL,
            static_summary="changed profiles against the open jobs",
            rpc_timeout=_RPC,
        )

    async def _start_fanout(self, batch_id: UUID) -> None:
        await self._client.start_workflow(
            MATCH_FANOUT,
            MatchFanoutInput(batch_id=batch_id),
            id=fanout_workflow_id(batch_id),
            task_queue=MAIN_QUEUE,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            static_summary="postings that stand for others now",
            rpc_timeout=_RPC,
        )

    async def _fail_lost(self, stuck_seconds: int) -> int:
        async with self._database.connection() as connection:
            rows = await queries.stuck_analyses(connection, seconds=stuck_seconds, limit=_BATCH)
        lost = 0
        for row in rows:
            if await self._alive(analysis_workflow_id(row["id"])):
                continue
            stage = Stage.EXTRACTING_TEXT if row["stage"] == Stage.QUEUED else row["stage"]
            async with self._database.transaction() as connection:
                await queries.fail_analysis(
                    connection,
                    job_id=row["id"],
                    code="workflow_lost",
                    message="The run was ended from outside; retry it",
                    stage=stage,
                    retryable=True,
                )
            lost += 1
        return lost

    async def _alive(self, workflow_id: str) -> bool:
        try:
            description = await self._client.get_workflow_handle(workflow_id).describe(rpc_timeout=_RPC)
        except RPCError as error:
            if error.status == RPCStatusCode.NOT_FOUND:
                return False
            raise
        return description.status == WorkflowExecutionStatus.RUNNING

    async def _restart_erasures(self) -> int:
        async with self._database.connection() as connection:
            rows = await queries.hidden_rows(connection, seconds=_ERASURE_GRACE_SECONDS, limit=_BATCH)
        for row in rows:
            await self._client.start_workflow(
                ERASURE,
                ErasureInput(kind=row["kind"], user_id=row["user_id"], subject_id=row["subject_id"]),
                id=erasure_workflow_id(row["kind"], row["subject_id"]),
                task_queue=MAIN_QUEUE,
                id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
                rpc_timeout=_RPC,
            )
        return len(rows)
