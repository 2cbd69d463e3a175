"""Fetching a source: postings in, life-cycle and health kept, a batch of what changed handed on."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from temporalio import activity

from activities.postings import (
    Filled,
    LifeRules,
    Owner,
    Prepared,
    altered_postings,
    fill_from,
    let_others_stand,
    prepare,
    still_running,
    store_postings,
)
from adapters.postgres import Connection, Database, queries
from domain.jobs.health import TRAILING_RUNS, Run, Verdict, assess, filled_fields
from schema.errors import NotFound
from schema.ids import derived_id
from schema.jobs import FetchResult, FetchState, Posting, SourceConfig
from schema.pipeline import Fetched, SourceFailure, SourceRefreshInput

_CLOSED_AT_ONCE = 5000
RESEARCH_AGAIN_DAYS = 182
"""Half a year: facts of a company are good for so long."""


class Fetcher(Protocol):
    """Asks the board of a source."""

    async def __call__(self, source: SourceConfig, state: FetchState) -> FetchResult:
        """What it has now. Raises SourceError and its kin."""
        ...


class _Answer(NamedTuple):
    """A fetch, judged and prepared: `listed` are all postings that run, `prepared` those that are new or altered."""

    result: FetchResult
    run: Run
    verdict: Verdict
    listed: list[str]
    prepared: list[Prepared]


class SourceActivities:
    """Refreshes one source at a time."""

    def __init__(self, database: Database, fetch: Fetcher, rules: LifeRules, *, research: int) -> None:
        self._database = database
        self._fetch = fetch
        self._rules = rules
        self._research = research

    @activity.defn
    async def fetch_source(self, refresh: SourceRefreshInput) -> Fetched:
        """Fetch, store and close postings in one transaction; what is new or altered becomes a batch."""
        run_id = derived_id("run", refresh.source_id, activity.info().workflow_run_id)
        batch_id = derived_id("batch", refresh.source_id, activity.info().workflow_run_id)
        async with self._database.connection() as connection:
            source = await queries.source_by_id(connection, source_id=refresh.source_id)
            if source is None:
                raise NotFound("The source was deleted")
            if done := await queries.source_run(connection, id=run_id):
                # an earlier attempt committed and its answer was lost: what it made is there, hand it on
                return await _done_before(connection, done, batch_id)
            state = await _state(connection, source)
        result = await self._fetch(_config(source), state)
        if result.not_modified:
            async with self._database.transaction() as connection:
                return await self._keep(connection, source, result, run_id, batch_id)
        answer = await self._prepare(source, result)
        async with self._database.transaction() as connection:
            return await self._store(connection, source, answer, run_id, batch_id)

    @activity.defn
    async def record_source_failure(self, failure: SourceFailure) -> None:
        """Mark the source degraded and tell its owner once."""
        async with self._database.transaction() as connection:
            row = await queries.source_failed(connection, source_id=failure.source_id, problem=failure.message)
            if row is not None and row["news"]:
                await _announce(connection, row, "source.degraded", failure.message)

    async def _prepare(self, source: Any, result: FetchResult) -> _Answer:
        owner = _owner(source)
        postings = still_running(result.postings, datetime.now(UTC))
        async with self._database.connection() as connection:
            postings, kept = await _complete(connection, owner, postings)
            rows = await queries.trailing_runs(connection, source_id=owner.source_id, limit=TRAILING_RUNS)
            altered = await altered_postings(connection, owner, postings, kept)
            salaries = await queries.count_salaries(connection, source_id=owner.source_id)
        prepared = await asyncio.to_thread(prepare, owner.source_id, altered)
        run = Run(len(result.postings), filled_fields(postings or result.postings))
        salaries += sum(item.posting.salary is not None for item in prepared)
        verdict = assess(run, [Run(row["rows"], row["filled"]) for row in rows], salaries)
        return _Answer(result, run, verdict, [posting.external_id for posting in postings], prepared)

    async def _store(
        self, connection: Connection, source: Any, answer: _Answer, run_id: UUID, batch_id: UUID
    ) -> Fetched:
        owner, result, verdict = _owner(source), answer.result, answer.verdict
        await queries.lock_postings(connection)
        source = await _again(connection, owner.source_id)
        prepared = answer.prepared if verdict.usable else []
        stored = await store_postings(connection, owner, prepared, self._rules, datetime.now(UTC))
        if verdict.usable:
            await queries.touch_postings(connection, source_id=owner.source_id, external_ids=answer.listed)
        missing: list[Any] = []
        if verdict.trust and result.complete:
            missing = await queries.count_missing(
                connection,
                source_id=owner.source_id,
                external_ids=answer.listed,
                close_after=self._rules.close_after,
            )
        to_match, closed = await self._close(connection, owner, missing)
        changed = await _hand_on(connection, source, batch_id, stored.to_match | to_match)
        if answer.run.rows:
            await _record_run(connection, owner, answer, run_id, (stored.new, stored.altered, closed))
        research = await queries.companies_to_research(
            connection, ids=stored.company_ids, days=RESEARCH_AGAIN_DAYS, limit=self._research
        )
        await _mark(connection, source, result, verdict, answer.run.rows)
        return Fetched(
            rows=answer.run.rows,
            changed=changed,
            closed=closed,
            skipped=result.skipped,
            batch_id=batch_id if changed else None,
            company_ids=[row["id"] for row in research],
            index=bool(stored.new or stored.altered or closed),
        )

    async def _keep(
        self, connection: Connection, source: Any, result: FetchResult, run_id: UUID, batch_id: UUID
    ) -> Fetched:
        """The answer is the last one once more: what was missing from it still is."""
        owner = _owner(source)
        await queries.lock_postings(connection)
        source = await _again(connection, owner.source_id)
        missing = await queries.count_missing_again(
            connection, source_id=owner.source_id, close_after=self._rules.close_after
        )
        to_match, closed = await self._close(connection, owner, missing)
        changed = await _hand_on(connection, source, batch_id, to_match)
        await queries.repeat_source_run(connection, id=run_id, source_id=owner.source_id, closed=closed)
        same = Verdict(None, trust=True, usable=True, warnings=source["warnings"])
        await _mark(connection, source, result, same, None)
        return Fetched(
            rows=source["last_rows"] or 0,
            changed=changed,
            closed=closed,
            batch_id=batch_id if changed else None,
            index=bool(changed or closed),
        )

    async def _close(self, connection: Connection, owner: Owner, missing: Sequence[Any]) -> tuple[set[UUID], int]:
        """Postings that now stand for a vacancy, or lost a place of it, and how many closed."""
        old = await queries.close_old_postings(
            connection, source_id=owner.source_id, stale_days=self._rules.stale_days, limit=_CLOSED_AT_ONCE
        )
        closed = [row for row in missing if row["status"] == "closed"] + list(old)
        return await let_others_stand(connection, closed), len(closed)


def _owner(source: Any) -> Owner:
    return Owner(source["id"], None if source["shared"] else source["user_id"])


def _config(source: Any) -> SourceConfig:
    return SourceConfig(
        kind=source["kind"],
        name=source["name"],
        location=source["location"],
        base_url=source["base_url"],
        options=source["options"],
    )


async def _state(connection: Connection, source: Any) -> FetchState:
    rows = await queries.described_postings(connection, source_id=source["id"])
    return FetchState(
        etag=source["etag"],
        last_modified=source["last_modified"],
        last_rows=source["last_rows"],
        described=[row["external_id"] for row in rows],
    )


async def _again(connection: Connection, source_id: UUID) -> Any:
    """The source as it is now, held until the end: another refresh of it may have ended meanwhile."""
    source = await queries.source_for_update(connection, source_id=source_id)
    if source is None:
        raise NotFound("The source was deleted")
    return source


async def _complete(connection: Connection, owner: Owner, postings: list[Posting]) -> Filled:
    """Postings whose own page was not asked for again, with what it said when it was.

    One that has no description though nothing says that it is left out, or nothing else either, is an empty one.
    """
    bare = [
        posting.external_id
        for posting in postings
        if not posting.description and not posting.description_complete and (posting.url or posting.locations)
    ]
    if not bare:
        return Filled(postings)
    rows = await queries.stored_postings(connection, source_id=owner.source_id, external_ids=bare)
    return fill_from(postings, {row["external_id"]: Posting.model_validate(row["posting"]) for row in rows})


async def _done_before(connection: Connection, run: Any, batch_id: UUID) -> Fetched:
    batch = await queries.get_batch(connection, batch_id=batch_id)
    return Fetched(
        rows=run["rows"],
        changed=len(batch["job_ids"]) if batch else 0,
        closed=run["closed"],
        skipped=run["skipped"],
        batch_id=batch_id if batch else None,
        index=True,
    )


async def _hand_on(connection: Connection, source: Any, batch_id: UUID, job_ids: set[UUID]) -> int:
    if job_ids:
        audience = None if source["shared"] else source["user_id"]
        await queries.insert_batch(
            connection, id=batch_id, kind="jobs", audience_id=audience, job_ids=sorted(job_ids), user_ids=None
        )
    return len(job_ids)


async def _record_run(
    connection: Connection, owner: Owner, answer: _Answer, run_id: UUID, counts: tuple[int, int, int]
) -> None:
    new, changed, closed = counts
    await queries.insert_source_run(
        connection,
        id=run_id,
        source_id=owner.source_id,
        rows=answer.run.rows,
        new=new,
        changed=changed,
        closed=closed,
        skipped=answer.result.skipped,
        filled=answer.run.filled,
        problem=answer.verdict.problem,
    )
    await queries.prune_source_runs(connection, source_id=owner.source_id, keep=2 * TRAILING_RUNS)


async def _mark(connection: Connection, source: Any, result: FetchResult, verdict: Verdict, rows: int | None) -> None:
    """Write the source's health; the last thing in the transaction, because it may tell the owner.

    After a bad answer the whole of the next one is wanted: "not modified" would say the same of it.
    """
    await queries.source_read(
        connection,
        source_id=source["id"],
        health="degraded" if verdict.problem else "ok",
        problem=verdict.problem,
        warnings=verdict.warnings,
        rows=rows or None,
        etag=None if verdict.problem else result.state.etag,
        last_modified=None if verdict.problem else result.state.last_modified,
    )
    if verdict.problem and source["health"] != "degraded":
        await _announce(connection, source, "source.degraded", verdict.problem)
    elif not verdict.problem and source["health"] == "degraded":
        await _announce(connection, source, "source.recovered", None)


async def _announce(connection: Connection, source: Any, kind: str, problem: str | None) -> None:
    run = activity.info().workflow_run_id
    await queries.record_event(
        connection,
        user_id=source["user_id"],
        kind="system",
        subject_id=source["id"],
        payload={"type": kind, "source_id": str(source["id"]), "name": source["name"], "problem": problem},
        dedupe_key=f"{source['id']}:{kind}:{run}",
    )
