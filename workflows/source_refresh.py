"""SourceRefresh: fetch one source, then hand what changed to a fan-out of its own."""

from __future__ import annotations

from temporalio import workflow
from temporalio.exceptions import ActivityError, WorkflowAlreadyStartedError

with workflow.unsafe.imports_passed_through():
    from pydantic import BaseModel

    from schema.companies import ResearchInput
    from schema.pipeline import Fetched, MatchFanoutInput, SourceFailure, SourceRefreshInput
    from schema.temporal_names import (
        COMPANY_RESEARCH,
        MATCH_FANOUT,
        SOURCE_REFRESH,
        company_workflow_id,
        fanout_workflow_id,
    )
    from workflows import options
    from workflows.failures import failure_of


@workflow.defn(name=SOURCE_REFRESH)
class SourceRefresh:
    """One run of a source's schedule. A source that fails is degraded, and the schedule goes on."""

    @workflow.run
    async def run(self, refresh: SourceRefreshInput) -> Fetched:
        """Rows seen, changed, closed."""
        try:
            fetched: Fetched = await workflow.execute_activity(
                "fetch_source", refresh, result_type=Fetched, **options.FETCH
            )
        except ActivityError as error:
            failure = failure_of(error)
            await workflow.execute_activity(
                "record_source_failure",
                SourceFailure(source_id=refresh.source_id, code=failure.code, message=failure.message),
                **options.LEDGER,
            )
            raise
        if fetched.batch_id is not None:
            await self._hand_on(MatchFanoutInput(batch_id=fetched.batch_id))
        for company_id in fetched.company_ids:
            await self._look_up(ResearchInput(company_id=company_id))
        if fetched.index:
            await self._wake_index()
        return fetched

    async def _wake_index(self) -> None:
        try:
            await workflow.execute_activity("wake_indexing", **options.WAKE)
        except ActivityError:
            workflow.logger.warning("the index of postings was not woken; the next sweep does")

    async def _look_up(self, research: ResearchInput) -> None:
        workflow_id = company_workflow_id(research.company_id)
        await self._begin(COMPANY_RESEARCH, research, workflow_id, "what a company says of itself")

    async def _hand_on(self, fanout: MatchFanoutInput) -> None:
        workflow_id = fanout_workflow_id(fanout.batch_id)
        await self._begin(MATCH_FANOUT, fanout, workflow_id, "new postings against everybody")

    async def _begin(self, kind: str, argument: BaseModel, workflow_id: str, summary: str) -> None:
        """A run of its own that outlives this one; one that runs already is left alone."""
        try:
            await workflow.start_child_workflow(
                kind,
                argument,
                id=workflow_id,
                task_timeout=options.WORKFLOW_TASK_TIMEOUT,
                parent_close_policy=workflow.ParentClosePolicy.ABANDON,
                static_summary=summary,
                priority=options.priority(options.BATCH),
            )
        except WorkflowAlreadyStartedError:
            workflow.logger.info("runs already")
