"""ResumeAnalysis: extract → chunk → embed → index → analyse → save; a failure parks, it does not die."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

from temporalio import workflow
from temporalio.common import SearchAttributeKey
from temporalio.exceptions import ActivityError, ApplicationError

with workflow.unsafe.imports_passed_through():
    from schema.analysis import (
        AnalysisInput,
        AnalysisOutcome,
        AnalysisState,
        Extracted,
        Reopen,
        Reopened,
        Saved,
        Stage,
        StageFailure,
        StageInput,
        Status,
    )
    from schema.pipeline import ChangedProfilesInput
    from schema.temporal_names import RESUME_ANALYSIS
    from workflows import options
    from workflows.failures import GAVE_UP, Failure, failure_of

STAGE_ATTRIBUTE = SearchAttributeKey.for_keyword("VitaeStage")
_GONE = "not_found"


@workflow.defn(name=RESUME_ANALYSIS)
class ResumeAnalysis:
    """One analysis of one résumé, from the queue to a profile.

    When a stage has used up its attempts the run records `failed`, sets VitaeStage to FAILED_<STAGE> and waits for
    `retry`; it goes on at that stage under the same id. After the retry window it ends as failed.
    """

    @workflow.init
    def __init__(self, start: AnalysisInput) -> None:
        self._start = start
        self._job_id = start.job_id
        self._stage = start.start_stage
        self._calls_model = False
        self._failure: Failure | None = None
        self._retry_asked = False
        self._cancel_asked = False
        self._retries = 0
        self._match = False
        self._published = False

    # --- what operators and the API may do ---

    @workflow.signal(description="Go on at the failed stage")
    def retry(self, reason: str = "") -> None:
        """Ignored unless the run is parked."""
        self._retry_asked = self._failure is not None

    @workflow.signal(description="Stop this analysis")
    def cancel(self) -> None:
        """Takes effect between and inside stages."""
        self._cancel_asked = True

    @workflow.query(description="Stage, and whether it waits for a retry")
    def status(self) -> AnalysisState:
        """For operators: the API reads PostgreSQL."""
        return AnalysisState(
            stage=self._stage,
            parked=self._failure is not None,
            error_code=self._failure.code if self._failure else None,
            retries=self._retries,
        )

    @workflow.update
    async def retry_analysis(self) -> int:
        """Go on at the failed stage; answers the number of retries when it has been taken up.

        Refused unless parked with retries left.
        """
        self._retry_asked = True
        await workflow.wait_condition(lambda: not self._retry_asked)
        if self._failure is not None:
            raise ApplicationError("The analysis can no longer be retried", type="conflict", non_retryable=True)
        return self._retries

    @retry_analysis.validator
    def _may_retry(self) -> None:
        if self._failure is None:
            raise ApplicationError("Only a failed analysis can be retried", type="conflict", non_retryable=True)
        if self._retries >= self._start.max_retries:
            raise ApplicationError("All retries of this analysis are used up", type="conflict", non_retryable=True)

    # --- the run ---

    @workflow.run
    async def run(self, start: AnalysisInput) -> AnalysisOutcome:
        """Stages in order until completed, cancelled, or given up."""
        stages = asyncio.create_task(self._stages())
        try:
            await workflow.wait_condition(lambda: stages.done() or (self._cancel_asked and not self._published))
            outcome = await stages if stages.done() else await self._cancelled(stages)
        except asyncio.CancelledError:
            await self._cancelled(stages)
            raise
        finally:
            self._retry_asked = False
        await workflow.wait_condition(workflow.all_handlers_finished)
        return outcome

    async def _stages(self) -> AnalysisOutcome:
        if self._stage is not Stage.EXTRACTING_TEXT:
            self._calls_model = await workflow.execute_local_activity(
                "enter_stage", self._input(), result_type=bool, **options.RECORD
            )
        steps: list[tuple[Stage, Callable[[], Awaitable[None]]]] = [
            (Stage.EXTRACTING_TEXT, self._extract),
            (Stage.CHUNKING, self._chunk),
            (Stage.GENERATING_EMBEDDINGS, self._embed),
            (Stage.ANALYZING, self._analyze),
        ]
        order = [stage for stage, _ in steps]
        for stage, step in steps[order.index(self._stage) :]:
            self._show(stage)
            while not await self._tried(step):
                if not await self._parked():
                    return self._ended("failed")
        self._show(Stage.COMPLETED)
        if self._match:
            await self._wake_matching()
        return self._ended("completed")

    async def _tried(self, step: Callable[[], Awaitable[None]]) -> bool:
        try:
            await step()
        except GAVE_UP as error:
            if self._cancel_asked:
                raise
            self._failure = failure_of(error)
            return False
        return True

    async def _extract(self) -> None:
        found = await workflow.execute_activity("extract_text", self._input(), result_type=Extracted, **options.EXTRACT)
        self._calls_model = found.calls_model

    async def _chunk(self) -> None:
        await workflow.execute_local_activity("chunk_text", self._input(), result_type=int, **options.CHUNK)

    async def _embed(self) -> None:
        if self._calls_model:
            await workflow.execute_activity("embed_chunks", self._input(), result_type=int, **options.EMBED_BY_MODEL)
        else:
            await workflow.execute_local_activity(
                "embed_chunks", self._input(), result_type=int, **options.EMBED_LOCALLY
            )
        await workflow.execute_activity("index_chunks", self._input(), result_type=int, **options.INDEX)

    async def _analyze(self) -> None:
        if self._calls_model:
            await workflow.execute_activity("analyze", self._input(), result_type=str, **options.ANALYZE_BY_MODEL)
        else:
            await workflow.execute_local_activity("analyze", self._input(), result_type=str, **options.ANALYZE_BY_RULES)
        saved = await workflow.execute_local_activity(
            "save_profile", self._input(), result_type=Saved, **options.RECORD
        )
        self._match = saved.match
        self._published = True

    # --- parking and ending ---

    async def _parked(self) -> bool:
        """Record the failure and wait; True when the failed stage is to be tried again."""
        failure = self._failure
        if failure is None or failure.code == _GONE:
            return False
        await self._record(
            "fail_analysis",
            StageFailure(
                job_id=self._job_id,
                stage=self._stage,
                code=failure.code,
                message=failure.message,
                retryable=failure.retryable,
            ),
        )
        workflow.upsert_search_attributes([STAGE_ATTRIBUTE.value_set(f"FAILED_{self._stage.upper()}")])
        workflow.set_current_details(
            f"**Failed** while {self._stage}: `{failure.code}`. Signal `retry` goes on at this stage."
        )
        while True:
            try:
                await workflow.wait_condition(
                    lambda: self._retry_asked,
                    timeout=timedelta(hours=self._start.retry_window_hours),
                    timeout_summary="waits for the signal retry",
                )
            except TimeoutError:
                return False
            reopened = await self._reopened()
            self._retry_asked = False
            if reopened:
                return True

    async def _reopened(self) -> bool:
        reopen = Reopen(job_id=self._job_id, stage=self._stage, max_retries=self._start.max_retries)
        answer = await workflow.execute_local_activity(
            "reopen_analysis", reopen, result_type=Reopened, **options.RECORD
        )
        if answer.retries is None:
            return False
        self._failure = None
        self._retries = answer.retries
        workflow.upsert_search_attributes([STAGE_ATTRIBUTE.value_set("RETRYING")])
        return True

    async def _cancelled(self, stages: asyncio.Task[AnalysisOutcome]) -> AnalysisOutcome:
        self._cancel_asked = True
        stages.cancel()
        await asyncio.gather(stages, return_exceptions=True)
        await self._record("cancel_analysis", self._input())
        return self._ended("cancelled")

    def _ended(self, status: Status) -> AnalysisOutcome:
        workflow.upsert_search_attributes([STAGE_ATTRIBUTE.value_set(status.upper())])
        return AnalysisOutcome(status=status, retries=self._retries)

    async def _wake_matching(self) -> None:
        try:
            await workflow.execute_activity("wake_matching", ChangedProfilesInput(), **options.WAKE)
        except ActivityError:
            # the profile stands and the mark on the user too: the next wake-up takes it along
            workflow.logger.warning("matching was not woken")

    async def _record(self, activity: str, argument: object) -> None:
        await workflow.execute_local_activity(activity, argument, **options.RECORD)

    def _show(self, stage: Stage) -> None:
        self._stage = stage
        workflow.set_current_details(f"**{stage}**")

    def _input(self) -> StageInput:
        return StageInput(job_id=self._job_id, stage=self._stage)
