"""One page of a fan-out: who may be matched with what, and that a page that is done is left alone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest_asyncio
from temporalio.testing import ActivityEnvironment

from activities.matching import MatchActivities
from adapters.postgres import Connection, Database, queries
from domain.matching import content_hash, fingerprint, job_facts, person_facts
from schema.ids import new_id
from schema.jobs import Posting
from schema.pipeline import Page, PageResult
from schema.profile import Profile, Skill, Work
from tests.world import World

_COMPANY = "Somewhere"
_PERSON = Profile(
    work=[Work(name=_COMPANY, position="Backend Engineer", start_date="2019-02")],
    skills=[Skill(keywords=["Python", "PostgreSQL"])],
)


@pytest_asyncio.fixture
async def database(world: World) -> AsyncIterator[Database]:
    """The record; postings for everybody go afterwards, before somebody else is matched with them."""
    opened = await world.database()
    yield opened
    async with opened.transaction() as connection:
        await connection.execute("delete from jobs where company = $1", _COMPANY)
    await opened.close()


async def _insert_person(connection: Connection) -> UUID:
    """Somebody with a published profile, who wants to hear of everything."""
    person = new_id()
    await connection.execute(
        "insert into users (id, email, password_hash, preferences) values ($1, $1::uuid::text, '', $2)",
        person,
        {"threshold": 0},
    )
    await connection.execute(
        "insert into files (id, user_id, filename, media_type, size, sha256) values ($1, $1, 'x', 'text/plain', 1, '')",
        person,
    )
    await connection.execute("insert into resumes (id, user_id, file_id, version) values ($1, $1, $1, 1)", person)
    await connection.execute("insert into analysis_jobs (id, user_id, resume_id) values ($1, $1, $1)", person)
    await connection.execute(
        "insert into profiles (job_id, user_id, resume_id, document, facts, published_at) "
        "values ($1, $1, $1, '{}', $2, now())",
        person,
        person_facts(_PERSON).model_dump(mode="json"),
    )
    return person


async def _insert_posting(connection: Connection, owner: UUID, *, private: bool) -> UUID:
    """An open posting that fits, for everybody or for its owner alone."""
    source, job = new_id(), new_id()
    posting = Posting(external_id=str(job), title="Backend Engineer", company=_COMPANY, skills=["Python"])
    await queries.insert_source(
        connection, id=source, user_id=owner, kind="feed", name="a feed", location=f"https://example.com/{source}",
        shared=not private, interval_seconds=3600, base_url=None, options={},
    )  # fmt: skip
    await queries.upsert_job(
        connection, id=job, source_id=source, audience_id=owner if private else None, external_id=str(job),
        company_id=None, title=posting.title, company=posting.company, url=None,
        posting=posting.model_dump(mode="json"), facts=job_facts(posting).model_dump(mode="json"),
        content_hash=content_hash(posting), fingerprint=fingerprint(posting),
    )  # fmt: skip
    return job


async def _page(connection: Connection, people: list[UUID], jobs: list[UUID]) -> Page:
    """The only page of a new batch of these people and these jobs."""
    batch, users = new_id(), sorted(people)
    await queries.insert_batch(connection, id=batch, kind="profiles", audience_id=None, job_ids=jobs, user_ids=users)
    return Page(batch_id=batch, first_user=users[0], last_user=users[-1], people=len(users))


async def _match(database: Database, page: Page) -> PageResult:
    activities = MatchActivities(database, page_users=100)
    result: PageResult = await ActivityEnvironment().run(activities.match_page, page)
    return result


async def _pairs(database: Database, page: Page) -> set[tuple[UUID, UUID]]:
    async with database.connection() as connection:
        rows: list[Any] = await connection.fetch(
            "select user_id, job_id from matches where batch_id = $1", page.batch_id
        )
    return {(row["user_id"], row["job_id"]) for row in rows}


async def test_a_private_posting_is_matched_with_its_owner_alone(database: Database) -> None:
    """Two people in one page: both get everybody's posting, the private one goes to the one whose source it is."""
    async with database.transaction() as connection:
        owner, other = await _insert_person(connection), await _insert_person(connection)
        public = await _insert_posting(connection, owner, private=False)
        private = await _insert_posting(connection, owner, private=True)
        page = await _page(connection, [owner, other], [public, private])
    await _match(database, page)
    assert await _pairs(database, page) == {(owner, public), (other, public), (owner, private)}


async def test_a_page_that_is_done_is_not_looked_at_again(database: Database) -> None:
    """Its counts come from its marker, though its rows could no longer be read."""
    async with database.transaction() as connection:
        person = await _insert_person(connection)
        page = await _page(connection, [person], [await _insert_posting(connection, person, private=False)])
    done = await _match(database, page)
    assert (done.pairs, done.matches) == (1, 1)
    async with database.transaction() as connection:
        await connection.execute("update profiles set facts = '[]' where user_id = $1", person)
    assert await _match(database, page) == done
