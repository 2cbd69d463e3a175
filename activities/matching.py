"""Fan-out: pages of people against a batch of jobs, compared in one go and stored by COPY.

A page's marker, its matches and its dead letters are one transaction; a page that is marked is skipped before any work.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from temporalio import activity

from activities.comparing import Comparer, Letters, PeopleBehind, Scope
from activities.packed_jobs import Board, JobBoards
from activities.packed_rows import pack_changed_people
from adapters.postgres import Connection, Database, queries
from schema.errors import NotFound, Unavailable
from schema.pipeline import (
    BadPage,
    BatchInput,
    Changed,
    ClaimInput,
    DeadInput,
    Halves,
    Page,
    PageResult,
    Plan,
    ProgressNote,
)

PAIRS_OF_PAGE = 10_000_000
_TRIES = 4
"""People may change while they are packed; whoever does so all the time is left to the next micro-batch."""


class MatchActivities:
    """Plans, compares, isolates and replays."""

    def __init__(self, database: Database, *, page_users: int) -> None:
        self._database = database
        self._page_users = page_users
        self._boards = JobBoards(database)
        self._comparer = Comparer(self._boards)

    @activity.defn
    async def plan_batch(self, batch: BatchInput) -> Plan:
        """The pages of a batch, in order of user ids."""
        async with self._database.connection() as connection:
            row = await queries.open_batch(connection, batch_id=batch.batch_id)
            if row is None:
                raise NotFound("The batch was deleted")
            jobs = row["job_ids"] or await queries.matched_jobs(connection, job_ids=None)
            size = min(batch.page_users or self._page_users, max(1, PAIRS_OF_PAGE // max(1, len(jobs))))
            bounds = await queries.page_bounds(
                connection,
                audience_id=row["audience_id"],
                user_ids=row["user_ids"],
                after_user=batch.after_user,
                page_size=size,
            )
        return Plan(pages=[_page(batch.batch_id, each) for each in bounds])

    @activity.defn
    async def match_page(self, page: Page) -> PageResult:
        """Compare a page and store the matches at or over each person's threshold.

        People and jobs whose facts cannot be used, and matches that the database refuses, become dead letters.
        Raises BadFacts or a database data error when the page fails as a whole: halve it then.
        """
        async with self._database.connection() as connection:
            batch = await _batch(connection, page.batch_id)
            if done := await queries.get_page(connection, batch_id=page.batch_id, page_key=page.key):
                return PageResult(**done)
        for _ in range(_TRIES):
            scope = await self._scope(page, batch)
            try:
                async with self._database.transaction() as connection:
                    if not await queries.begin_page(connection, batch_id=page.batch_id, page_key=page.key):
                        done = await queries.get_page(connection, batch_id=page.batch_id, page_key=page.key)
                        return PageResult(**done)
                    return await self._comparer.compare(connection, page, scope)
            except PeopleBehind:
                await pack_changed_people(self._database, page.first_user, page.last_user, scope.user_ids)
        raise Unavailable("The people of this page change faster than they can be compared; it is tried again")

    async def _scope(self, page: Page, batch: Any) -> Scope:
        if page.replay is None:
            return Scope(
                await self._boards_of(batch), _only(batch), job_ids=batch["job_ids"], fresh=bool(batch["fresh"])
            )
        async with self._database.connection() as connection:
            rows = await queries.dead_letters_of_page(
                connection, batch_id=page.batch_id, first_user=page.first_user, last_user=page.last_user
            )
        letters = Letters.of(rows, page.job_ids)
        users = _only(batch) if letters.jobs else letters.all_users()
        boards = await self._boards_of(batch) if letters.users else [await self._boards.of_list(letters.all_jobs())]
        return Scope(boards, users, job_ids=batch["job_ids"], fresh=False, letters=letters)

    async def _boards_of(self, batch: Any) -> list[Board]:
        if batch["job_ids"] is None:
            return await self._boards.all_open()
        return [await self._boards.of_batch(batch["id"], batch["job_ids"])]

    @activity.defn
    async def match_changed(self, claim: ClaimInput) -> Changed:
        """Compare people whose profile or wishes changed with all open jobs: claimed, matched, committed at once.

        The same batch id again gives what was counted then.
        """
        for _ in range(_TRIES):
            async with self._database.connection() as connection:
                if known := await queries.get_batch(connection, batch_id=claim.batch_id):
                    return await _changed(connection, claim.batch_id, known["user_ids"])
                waiting = sorted(row["id"] for row in await queries.changed_users(connection, limit=claim.limit))
            if not waiting:
                return Changed(people=0)
            await pack_changed_people(self._database, waiting[0], waiting[-1], waiting)
            with contextlib.suppress(PeopleBehind):
                return await self._claim(claim.batch_id, waiting)
        raise Unavailable("These people change faster than they can be compared; they are tried again")

    async def _claim(self, batch_id: UUID, waiting: Sequence[UUID]) -> Changed:
        boards = await self._boards.all_open()
        async with self._database.transaction() as connection:
            users = sorted(row["id"] for row in await queries.claim_changed_users(connection, user_ids=waiting))
            if not users:
                return Changed(people=0)
            await queries.insert_batch(
                connection, id=batch_id, kind="profiles", audience_id=None, job_ids=None, user_ids=users
            )
            page = Page(batch_id=batch_id, first_user=users[0], last_user=users[-1], people=len(users))
            await queries.begin_page(connection, batch_id=batch_id, page_key=page.key)
            await self._comparer.compare(connection, page, Scope(boards, users, job_ids=None, fresh=False))
            return await _changed(connection, batch_id, users)

    @activity.defn
    async def halve_page(self, page: Page) -> Halves:
        """Cut the people of a page in two; somebody alone comes back alone."""
        async with self._database.connection() as connection:
            users = await self._users(connection, page)
        middle = len(users) // 2
        return Halves(
            pages=[
                page.model_copy(update={"first_user": half[0], "last_user": half[-1], "people": len(half)})
                for half in (users[:middle], users[middle:])
                if half
            ]
        )

    @activity.defn
    async def bury_page(self, bad: BadPage) -> int:
        """Record the people of a page as dead letters, each with all jobs of the batch; returns how many."""
        async with self._database.transaction() as connection:
            users = await self._users(connection, bad.page)
            buried: int = await queries.insert_dead_letters(
                connection,
                batch_id=bad.page.batch_id,
                user_ids=users,
                job_ids=[None] * len(users),
                reasons=[bad.reason] * len(users),
            )
        return buried

    @activity.defn
    async def dead_pages(self, letters: DeadInput) -> Plan:
        """Dead letters of a batch that did not go through since, in pages of people; a dead job concerns everybody."""
        size = letters.page_users or self._page_users
        async with self._database.connection() as connection:
            jobs = [row["job_id"] for row in await queries.dead_jobs(connection, batch_id=letters.batch_id)]
            if jobs:
                batch = await _batch(connection, letters.batch_id)
                bounds = await queries.page_bounds(
                    connection,
                    audience_id=batch["audience_id"],
                    user_ids=batch["user_ids"],
                    after_user=None,
                    page_size=size,
                )
            else:
                bounds = await queries.dead_letter_bounds(connection, batch_id=letters.batch_id, page_size=size)
        return Plan(pages=[_page(letters.batch_id, each, letters.replay, jobs) for each in bounds])

    @activity.defn
    async def note_progress(self, note: ProgressNote) -> None:
        """Keep how far a batch is, and tell those who watch it."""
        async with self._database.transaction() as connection:
            progress = {"state": note.state, **note.progress.model_dump()}
            watchers = await queries.note_progress(connection, batch_id=note.batch_id, progress=progress)
            payload = {"type": "matching.progress", "batch_id": str(note.batch_id), **progress}
            steps = f"{note.progress.done_pages}:{note.progress.dead}:{note.progress.pairs}"
            for user_id in watchers or ():
                await queries.record_event(
                    connection,
                    user_id=user_id,
                    kind="system",
                    subject_id=note.batch_id,
                    payload=payload,
                    dedupe_key=f"{note.batch_id}:{note.state}:{steps}",
                )

    @activity.defn
    async def finish_batch(self, batch: BatchInput) -> None:
        """Close a batch."""
        async with self._database.transaction() as connection:
            await queries.finish_batch(connection, batch_id=batch.batch_id)

    async def _users(self, connection: Connection, page: Page) -> list[UUID]:
        batch = await _batch(connection, page.batch_id)
        rows = await queries.page_users(
            connection,
            first_user=page.first_user,
            last_user=page.last_user,
            user_ids=_only(batch),
        )
        return [row["user_id"] for row in rows]


def _page(batch_id: UUID, bounds: Any, replay: int | None = None, job_ids: Sequence[UUID] = ()) -> Page:
    return Page(
        batch_id=batch_id,
        first_user=bounds["first_user"],
        last_user=bounds["last_user"],
        people=bounds["people"],
        replay=replay,
        job_ids=list(job_ids),
    )


def _only(batch: Any) -> list[UUID] | None:
    """The people of a batch; None for everybody."""
    return batch["user_ids"] or (batch["audience_id"] and [batch["audience_id"]])


async def _batch(connection: Connection, batch_id: UUID) -> Any:
    row = await queries.get_batch(connection, batch_id=batch_id)
    if row is None:
        raise NotFound("The batch was deleted")
    return row


async def _changed(connection: Connection, batch_id: UUID, users: Sequence[UUID]) -> Changed:
    counts = await queries.batch_counts(connection, batch_id=batch_id)
    news = await queries.count_news(connection, batch_id=batch_id)
    return Changed(people=len(users), news=news, **counts)
