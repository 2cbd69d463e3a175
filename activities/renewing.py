"""What a new version of the product computes anew: facts of documents that are stored, scores of a new rubric.

Only what is behind is touched, a few hundred documents at a time; what depends on them is compared again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import structlog
from temporalio import activity

from adapters.postgres import Database, queries
from domain.importing.profiles import judgeable
from domain.matching import FACTS_VERSION, RUBRIC, job_facts, person_facts
from schema.ids import derived_id
from schema.jobs import Posting
from schema.pipeline import Renewed, RenewInput
from schema.profile import Profile

log = structlog.get_logger()


class RenewalActivities:
    """Finds what another version of facts or rubric left behind."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @activity.defn
    async def renew_facts(self, renew: RenewInput) -> Renewed:
        """Facts of another version from their profile or posting; the people are marked, the jobs become a batch.

        A document that cannot be read any more keeps its facts and gets a mark, so that it is tried once per version.
        """
        people = await self._renew_people(renew.limit)
        jobs = await self._renew_jobs(renew.limit)
        batch_id = derived_id("renewal", FACTS_VERSION, *jobs) if jobs else None
        if batch_id is None:
            batch_id, jobs = await self._of_new_rubric()
        if batch_id is not None:
            async with self._database.transaction() as connection:
                await queries.insert_batch(
                    connection, id=batch_id, kind="jobs", audience_id=None, job_ids=sorted(jobs), user_ids=None
                )
        return Renewed(people=people, jobs=len(jobs), batch_id=batch_id, more=max(people, len(jobs)) >= renew.limit)

    async def _renew_people(self, limit: int) -> int:
        async with self._database.connection() as connection:
            rows = await queries.outdated_profiles(connection, version=FACTS_VERSION, limit=limit)
        facts = await asyncio.to_thread(_person_facts, rows)
        async with self._database.transaction() as connection:
            await queries.renew_profiles(connection, ids=[row["job_id"] for row in rows], facts=facts)
        return len(rows)

    async def _renew_jobs(self, limit: int) -> list[UUID]:
        """The ids of those that are matched."""
        async with self._database.connection() as connection:
            rows = await queries.outdated_jobs(connection, version=FACTS_VERSION, limit=limit)
        facts = await asyncio.to_thread(_job_facts, rows)
        async with self._database.transaction() as connection:
            renewed = await queries.renew_jobs(connection, ids=[row["id"] for row in rows], facts=facts)
        return [row["id"] for row in renewed if row["matched"]]

    async def _of_new_rubric(self) -> tuple[UUID | None, list[UUID]]:
        """All open jobs, once after the rubric has changed; None where it has not, or where nothing is scored yet."""
        async with self._database.transaction() as connection:
            if not await queries.begin_rubric(connection, rubric=RUBRIC):
                return None, []
            jobs = [row["id"] for row in await queries.matched_jobs(connection, job_ids=None)]
        log.info("a new rubric: everybody is compared anew", jobs=len(jobs))
        return (derived_id("rubric", RUBRIC), jobs) if jobs else (None, [])


def _person_facts(rows: Sequence[Any]) -> list[Any]:
    return [_person(row["facts"], row["document"]) for row in rows]


def _job_facts(rows: Sequence[Any]) -> list[Any]:
    return [_job(row["facts"], row["posting"]) for row in rows]


def _person(facts: Any, document: Any) -> Any:
    try:
        return person_facts(judgeable(Profile.model_validate(document))).model_dump(mode="json")
    except ValueError:
        return _marked(facts)


def _job(facts: Any, posting: Any) -> Any:
    try:
        renewed = job_facts(Posting.model_validate(posting)).model_dump(mode="json")
    except ValueError:
        return _marked(facts)
    if isinstance(facts, dict):
        # one posting stands for those in other cities: their places were added to its own
        for name in ("cities", "countries"):
            renewed[name] = list(dict.fromkeys([*renewed[name], *facts.get(name, ())]))
    return renewed


def _marked(facts: Any) -> Any:
    return (facts if isinstance(facts, dict) else {}) | {"version": FACTS_VERSION}
