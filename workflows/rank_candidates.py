"""RankCandidates: a model's look at the best matches of one person, one run at a time; a failure parks."""

from __future__ import annotations

from datetime import timedelta

from temporalio import workflow
from temporalio.common import SearchAttributeKey
from temporalio.exceptions import ActivityError

with workflow.unsafe.imports_passed_through():
    from schema.ranking import RankFailure, RankInput, RankOutcome
    from schema.temporal_names import RANK_CANDIDATES, WAKE_SIGNAL
    from workflows import options
    from workflows.failures import failure_of

STAGE_ATTRIBUTE = SearchAttributeKey.for_keyword("VitaeStage")
GATHER = timedelta(seconds=2)


@workflow.defn(name=RANK_CANDIDATES)
class RankCandidates:
    """Wake-ups within GATHER are one call. While the model fails the code's order stands; `retry` asks again."""

    def __init__(self) -> None:
        self._woken = False

    @workflow.signal(name=WAKE_SIGNAL, description="The matches of this person changed")
    def wake(self) -> None:
        """Another look is due."""
        self._woken = True

    @workflow.signal(description="Ask the model again")
    def retry(self, reason: str = "") -> None:
        """The same as a wake-up: what is already ordered is not asked again."""
        self._woken = True

    @workflow.run
    async def run(self, ask: RankInput) -> RankOutcome:
        """The last order."""
        while True:
            await workflow.sleep(GATHER, summary="gather a burst of changes")
            self._woken = False
            outcome = await self._ranked(ask)
            if outcome is None and not await self._parked(ask):
                return RankOutcome(ranked_by="code", reason="model_error")
            if outcome is not None and not self._woken:
                return outcome

    async def _ranked(self, ask: RankInput) -> RankOutcome | None:
        try:
            outcome: RankOutcome = await workflow.execute_activity(
                "rank_matches", ask, result_type=RankOutcome, **options.RANK
            )
        except ActivityError as error:
            failure = failure_of(error)
            await workflow.execute_activity(
                "rank_failed",
                RankFailure(user_id=ask.user_id, code=failure.code, message=failure.message),
                **options.LEDGER,
            )
            return None
        return outcome

    async def _parked(self, ask: RankInput) -> bool:
        workflow.upsert_search_attributes([STAGE_ATTRIBUTE.value_set("FAILED_RANKING")])
        workflow.set_current_details("**Failed**: the code's order stands. Signal `retry` asks the model again.")
        try:
            await workflow.wait_condition(
                lambda: self._woken,
                timeout=timedelta(hours=ask.retry_window_hours),
                timeout_summary="waits for the signal retry",
            )
        except TimeoutError:
            return False
        workflow.upsert_search_attributes([STAGE_ATTRIBUTE.value_set("RETRYING")])
        return True
