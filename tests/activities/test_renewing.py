"""What an older version left behind is computed anew, once, and what depends on it is compared again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import pytest_asyncio
from temporalio.testing import ActivityEnvironment

from activities.renewing import RenewalActivities
from adapters.postgres import Database
from domain.matching import FACTS_VERSION, RUBRIC
from schema.ids import new_id
from schema.pipeline import Renewed, RenewInput
from tests.activities.people import insert_person, insert_posting
from tests.world import make_world


@pytest_asyncio.fixture
async def database(postgres: str, session_dir: Path) -> AsyncIterator[Database]:
    """A database without a worker."""
    async with await make_world(postgres, "127.0.0.1:1", session_dir) as world:
        yield await world.database()


async def _renew(database: Database) -> Renewed:
    renewed: Renewed = await ActivityEnvironment().run(RenewalActivities(database).renew_facts, RenewInput(limit=2))
    return renewed


async def _versions(database: Database, table: str) -> set[str]:
    async with database.connection() as connection:
        rows = await connection.fetch(f"select facts->>'version' as version from {table}")
    return {row["version"] for row in rows}


async def test_facts_of_another_version_are_read_from_their_documents(database: Database) -> None:
    """People are marked for a comparison and jobs become a batch, so many at a time, until nothing is behind."""
    async with database.transaction() as connection:
        people = [await insert_person(connection) for _ in range(3)]
        job = await insert_posting(connection, people[0])
        await connection.execute('update profiles set facts = facts || \'{"version": "old", "skills": {}}\'')
        await connection.execute("update jobs set facts = facts - 'version' || '{\"cities\": [\"brno\"]}'")
    first = await _renew(database)
    assert (first.people, first.jobs, first.more) == (2, 1, True)
    second = await _renew(database)
    assert (second.people, second.jobs, second.batch_id, second.more) == (1, 0, None, False)
    assert await _renew(database) == Renewed(people=0, jobs=0)
    assert await _versions(database, "profiles") == await _versions(database, "jobs") == {FACTS_VERSION}
    async with database.connection() as connection:
        marked = await connection.fetchval("select count(*) from users where profile_changed_at is not null")
        skills = await connection.fetchval("select facts->'skills' from profiles limit 1")
        cities = await connection.fetchval("select facts->'cities' from jobs")
        batch = await connection.fetchval("select job_ids from match_batches where id = $1", first.batch_id)
    assert (marked, batch, cities) == (3, [job], ["brno"])
    assert "Python" in skills


async def test_a_document_that_cannot_be_read_is_tried_once(database: Database) -> None:
    """It keeps its facts with the new version on them, and holds no other up."""
    async with database.transaction() as connection:
        person = await insert_person(connection)
        await connection.execute('update profiles set document = \'{"work": 7}\', facts = \'{"version": "old"}\'')
    assert (await _renew(database)).people == 1
    assert await _renew(database) == Renewed(people=0, jobs=0)
    async with database.connection() as connection:
        assert await connection.fetchval("select facts from profiles where user_id = $1", person) == {
            "version": FACTS_VERSION
        }


async def _insert_match(database: Database, user: UUID, job: UUID, rubric: str) -> None:
    async with database.transaction() as connection:
        await connection.execute(
            "insert into matches (id, user_id, job_id, batch_id, score, codes, rubric)"
            " values ($1, $2, $3, $1, 70, '', $4)",
            new_id(),
            user,
            job,
            rubric,
        )


async def test_a_new_rubric_compares_everybody_once(database: Database) -> None:
    """All open jobs become one batch where scores of another rubric stand; a new installation has nothing to redo."""
    async with database.transaction() as connection:
        person = await insert_person(connection)
        job = await insert_posting(connection, person)
    assert (await _renew(database)).batch_id is None
    await _insert_match(database, person, job, "older")
    async with database.transaction() as connection:
        await connection.execute("delete from rubrics")
    renewed = await _renew(database)
    assert renewed.jobs == 1
    assert (await _renew(database)).batch_id is None
    async with database.connection() as connection:
        assert await connection.fetchval("select rubric from rubrics") == RUBRIC
        assert await connection.fetchval("select job_ids from match_batches where id = $1", renewed.batch_id) == [job]
