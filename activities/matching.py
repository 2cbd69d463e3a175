"""Fan-out: pages of people against a batch of jobs, scored in one go and stored by COPY.

A page's marker and its matches are one transaction; a page that is marked is skipped before any work.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar
from uuid import UUID

from pydantic import BaseModel, ValidationError
from temporalio import activity

from adapters.postgres import Connection, Database, queries
from domain.matching import JobFacts, PersonFacts, score_page
from schema.errors import BadFacts, NotFound
from schema.ids import derived_id, new_id
from schema.jobs import MatchPreferences
from schema.pipeline import (
    BadPage,
    BatchInput,
    ClaimInput,
    DeadInput,
    Halves,
    Page,
    PageResult,
    Plan,
)

_MATCH_COLUMNS = (
    "id", "user_id", "job_id", "batch_id", "score", "analysis", "rubric", "created_at", "updated_at",
)  # fmt: skip

Facts = TypeVar("Facts", bound=BaseModel)


class MatchActivities:
    """Plans, scores, halves and buries."""

    def __init__(self, database: Database, *, page_users: int) -> None:
        self._database = database
        self._page_users = page_users

    @activity.defn
    async def plan_batch(self, batch: BatchInput) -> Plan:
        """The pages of a batch, in order of user ids."""
        async with self._database.connection() as connection:
            row = await _batch(connection, batch.batch_id)
            bounds = await queries.page_bounds(
                connection,
                audience_id=row["audience_id"],
                user_ids=row["user_ids"],
                after_user=batch.after_user,
                page_size=batch.page_users or self._page_users,
            )
        return Plan(
            pages=[
                Page(batch_id=batch.batch_id, first_user=b["first_user"], last_user=b["last_user"], people=b["people"])
                for b in bounds
            ]
        )

    @activity.defn
    async def claim_changed(self, claim: ClaimInput) -> int:
        """Make a batch of people whose profile or wishes changed; returns how many there are."""
        async with self._database.transaction() as connection:
            if known := await queries.get_batch(connection, batch_id=claim.batch_id):
                return len(known["user_ids"])
            users = [row["id"] for row in await queries.claim_changed_users(connection, limit=claim.limit)]
            if users:
                await queries.insert_batch(
                    connection,
                    id=claim.batch_id,
                    kind="profiles",
                    audience_id=None,
                    job_ids=None,
                    user_ids=sorted(users),
                )
        return len(users)

    @activity.defn
    async def match_page(self, page: Page) -> PageResult:
        """Score a page and store the matches at or over each person's threshold.

        Raises BadFacts or a database data error when rows of the page cannot be used: halve it then.
        """
        async with self._database.connection() as connection:
            if done := await queries.get_page(connection, batch_id=page.batch_id, page_key=page.key):
                return PageResult(pairs=done["pairs"], matches=done["matches"])
            batch = await _batch(connection, page.batch_id)
            people, jobs = await _people(connection, page, batch), await _jobs(connection, page, batch)
        rows = await asyncio.to_thread(_score, page.batch_id, people, jobs)
        result = PageResult(pairs=len(people) * len(jobs), matches=len(rows))
        async with self._database.transaction() as connection:
            marked = await queries.mark_page(
                connection, batch_id=page.batch_id, page_key=page.key, pairs=result.pairs, matches=result.matches
            )
            if marked and rows:
                await queries.stage_matches(connection)
                await connection.copy_records_to_table("staged_matches", records=rows, columns=_MATCH_COLUMNS)
                await queries.upsert_staged_matches(connection)
            if page.user_ids and page.job_ids:
                await queries.dead_letters_replayed(
                    connection, batch_id=page.batch_id, user_ids=page.user_ids, job_ids=page.job_ids
                )
        return result

    @activity.defn
    async def halve_page(self, page: Page) -> Halves:
        """Cut a page in two: by people while there are several, then by jobs; a single pair comes back alone."""
        async with self._database.connection() as connection:
            batch = await _batch(connection, page.batch_id)
            users = [row["user_id"] for row in await _people(connection, page, batch)]
            jobs = [row["id"] for row in await _jobs(connection, page, batch)]
        if len(users) > 1:
            cuts = [(half, page.job_ids) for half in _halves(users)]
        elif len(jobs) > 1:
            cuts = [(users, half) for half in _halves(jobs)]
        elif users and jobs:
            cuts = [(users, jobs)]
        else:
            cuts = []
        return Halves(
            pages=[
                Page(batch_id=page.batch_id, first_user=u[0], last_user=u[-1], people=len(u), user_ids=u, job_ids=j)
                for u, j in cuts
            ]
        )

    @activity.defn
    async def bury_page(self, bad: BadPage) -> int:
        """Record every pair of a page as a dead letter; returns how many. Usually it is one pair."""
        async with self._database.transaction() as connection:
            batch = await _batch(connection, bad.page.batch_id)
            users = [row["user_id"] for row in await _people(connection, bad.page, batch)]
            jobs = [row["id"] for row in await _jobs(connection, bad.page, batch)]
            letters = [
                {"id": derived_id("dead", bad.page.batch_id, user, job), "batch_id": bad.page.batch_id,
                 "user_id": user, "job_id": job, "reason": bad.reason}
                for user in users for job in jobs
            ]  # fmt: skip
            await queries.insert_dead_letter(connection, letters)
        return len(letters)

    @activity.defn
    async def dead_pages(self, letters: DeadInput) -> Plan:
        """Dead letters of a batch that did not go through since: a page for each person, of the jobs that failed."""
        async with self._database.connection() as connection:
            rows = await queries.batch_dead_letters(connection, **letters.model_dump())
        jobs: dict[UUID, list[UUID]] = {}
        for row in rows:
            jobs.setdefault(row["user_id"], []).append(row["job_id"])
        return Plan(
            pages=[
                Page(batch_id=letters.batch_id, first_user=user, last_user=user, people=1, user_ids=[user], job_ids=ids)
                for user, ids in jobs.items()
            ]
        )

    @activity.defn
    async def finish_batch(self, batch: BatchInput) -> None:
        """Close a batch."""
        async with self._database.transaction() as connection:
            await queries.finish_batch(connection, batch_id=batch.batch_id)


async def _batch(connection: Connection, batch_id: UUID) -> Any:
    row = await queries.get_batch(connection, batch_id=batch_id)
    if row is None:
        raise NotFound("The batch was deleted")
    return row


async def _people(connection: Connection, page: Page, batch: Any) -> list[Any]:
    rows: list[Any] = await queries.page_people(
        connection,
        first_user=page.first_user,
        last_user=page.last_user,
        user_ids=page.user_ids or batch["user_ids"] or (batch["audience_id"] and [batch["audience_id"]]),
    )
    return rows


async def _jobs(connection: Connection, page: Page, batch: Any) -> list[Any]:
    rows: list[Any] = await queries.batch_jobs(connection, job_ids=page.job_ids or batch["job_ids"])
    return rows


def _score(batch_id: UUID, people: Sequence[Any], jobs: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Rows for COPY, in the order of `_MATCH_COLUMNS`. Somebody's private posting is only for them."""
    facts = [(_facts(PersonFacts, row["facts"]), _facts(MatchPreferences, row["preferences"])) for row in people]
    hits = score_page(facts, [_facts(JobFacts, row["facts"]) for row in jobs])
    now = datetime.now(UTC)
    return [
        (new_id(), person["user_id"], job["id"], batch_id, hit.result.score,
         hit.result.analysis.model_dump(mode="json"), hit.result.rubric, now, now)
        for hit in hits
        for person, job in [(people[hit.person_index], jobs[hit.job_index])]
        if job["audience_id"] in (None, person["user_id"])
    ]  # fmt: skip


def _facts(kind: type[Facts], value: Any) -> Facts:
    try:
        return kind.model_validate(value)
    except ValidationError:
        raise BadFacts(f"Stored {kind.__name__} cannot be read") from None


def _halves(items: list[UUID]) -> tuple[list[UUID], list[UUID]]:
    middle = len(items) // 2
    return items[:middle], items[middle:]
