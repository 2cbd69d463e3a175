"""A source whose answers a test decides, and invented postings for it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any
from uuid import UUID

from temporalio.testing import ActivityEnvironment

from activities.postings import LifeRules
from activities.sources import SourceActivities
from adapters.postgres import Database, queries
from schema.ids import new_id
from schema.jobs import FetchResult, FetchState, JobLocation, Posting, SourceConfig
from schema.pipeline import Fetched, SourceRefreshInput

TEXT = (
    "We restore pipe organs in churches of three countries.\nRequirements:\n- Tuning by ear\n- Woodwork\n"
    "- 3 years of experience\nYou travel with a team of four and plan your weeks yourself."
)
RULES = LifeRules(close_after=2, stale_days=45, repost_days=180)
MakeBoard = Callable[..., Any]


def posting(key: str, **changes: Any) -> Posting:
    """One invented posting."""
    whole: dict[str, Any] = {
        "external_id": key,
        "title": "Organ Builder",
        "company": "Pipeworks GmbH",
        "url": f"https://pipeworks.example/jobs/{key}",
        "locations": [JobLocation(raw="Porto, Portugal")],
        "description": TEXT,
        "posted_at": "2026-11-02",
    }
    return Posting(**(whole | changes))


def in_city(key: str, city: str, country: str = "PT", **changes: Any) -> Posting:
    """The same vacancy for another city."""
    place = JobLocation(raw=city, city=city, country=country)
    return posting(key, title=f"Organ Builder {city}", locations=[place], **changes)


class Board:
    """A source that a test turns as it likes, and refreshes as often."""

    def __init__(self, database: Database, source_id: UUID, rules: LifeRules) -> None:
        self.database, self.id = database, source_id
        self.answer = FetchResult()
        self.asked: list[tuple[SourceConfig, FetchState]] = []
        self.activities = SourceActivities(database, self._fetch, rules, research=3)

    async def _fetch(self, source: SourceConfig, state: FetchState) -> FetchResult:
        self.asked.append((source, state))
        return self.answer

    async def read(self, *postings: Posting, run: str | None = None, **more: Any) -> Fetched:
        """A refresh that finds these."""
        self.answer = FetchResult(postings=list(postings), **more)
        return await self.again(run)

    async def again(self, run: str | None = None) -> Fetched:
        """A refresh that finds the same as before."""
        environment = ActivityEnvironment()
        environment.info = dataclasses.replace(environment.info, workflow_run_id=run or str(new_id()))
        result: Fetched = await environment.run(self.activities.fetch_source, SourceRefreshInput(source_id=self.id))
        return result

    async def jobs(self) -> dict[str, Any]:
        """Rows by the board's id."""
        async with self.database.connection() as connection:
            rows = await connection.fetch("select * from jobs where source_id = $1", self.id)
        return {row["external_id"]: row for row in rows}

    async def row(self) -> Any:
        """The source."""
        async with self.database.connection() as connection:
            return await queries.source_by_id(connection, source_id=self.id)

    async def told(self) -> list[str]:
        """Kinds of the events about it."""
        async with self.database.connection() as connection:
            rows = await connection.fetch(
                "select payload->>'type' as kind from events where subject_id = $1 order by id", self.id
            )
        return [row["kind"] for row in rows]


async def batch_of(database: Database, fetched: Fetched) -> set[UUID]:
    """Postings that a refresh hands on."""
    if fetched.batch_id is None:
        return set()
    async with database.connection() as connection:
        return set((await queries.get_batch(connection, batch_id=fetched.batch_id))["job_ids"])
