"""Fetching a source: postings in, life-cycle and health kept, a batch of what changed handed on."""

from __future__ import annotations

from typing import Any, Protocol
from uuid import UUID

from temporalio import activity

from adapters.postgres import Connection, Database, queries
from domain.matching import content_hash, fingerprint, job_facts
from schema.errors import NotFound
from schema.ids import derived_id, new_id
from schema.jobs import FetchResult, FetchState, Posting, SourceConfig
from schema.pipeline import Fetched, SourceFailure, SourceRefreshInput


class Fetcher(Protocol):
    """Asks the board of a source."""

    async def __call__(self, source: SourceConfig, state: FetchState) -> FetchResult:
        """What it has now. Raises SourceError and its kin."""
        ...


class SourceActivities:
    """Refreshes one source at a time."""

    def __init__(self, database: Database, fetch: Fetcher) -> None:
        self._database = database
        self._fetch = fetch

    @activity.defn
    async def fetch_source(self, refresh: SourceRefreshInput) -> Fetched:
        """Fetch, store and close postings in one transaction; what is new or altered becomes a batch."""
        batch_id = derived_id("batch", refresh.source_id, activity.info().workflow_run_id)
        async with self._database.connection() as connection:
            source = await queries.source_by_id(connection, source_id=refresh.source_id)
            if source is None:
                raise NotFound("The source was deleted")
            if batch := await queries.get_batch(connection, batch_id=batch_id):
                # an earlier attempt committed and its answer was lost: the batch is there, hand it on
                return Fetched(
                    rows=source["last_rows"] or 0, changed=len(batch["job_ids"]), closed=0, batch_id=batch_id
                )
        result = await self._fetch(
            SourceConfig(kind=source["kind"], name=source["name"], location=source["location"]),
            FetchState(etag=source["etag"], last_modified=source["last_modified"], last_rows=source["last_rows"]),
        )
        async with self._database.transaction() as connection:
            return await _store(connection, source, result, batch_id)

    @activity.defn
    async def record_source_failure(self, failure: SourceFailure) -> None:
        """Mark the source degraded and tell its owner once."""
        async with self._database.transaction() as connection:
            row = await queries.source_failed(connection, source_id=failure.source_id, problem=failure.message)
            if row is not None and row["news"]:
                await _announce(connection, row["user_id"], failure.source_id, "source.degraded", row["name"])


async def _store(connection: Connection, source: Any, result: FetchResult, batch_id: UUID) -> Fetched:
    changed: list[UUID] = []
    for posting in result.postings:
        job_id, is_new = await _store_posting(connection, source, posting)
        if is_new:
            changed.append(job_id)
    closed = 0
    if not result.not_modified:
        closed = await queries.close_missing_jobs(
            connection, source_id=source["id"], external_ids=[posting.external_id for posting in result.postings]
        )
    await queries.source_succeeded(
        connection,
        source_id=source["id"],
        health="ok",
        problem=None,
        rows=None if result.not_modified else len(result.postings),
        etag=result.state.etag,
        last_modified=result.state.last_modified,
    )
    if changed:
        audience = None if source["shared"] else source["user_id"]
        await queries.insert_batch(
            connection, id=batch_id, kind="jobs", audience_id=audience, job_ids=sorted(changed), user_ids=None
        )
    if source["health"] == "degraded":
        await _announce(connection, source["user_id"], source["id"], "source.recovered", source["name"])
    return Fetched(
        rows=len(result.postings),
        changed=len(changed),
        closed=closed,
        skipped=result.skipped,
        batch_id=batch_id if changed else None,
    )


async def _store_posting(connection: Connection, source: Any, posting: Posting) -> tuple[UUID, bool]:
    company_id = await queries.upsert_company(connection, id=new_id(), name=posting.company, url=posting.company_url)
    row = await queries.upsert_job(
        connection,
        id=derived_id("job", source["id"], posting.external_id),
        source_id=source["id"],
        audience_id=None if source["shared"] else source["user_id"],
        external_id=posting.external_id,
        company_id=company_id,
        title=posting.title,
        company=posting.company,
        url=posting.url,
        posting=posting.model_dump(mode="json"),
        facts=job_facts(posting).model_dump(mode="json"),
        content_hash=content_hash(posting),
        fingerprint=fingerprint(posting),
    )
    return row["id"], row["changed"]


async def _announce(connection: Connection, user_id: UUID, source_id: UUID, kind: str, name: str) -> None:
    run = activity.info().workflow_run_id
    await queries.record_event(
        connection,
        user_id=user_id,
        kind="system",
        subject_id=source_id,
        payload={"type": kind, "source_id": str(source_id), "name": name},
        dedupe_key=f"{source_id}:{kind}:{run}",
    )
