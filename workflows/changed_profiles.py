"""ChangedProfiles: people whose profile or wishes changed against all open jobs, gathered for a moment first."""

from __future__ import annotations

from datetime import timedelta

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from schema.pipeline import ChangedProfilesInput, ClaimInput, FanoutProgress, MatchFanoutInput
    from schema.temporal_names import CHANGED_PROFILES, MATCH_FANOUT, WAKE_SIGNAL, fanout_workflow_id
    from workflows import options

GATHER = timedelta(milliseconds=500)
PEOPLE_PER_BATCH = 2000


@workflow.defn(name=CHANGED_PROFILES)
class ChangedProfiles:
    """At most one run at a time: each change wakes it, it works until nobody is marked, then ends."""

    def __init__(self) -> None:
        self._woken = True

    @workflow.signal(name=WAKE_SIGNAL, description="Somebody's profile or wishes changed")
    def wake(self) -> None:
        """Another look is due."""
        self._woken = True

    @workflow.run
    async def run(self, rules: ChangedProfilesInput) -> int:
        """The number of people compared."""
        total = 0
        while self._woken:
            self._woken = False
            await workflow.sleep(GATHER, summary="gather a burst of changes")
            while people := await self._batch(rules):
                total += people
            if workflow.info().is_continue_as_new_suggested():
                workflow.continue_as_new(rules)
        return total

    async def _batch(self, rules: ChangedProfilesInput) -> int:
        batch_id = workflow.uuid4()
        people: int = await workflow.execute_activity(
            "claim_changed",
            ClaimInput(batch_id=batch_id, limit=PEOPLE_PER_BATCH),
            result_type=int,
            **options.PLAN,
        )
        if people:
            await workflow.start_child_workflow(
                MATCH_FANOUT,
                MatchFanoutInput(batch_id=batch_id, page_users=rules.page_users),
                id=fanout_workflow_id(batch_id),
                result_type=FanoutProgress,
                task_timeout=options.WORKFLOW_TASK_TIMEOUT,
                parent_close_policy=workflow.ParentClosePolicy.ABANDON,
                static_summary="changed profiles against the open jobs",
                priority=options.priority(options.BATCH),
            )
        return people
