"""ChangedProfiles: people whose profile or wishes changed against all open jobs, in micro-batches.

Who comes while one micro-batch is compared goes into the next: one change is answered at once, and a burst is shared.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from schema.pipeline import (
        Changed,
        ChangedProfilesInput,
        ClaimInput,
        FanoutProgress,
        MatchFanoutInput,
        NewsInput,
    )
    from schema.temporal_names import CHANGED_PROFILES, MATCH_FANOUT, WAKE_SIGNAL, fanout_workflow_id
    from workflows import options

TELL_AFTER = timedelta(seconds=1)


@workflow.defn(name=CHANGED_PROFILES)
class ChangedProfiles:
    """At most one run at a time: each change wakes it, it works until nobody is marked, then ends."""

    def __init__(self) -> None:
        self._woken = True
        self._telling: list[asyncio.Task[None]] = []

    @workflow.signal(name=WAKE_SIGNAL, description="Somebody's profile or wishes changed")
    def wake(self) -> None:
        """Another look is due."""
        self._woken = True

    @workflow.run
    async def run(self, rules: ChangedProfilesInput) -> int:
        """The number of people compared."""
        total = 0
        while self._woken or await self._woken_in_time(rules.linger_seconds):
            self._woken = False
            total += (people := await self._batch(rules))
            # whoever did not fit is still marked; who was marked later has woken us
            self._woken = self._woken or people >= rules.people
            self._telling = [task for task in self._telling if not task.done()]
            if workflow.info().is_continue_as_new_suggested():
                await asyncio.gather(*self._telling)
                workflow.continue_as_new(rules)
        await asyncio.gather(*self._telling)
        return total

    async def _woken_in_time(self, seconds: float) -> bool:
        try:
            await workflow.wait_condition(
                lambda: self._woken, timeout=timedelta(seconds=seconds), timeout_summary="waits for the next change"
            )
        except TimeoutError:
            return False
        return True

    async def _batch(self, rules: ChangedProfilesInput) -> int:
        claim = ClaimInput(batch_id=workflow.uuid4(), limit=rules.people)
        changed: Changed = await workflow.execute_activity(
            "match_changed", claim, result_type=Changed, **options.MATCH_CHANGED
        )
        if changed.news or changed.dead:
            self._telling.append(asyncio.create_task(self._tell(claim, changed)))
        return changed.people

    async def _tell(self, claim: ClaimInput, changed: Changed) -> None:
        """News wait for their people; dead letters wait in a fan-out of their own, which an operator can signal."""
        if not changed.dead:
            # who changed something looks at the list now, and is told of it later
            await workflow.sleep(TELL_AFTER, summary="first compare who else changed")
            news = NewsInput(batch_id=claim.batch_id)
            await workflow.execute_activity("gather_news", news, result_type=int, **options.TELL)
            return
        await workflow.start_child_workflow(
            MATCH_FANOUT,
            MatchFanoutInput(
                batch_id=claim.batch_id,
                matched=True,
                done_pages=1,
                pairs=changed.pairs,
                matches=changed.matches,
                dead=changed.dead,
            ),
            id=fanout_workflow_id(claim.batch_id),
            result_type=FanoutProgress,
            task_timeout=options.WORKFLOW_TASK_TIMEOUT,
            parent_close_policy=workflow.ParentClosePolicy.ABANDON,
            static_summary="dead letters of changed profiles",
            priority=options.priority(options.BATCH),
        )
