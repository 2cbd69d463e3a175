"""MatchFanout: a batch of jobs × people in pages; what fails on data is halved until the bad pair stands alone."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from uuid import UUID

from temporalio import workflow
from temporalio.common import SearchAttributeKey
from temporalio.exceptions import ActivityError, WorkflowAlreadyStartedError

with workflow.unsafe.imports_passed_through():
    from schema.pipeline import (
        BadPage,
        BatchInput,
        DeadInput,
        FanoutProgress,
        Halves,
        MatchFanoutInput,
        NewsInput,
        NotifyInput,
        Page,
        PageResult,
        Plan,
        Recipient,
        Undelivered,
        UndeliveredInput,
    )
    from schema.temporal_names import MATCH_FANOUT, NOTIFY_USER, notify_workflow_id
    from workflows import options
    from workflows.failures import failure_of

STAGE_ATTRIBUTE = SearchAttributeKey.for_keyword("VitaeStage")
PAGES_AT_ONCE = 4
DATA_ERRORS = frozenset({"data_error", "bad_facts"})
_GONE = "not_found"


@workflow.defn(name=MATCH_FANOUT)
class MatchFanout:
    """Score, store, tell. Pages that are done are skipped, so a second run of a batch costs next to nothing."""

    @workflow.init
    def __init__(self, fanout: MatchFanoutInput) -> None:
        self._batch = BatchInput(batch_id=fanout.batch_id, page_users=fanout.page_users, after_user=fanout.after_user)
        self._progress = FanoutProgress(
            done_pages=fanout.done_pages,
            pairs=fanout.pairs,
            matches=fanout.matches,
            dead=fanout.dead,
            failed_pages=len(fanout.failed),
        )
        self._failed = list(fanout.failed)
        self._budget = self._halvings = fanout.halvings
        self._retry_asked = False
        self._slots = asyncio.Semaphore(PAGES_AT_ONCE)

    @workflow.signal(description="Try the dead letters and failed pages of this batch again")
    def retry_failed(self) -> None:
        """Also accepted while the first pass still runs."""
        self._retry_asked = True

    @workflow.query(description="Pages, pairs, matches, dead letters, failed pages")
    def progress(self) -> FanoutProgress:
        """As far as it came."""
        return self._progress

    @workflow.run
    async def run(self, fanout: MatchFanoutInput) -> FanoutProgress:
        """All pages, then replays that were asked for, then telling people."""
        plan = await workflow.execute_activity("plan_batch", self._batch, result_type=Plan, **options.PLAN)
        self._progress.pages = fanout.done_pages + len(plan.pages)
        todo = plan.pages
        while todo:
            now, todo = todo[: PAGES_AT_ONCE * 4], todo[PAGES_AT_ONCE * 4 :]
            await asyncio.gather(*(self._page(page) for page in now))
            self._progress.done_pages += len(now)
            workflow.set_current_details(f"{self._progress.done_pages} of {self._progress.pages} pages")
            if todo and workflow.info().is_continue_as_new_suggested():
                await self._continue(fanout, now[-1].last_user)
        await self._tell()
        while self._is_unfinished() and await self._asked_to_replay(fanout.retry_window_hours):
            await self._replay()
            await self._tell()
        if not self._failed:
            await workflow.execute_activity("finish_batch", self._batch, **options.LEDGER)
        return self._progress

    async def _continue(self, fanout: MatchFanoutInput, after_user: UUID) -> None:
        """The plan is made anew from here on: people who came or went meanwhile shift pages, not who is in them."""
        await workflow.wait_condition(workflow.all_handlers_finished)
        done = self._progress.model_dump(exclude={"pages", "failed_pages"})
        workflow.continue_as_new(fanout.model_copy(update={**done, "after_user": after_user, "failed": self._failed}))

    def _is_unfinished(self) -> bool:
        return self._progress.dead > 0 or bool(self._failed)

    async def _page(self, page: Page) -> None:
        try:
            async with self._slots:
                result = await workflow.execute_activity(
                    "match_page", page, result_type=PageResult, **options.MATCH_PAGE
                )
        except ActivityError as error:
            failure = failure_of(error)
            if failure.code in DATA_ERRORS:
                await self._isolate(page, failure.code)
            elif failure.code == _GONE:
                raise
            else:
                self._failed.append(page)
                self._progress.failed_pages = len(self._failed)
            return
        self._progress.pairs += result.pairs
        self._progress.matches += result.matches

    async def _isolate(self, page: Page, reason: str) -> None:
        """Halve a page that fails on data; bury what cannot be halved, or what the budget no longer allows."""
        self._halvings -= 1
        if self._halvings >= 0:
            halves = await workflow.execute_activity("halve_page", page, result_type=Halves, **options.PLAN)
            if len(halves.pages) > 1:
                await asyncio.gather(*(self._page(half) for half in halves.pages))
                return
            page = halves.pages[0] if halves.pages else page
        # not `dead += await …`: that reads the count before it waits, and other pages are buried meanwhile
        buried = await workflow.execute_activity(
            "bury_page", BadPage(page=page, reason=reason), result_type=int, **options.LEDGER
        )
        self._progress.dead += buried

    # --- dead letters ---

    async def _asked_to_replay(self, hours: float) -> bool:
        """Park until `retry_failed`; False when the window passes."""
        workflow.upsert_search_attributes([STAGE_ATTRIBUTE.value_set("FAILED_MATCHING")])
        waiting = f"{self._progress.dead} dead letters, {len(self._failed)} failed pages"
        workflow.set_current_details(f"{waiting}. Signal `retry_failed` tries them again.")
        try:
            await workflow.wait_condition(
                lambda: self._retry_asked, timeout=timedelta(hours=hours), timeout_summary="waits for retry_failed"
            )
        except TimeoutError:
            return False
        self._retry_asked = False
        return True

    async def _replay(self) -> None:
        """Dead letters first: those that failed pages bury now have had their try."""
        failed, self._failed = self._failed, []
        self._progress.dead = self._progress.failed_pages = 0
        self._halvings = self._budget
        letters = DeadInput(batch_id=self._batch.batch_id)
        while True:
            dead = await workflow.execute_activity("dead_pages", letters, result_type=Plan, **options.PLAN)
            if not dead.pages:
                break
            await asyncio.gather(*(self._page(page) for page in dead.pages))
            last = dead.pages[-1]
            letters = letters.model_copy(
                update={"after_user": last.last_user, "after_job": (last.job_ids or [None])[-1]}
            )
        await asyncio.gather(*(self._page(page) for page in failed))

    # --- telling ---

    async def _tell(self) -> None:
        """One digest per person; those with channels get a workflow of their own."""
        await workflow.execute_activity(
            "make_notifications", NewsInput(batch_id=self._batch.batch_id), result_type=int, **options.TELL
        )
        after: UUID | None = None
        while True:
            page = await workflow.execute_activity(
                "undelivered",
                UndeliveredInput(batch_id=self._batch.batch_id, after=after),
                result_type=Undelivered,
                **options.PLAN,
            )
            if not page.recipients:
                return
            await asyncio.gather(*(self._deliver(recipient) for recipient in page.recipients))
            after = page.recipients[-1].notification_id

    async def _deliver(self, recipient: Recipient) -> None:
        try:
            await workflow.start_child_workflow(
                NOTIFY_USER,
                NotifyInput(user_id=recipient.user_id, notification_id=recipient.notification_id),
                id=notify_workflow_id(recipient.user_id, recipient.notification_id),
                task_timeout=options.WORKFLOW_TASK_TIMEOUT,
                parent_close_policy=workflow.ParentClosePolicy.ABANDON,
                static_summary="deliver one digest",
                priority=options.priority(options.BATCH, recipient.user_id),
            )
        except WorkflowAlreadyStartedError:
            workflow.logger.info("already being delivered")
