"""People and postings put into the record, for tests of single activities."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from adapters.postgres import Connection, Database, queries
from domain.matching import person_facts
from schema.ids import new_id
from schema.jobs import Posting
from schema.pipeline import Page
from schema.profile import Profile, Skill, Work
from tests.stored_postings import insert_job

COMPANY = "Somewhere"
PERSON = Profile(
    work=[Work(name=COMPANY, position="Backend Engineer", start_date="2019-02")],
    skills=[Skill(keywords=["Python", "PostgreSQL"])],
)


async def insert_person(connection: Connection, *, threshold: int = 0) -> UUID:
    """Somebody with a published profile, who wants to hear of everything."""
    person = new_id()
    await connection.execute(
        "insert into users (id, email, password_hash, preferences) values ($1, $1::uuid::text, '', $2)",
        person,
        {"threshold": threshold},
    )
    await connection.execute(
        "insert into files (id, user_id, filename, media_type, size, sha256) values ($1, $1, 'x', 'text/plain', 1, '')",
        person,
    )
    await connection.execute("insert into resumes (id, user_id, file_id, version) values ($1, $1, $1, 1)", person)
    await connection.execute("insert into analysis_jobs (id, user_id, resume_id) values ($1, $1, $1)", person)
    await connection.execute(
        "insert into profiles (job_id, user_id, resume_id, document, facts, published_at) "
        "values ($1, $1, $1, $2, $3, now())",
        person,
        PERSON.to_json_resume(),
        person_facts(PERSON).model_dump(mode="json"),
    )
    return person


async def insert_posting(connection: Connection, owner: UUID, *, private: bool = False) -> UUID:
    """An open posting that fits, for everybody or for its owner alone."""
    source, job = new_id(), new_id()
    posting = Posting(external_id=str(job), title="Backend Engineer", company=COMPANY, skills=["Python"])
    await queries.insert_source(
        connection, id=source, user_id=owner, kind="feed", name="a feed", location=f"https://example.com/{source}",
        base_url=None, options={}, shared=not private, interval_seconds=3600,
    )  # fmt: skip
    await insert_job(connection, job, source, posting, audience_id=owner if private else None)
    return job


async def page_of(connection: Connection, people: list[UUID], jobs: list[UUID] | None) -> Page:
    """The only page of a new batch of these people and these jobs (None: all that are open)."""
    batch, users = new_id(), sorted(people)
    await queries.insert_batch(connection, id=batch, kind="profiles", audience_id=None, job_ids=jobs, user_ids=users)
    return Page(batch_id=batch, first_user=users[0], last_user=users[-1], people=len(users))


async def matched_pairs(database: Database, *people: UUID) -> dict[tuple[UUID, UUID], Any]:
    """Matches of some people that stand."""
    async with database.connection() as connection:
        rows = await connection.fetch(
            "select * from matches where user_id = any($1) and withdrawn_at is null", list(people)
        )
    return {(row["user_id"], row["job_id"]): row for row in rows}
