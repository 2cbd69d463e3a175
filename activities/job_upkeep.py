"""What no refresh looks after: postings of sources that are not read any more, and scores that say nothing."""

from __future__ import annotations

import asyncio
import json
from typing import Any
from uuid import UUID

import structlog

from activities.postings import LifeRules, appoint, let_others_stand, refresh_places
from adapters.postgres import Connection, Database, queries
from domain.matching import load_job_facts, load_person_facts
from domain.matching.alarm import flat_scores
from domain.matching.score import score_table
from schema.errors import BadFacts
from schema.ids import new_id
from schema.jobs import MatchPreferences

log = structlog.get_logger()

_CLOSED_AT_ONCE = 2000
_BATCHES_AT_ONCE = 20
_SAMPLE = 12
"""People and jobs that are looked at of one batch."""


class JobUpkeep:
    """Part of every sweep."""

    def __init__(self, database: Database, rules: LifeRules) -> None:
        self._database = database
        self._rules = rules

    async def tidy_postings(self) -> UUID | None:
        """Close what is past its end or was not seen for long; the batch of postings that stand for others now.

        Those of a deleted source stand for nobody any more either, and what was behind them was never matched.
        """
        async with self._database.transaction() as connection:
            await queries.lock_postings(connection)
            closed = await queries.close_old_postings(
                connection, source_id=None, stale_days=self._rules.stale_days, limit=_CLOSED_AT_ONCE
            )
            to_match = await let_others_stand(connection, closed)
            bereft = await appoint(connection, await queries.bereft_postings(connection, limit=_CLOSED_AT_ONCE))
            to_match |= await refresh_places(connection, bereft, {}, fresh=bereft)
            if not to_match:
                return None
            batch_id = new_id()
            await queries.insert_batch(
                connection, id=batch_id, kind="jobs", audience_id=None, job_ids=sorted(to_match), user_ids=None
            )
        return batch_id

    async def check_scores(self) -> int:
        """Look at a few scores of batches that ended since; returns how many are flat. Admins are told."""
        async with self._database.connection() as connection:
            batches = await queries.unchecked_batches(connection, limit=_BATCHES_AT_ONCE)
        alarms = 0
        for batch in batches:
            alarms += await self._check(batch)
        if len(batches) == _BATCHES_AT_ONCE:
            async with self._database.transaction() as connection:
                await queries.skip_unchecked(connection, until=batches[0]["finished_at"])
        return alarms

    async def _check(self, batch: Any) -> int:
        async with self._database.connection() as connection:
            people = await queries.sample_people(connection, user_ids=batch["user_ids"], limit=_SAMPLE)
            jobs = await queries.sample_jobs(connection, job_ids=batch["job_ids"], limit=_SAMPLE)
        try:
            alarm = await asyncio.to_thread(_flat, people, jobs)
        except BadFacts:
            alarm = None  # the fan-out has buried the pair and says so
        async with self._database.transaction() as connection:
            await queries.batch_checked(connection, batch_id=batch["id"], alarm=alarm)
            if alarm:
                await _tell_admins(connection, batch["id"], alarm)
        if alarm:
            log.error("flat scores", batch_id=str(batch["id"]), problem=alarm)
        return int(alarm is not None)


def _flat(people: list[Any], jobs: list[Any]) -> str | None:
    """Equal facts are looked at once: two résumés of one person have equal scores by right."""
    persons = {json.dumps(row["facts"], sort_keys=True): row for row in people}
    postings = {json.dumps(row["facts"], sort_keys=True): row for row in jobs}
    sides = [
        (facts, MatchPreferences.model_validate(row["preferences"]))
        for facts, row in zip(
            load_person_facts([row["facts"] for row in persons.values()]), persons.values(), strict=True
        )
    ]
    return flat_scores(score_table(sides, load_job_facts([row["facts"] for row in postings.values()])))


async def _tell_admins(connection: Connection, batch_id: UUID, alarm: str) -> None:
    for row in await queries.admin_ids(connection):
        await queries.record_event(
            connection,
            user_id=row["id"],
            kind="system",
            subject_id=batch_id,
            payload={"type": "scorer.flat", "batch_id": str(batch_id), "problem": alarm},
            dedupe_key=f"{batch_id}:scorer.flat",
        )
