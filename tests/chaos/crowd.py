"""Many people and postings at once, put into the record as analyses and source refreshes leave them."""

from __future__ import annotations

from uuid import UUID

from adapters.channels.webhook import new_secret
from adapters.postgres import Database, queries
from schema.ids import derived_id, new_id
from schema.jobs import Posting
from tests.stored_postings import insert_job

_PEOPLE = """
with model as (select facts, document from profiles where job_id = $1),
made as (
    insert into users (id, email, password_hash)
    select gen_random_uuid(), gen_random_uuid() || '@example.org', '' from generate_series(1, $2) returning id
), stored as (
    insert into files (id, user_id, filename, media_type, size, sha256)
    select id, id, 'resume.txt', 'text/plain', 1, '' from made returning id
), uploaded as (
    insert into resumes (id, user_id, file_id, version) select id, id, id, 1 from stored returning id
), analysed as (
    insert into analysis_jobs (id, user_id, resume_id, status, stage, progress)
    select id, id, id, 'completed', 'completed', 100 from uploaded returning id
)
insert into profiles (job_id, user_id, resume_id, document, facts, published_at)
select a.id, a.id, a.id, m.document, m.facts, now() from analysed a, model m returning user_id
"""


async def people_like(database: Database, job_id: str, count: int) -> list[UUID]:
    """So many accounts whose profile is that of an analysis; their ids in order."""
    async with database.transaction() as connection:
        rows = await connection.fetch(_PEOPLE, UUID(job_id), count)
    return sorted(row["user_id"] for row in rows)


async def webhooks(database: Database, user_ids: list[UUID], url: str) -> None:
    """A webhook for each of these people."""
    rows = [(new_id(), user_id, {"url": url, "secret": new_secret()}) for user_id in user_ids]
    async with database.transaction() as connection:
        await connection.executemany(
            "insert into channels (id, user_id, kind, name, config) values ($1, $2, 'webhook', 'mine', $3)", rows
        )


async def postings(database: Database, owner: str, count: int) -> UUID:
    """A batch of so many open postings for everybody; its id."""
    source_id, batch_id = new_id(), new_id()
    texts = [
        Posting(
            external_id=str(number),
            title="Senior Backend Engineer",
            company=f"Company {number}",
            description="Requirements: Python, PostgreSQL, Kubernetes, Docker. 5 years of experience.",
        )
        for number in range(count)
    ]
    async with database.transaction() as connection:
        await connection.execute(
            "insert into sources (id, user_id, kind, name, location, shared, interval_seconds)"
            " values ($1, $2, 'feed', 'everybody', $3, true, 3600)",
            source_id,
            UUID(owner),
            f"https://example.org/{source_id}",
        )
        for posting in texts:
            await insert_job(connection, derived_id("job", source_id, posting.external_id), source_id, posting)
        jobs = [derived_id("job", source_id, posting.external_id) for posting in texts]
        await queries.insert_batch(
            connection, id=batch_id, kind="jobs", audience_id=None, job_ids=sorted(jobs), user_ids=None
        )
    return batch_id
