"""MatchFanout: a batch of jobs × people in pages, then news for the people, then a wait for replays if need be."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from uuid import UUID

from temporalio import workflow
from temporalio.common import SearchAttributeKey
from temporalio.exceptions import ActivityError

with workflow.unsafe.imports_passed_through():
    from schema.pipeline import (
        BadPage,
        BatchInput,
        DeadInput,
        FanoutProgress,
        Halves,
        MatchFanoutInput,
        NewsInput,
        Page,
        PageResult,
        Plan,
        ProgressNote,
    )
    from schema.temporal_names import MATCH_FANOUT, PAUSE_SIGNAL, RESUME_SIGNAL, RETRY_FAILED_SIGNAL
    from workflows import options
    from workflows.failures import failure_of

STAGE_ATTRIBUTE = SearchAttributeKey.for_keyword("VitaeStage")
PAGES_AT_ONCE = 4
NOTES_OF_PASS = 4
DATA_ERRORS = frozenset({"data_error", "bad_facts"})
_GONE = "not_found"


@workflow.defn(name=MATCH_FANOUT)
class MatchFanout:
    """Compare, store, tell. Pages that are done are skipped, so a second run of a batch costs next to nothing."""

    @workflow.init
    def __init__(self, fanout: MatchFanoutInput) -> None:
        self._batch = BatchInput(batch_id=fanout.batch_id, page_users=fanout.page_users, after_user=fanout.after_user)
        self._progress = FanoutProgress(
            pages=fanout.done_pages,
            done_pages=fanout.done_pages,
            pairs=fanout.pairs,
            matches=fanout.matches,
            dead=fanout.dead,
            failed_pages=len(fanout.failed),
            paused=fanout.paused,
        )
        self._failed = list(fanout.failed)
        self._budget = self._halvings = fanout.halvings
        self._replays = fanout.replays
        self._retry_asked = False
        self._slots = asyncio.Semaphore(PAGES_AT_ONCE)

    @workflow.signal(name=RETRY_FAILED_SIGNAL, description="Try the dead letters and failed pages of this batch again")
    def retry_failed(self) -> None:
        """Also accepted while the first pass still runs."""
        self._retry_asked = True

    @workflow.signal(name=PAUSE_SIGNAL, description="Begin no further page until `resume`")
    def pause(self) -> None:
        """Pages that have begun are finished."""
        self._progress.paused = True

    @workflow.signal(name=RESUME_SIGNAL, description="Go on after `pause`")
    def resume(self) -> None:
        """Where it stopped."""
        self._progress.paused = False

    @workflow.query(description="Pages, pairs, matches, dead letters, failed pages")
    def progress(self) -> FanoutProgress:
        """As far as it came."""
        return self._progress

    @workflow.run
    async def run(self, fanout: MatchFanoutInput) -> FanoutProgress:
        """All pages, then replays that were asked for, then telling people."""
        if not fanout.matched:
            await self._match(fanout)
        await self._tell()
        while self._is_unfinished() and await self._asked_to_replay(fanout.retry_window_hours):
            await self._replay()
            await self._tell()
        if not self._failed:
            await workflow.execute_activity("finish_batch", self._batch, **options.LEDGER)
        return self._progress

    async def _match(self, fanout: MatchFanoutInput) -> None:
        plan = await workflow.execute_activity("plan_batch", self._batch, result_type=Plan, **options.PLAN)
        self._progress.pages = fanout.done_pages + len(plan.pages)
        step = max(PAGES_AT_ONCE * 2, -(-len(plan.pages) // NOTES_OF_PASS))
        begun: list[asyncio.Task[None]] = []
        for number, page in enumerate(plan.pages, 1):
            await self._slots.acquire()
            await workflow.wait_condition(lambda: not self._progress.paused)
            begun.append(asyncio.create_task(self._in_turn(page)))
            if number % step and not workflow.info().is_continue_as_new_suggested():
                continue
            await asyncio.gather(*begun)
            begun.clear()
            if number < len(plan.pages):
                await self._note("matching")
                if workflow.info().is_continue_as_new_suggested():
                    await self._continue(fanout, page.last_user)
        await asyncio.gather(*begun)

    async def _in_turn(self, page: Page) -> None:
        try:
            await self._page(page)
        finally:
            self._slots.release()
        self._progress.done_pages += 1
        workflow.set_current_details(f"{self._progress.done_pages} of {self._progress.pages} pages")

    async def _continue(self, fanout: MatchFanoutInput, after_user: UUID) -> None:
        """The plan is made anew from here on: people who came or went meanwhile shift pages, not who is in them."""
        await workflow.wait_condition(workflow.all_handlers_finished)
        done = self._progress.model_dump(exclude={"pages", "failed_pages"})
        state = {"after_user": after_user, "failed": self._failed, "replays": self._replays}
        workflow.continue_as_new(fanout.model_copy(update={**done, **state}))

    def _is_unfinished(self) -> bool:
        return self._progress.dead > 0 or bool(self._failed)

    async def _page(self, page: Page) -> None:
        try:
            result = await workflow.execute_activity(
                "match_page", page, result_type=PageResult, **options.match_page(page.batch_id)
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
        self._progress.dead += result.dead

    async def _isolate(self, page: Page, reason: str) -> None:
        """Halve a page that failed as a whole; bury what cannot be halved, or what the budget no longer allows."""
        self._halvings -= 1
        if self._halvings >= 0:
            halves = await workflow.execute_activity("halve_page", page, result_type=Halves, **options.PLAN)
            if len(halves.pages) > 1:
                for half in halves.pages:
                    await self._page(half)
                return
        # not `dead += await …`: that reads the count before it waits, and other pages are buried meanwhile
        buried = await workflow.execute_activity(
            "bury_page", BadPage(page=page, reason=reason), result_type=int, **options.LEDGER
        )
        self._progress.dead += buried

    # --- dead letters ---

    async def _asked_to_replay(self, hours: float) -> bool:
        """Park until `retry_failed`; False when the window passes."""
        await self._note("parked")
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
        self._replays += 1
        letters = DeadInput(batch_id=self._batch.batch_id, replay=self._replays, page_users=self._batch.page_users)
        dead = await workflow.execute_activity("dead_pages", letters, result_type=Plan, **options.PLAN)
        for page in [*dead.pages, *failed]:
            await self._page(page)

    # --- telling ---

    async def _tell(self) -> None:
        """What is new waits for its people from here on; when they hear of it is theirs to say."""
        news = NewsInput(batch_id=self._batch.batch_id)
        await workflow.execute_activity("gather_news", news, result_type=int, **options.TELL)
        if not self._is_unfinished():
            await self._note("finished")

    async def _note(self, state: str) -> None:
        await workflow.execute_activity(
            "note_progress",
            ProgressNote(batch_id=self._batch.batch_id, state=state, progress=self._progress),
            **options.LEDGER,
        )
