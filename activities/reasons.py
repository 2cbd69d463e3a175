"""Why matches are matches, in words: written when a message is made, and kept as they were then."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ValidationError

from adapters.postgres import Connection, queries
from domain.matching import JobFacts, PersonFacts
from domain.matching.render import render
from schema.notifications import Digest, LineReasons


async def explain(connection: Connection, digests: Sequence[Digest]) -> None:
    """Put the reasons into the lines that are shown."""
    lines = {line.match_id: line for digest in digests for line in digest.matches}
    rows = await queries.reasons_of(connection, match_ids=list(lines))
    profiles = await queries.facts_of_profiles(connection, profile_ids=_distinct(row["profile_id"] for row in rows))
    jobs = await queries.facts_of_jobs(connection, job_ids=_distinct(row["job_id"] for row in rows))

    def write() -> None:
        people, postings = _read(PersonFacts, profiles), _read(JobFacts, jobs)
        for row in rows:
            facts = {"person_facts": people.get(row["profile_id"]), "job_facts": postings.get(row["job_id"])}
            why = render({**row, **facts})
            lines[row["id"]].analysis = LineReasons(
                explanation=why.explanation, pros=why.pros, cons=why.cons, recommendation=why.recommendation
            )

    await asyncio.to_thread(write)


def _distinct(ids: Iterable[UUID | None]) -> list[UUID]:
    return list({each for each in ids if each is not None})


def _read(kind: type[BaseModel], rows: Sequence[Any]) -> dict[UUID, Any]:
    """Facts by id, read once for all lines; what cannot be read is left to `render`, which then shows the score."""
    found: dict[UUID, Any] = {}
    for row in rows:
        try:
            found[row["id"]] = kind.model_validate(row["facts"])
        except ValidationError:
            found[row["id"]] = row["facts"]
    return found
