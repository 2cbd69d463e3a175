"""Pages of a fan-out: who may be matched with what, what is isolated, and that a page that is done is left alone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
import pytest_asyncio
from temporalio.testing import ActivityEnvironment

from activities.match_rows import new_ids
from activities.matching import MatchActivities
from adapters.postgres import Database
from domain.matching import FACTS_VERSION, RUBRIC, JobFacts, PersonFacts, render, score
from schema.ids import new_id
from schema.jobs import MatchPreferences
from schema.pipeline import BatchInput, Changed, ClaimInput, PageResult
from tests.activities.people import COMPANY, insert_person, insert_posting, matched_pairs, page_of
from tests.world import make_world


@pytest_asyncio.fixture(scope="module")
async def record(postgres: str, session_dir: Path) -> AsyncIterator[Database]:
    """A database without a worker: nobody else compares anybody here."""
    async with await make_world(postgres, "127.0.0.1:1", session_dir) as world:
        yield await world.database()


@pytest_asyncio.fixture
async def database(record: Database) -> AsyncIterator[Database]:
    """The record; people and postings of a test are gone before the next."""
    yield record
    async with record.transaction() as connection:
        await connection.execute("delete from users")


@pytest_asyncio.fixture
async def activities(database: Database) -> MatchActivities:
    """As a worker has them, its kept postings included."""
    return MatchActivities(database, page_users=100)


async def _run(function: Any, argument: Any) -> Any:
    return await ActivityEnvironment().run(function, argument)


async def test_a_private_posting_is_matched_with_its_owner_alone(
    database: Database, activities: MatchActivities
) -> None:
    """Two people in one page: both get everybody's posting, the private one goes to the one whose source it is."""
    async with database.transaction() as connection:
        owner, other = await insert_person(connection), await insert_person(connection)
        public = await insert_posting(connection, owner)
        private = await insert_posting(connection, owner, private=True)
        page = await page_of(connection, [owner, other], [public, private])
    await _run(activities.match_page, page)
    assert set(await matched_pairs(database, owner, other)) == {(owner, public), (other, public), (owner, private)}


async def test_a_stored_match_says_what_the_score_of_its_pair_says(
    database: Database, activities: MatchActivities
) -> None:
    """Score, rubric and reasons of a row are those that `score` gives for the facts of both sides."""
    async with database.transaction() as connection:
        person = await insert_person(connection)
        job = await insert_posting(connection, person)
        page = await page_of(connection, [person], [job])
    await _run(activities.match_page, page)
    async with database.connection() as connection:
        facts = await connection.fetchval("select facts from profiles where user_id = $1", person)
        asked = await connection.fetchval("select facts from jobs where id = $1", job)
    row = (await matched_pairs(database, person))[person, job]
    wishes = MatchPreferences(threshold=0)
    expected = score(PersonFacts.model_validate(facts), JobFacts.model_validate(asked), wishes)
    assert (row["score"], row["rubric"], row["profile_id"]) == (expected.score, RUBRIC, person)
    shown = render({**row, "person_facts": facts, "job_facts": asked, "preferences": {"threshold": 0}})
    assert shown == expected.analysis


async def test_a_page_that_is_done_is_not_looked_at_again(database: Database, activities: MatchActivities) -> None:
    """Its counts come from its marker, though its rows could no longer be read."""
    async with database.transaction() as connection:
        person = await insert_person(connection)
        page = await page_of(connection, [person], [await insert_posting(connection, person)])
    done = await _run(activities.match_page, page)
    assert done == PageResult(pairs=1, matches=1)
    async with database.transaction() as connection:
        await connection.execute("update profiles set facts = '[]' where user_id = $1", person)
    assert await _run(activities.match_page, page) == done


async def test_two_attempts_at_once_are_one(database: Database, activities: MatchActivities) -> None:
    """The second waits for the first and finds it done; there is one row for the pair."""
    async with database.transaction() as connection:
        person = await insert_person(connection)
        page = await page_of(connection, [person], [await insert_posting(connection, person)])
    first, second = await asyncio.gather(
        _run(activities.match_page, page), _run(MatchActivities(database, page_users=9).match_page, page)
    )
    assert first == second == PageResult(pairs=1, matches=1)
    assert len(await matched_pairs(database, person)) == 1


async def test_features_follow_profiles_wishes_and_deletions(database: Database, activities: MatchActivities) -> None:
    """Each change is seen by the next page: a wish, new facts, facts that are no facts, a profile that is gone."""
    async with database.transaction() as connection:
        person = await insert_person(connection)
        job = await insert_posting(connection, person)

    async def compared() -> tuple[PageResult, int]:
        async with database.transaction() as connection:
            page = await page_of(connection, [person], [job])
        return await _run(activities.match_page, page), len(await matched_pairs(database, person))

    async def change(statement: str) -> None:
        async with database.transaction() as connection:
            await connection.execute(statement, person)

    assert await compared() == (PageResult(pairs=1, matches=1), 1)
    await change("update users set preferences = '{\"threshold\": 100}' where id = $1")
    assert await compared() == (PageResult(pairs=1, matches=0), 0)
    await change("update users set preferences = '{\"threshold\": 0}' where id = $1")
    await change("update profiles set facts = '{\"skills\": 3}' where user_id = $1")
    assert await compared() == (PageResult(pairs=0, matches=0, dead=1), 0)
    await change("update profiles set facts = '{}' where user_id = $1")
    assert await compared() == (PageResult(pairs=1, matches=1), 1)
    await change("delete from profiles where user_id = $1")
    assert (await compared())[0] == PageResult(pairs=0, matches=0)


async def test_a_posting_that_changed_or_closed_is_seen_among_the_open_ones(
    database: Database, activities: MatchActivities
) -> None:
    """What a worker keeps of all open postings follows the record: a new one, an altered one, a closed one."""
    async with database.transaction() as connection:
        person = await insert_person(connection)
        first = await insert_posting(connection, person)

    async def compared() -> set[UUID]:
        async with database.transaction() as connection:
            await connection.execute("update users set profile_changed_at = now() where id = $1", person)
        await _run(activities.match_changed, ClaimInput(batch_id=new_id()))
        return {job for _, job in await matched_pairs(database, person)}

    assert first in await compared()
    async with database.transaction() as connection:
        second = await insert_posting(connection, person)
        await connection.execute("update users set preferences = '{\"threshold\": 30}' where id = $1", person)
    assert {first, second} <= await compared()
    async with database.transaction() as connection:
        await connection.execute("update jobs set status = 'closed', closed_at = now() where id = $1", first)
        facts = JobFacts(title="Nurse", company=COMPANY, family="nurse", version=FACTS_VERSION)
        await connection.execute("update jobs set facts = $2 where id = $1", second, facts.model_dump(mode="json"))
    assert second not in await compared()
    async with database.connection() as connection:
        kept = await connection.fetchval(
            "select withdrawn_at is null from matches where user_id = $1 and job_id = $2", person, first
        )
    assert kept, "a match with a posting that has closed is history, not a mistake"


async def test_changed_people_are_claimed_once(database: Database, activities: MatchActivities) -> None:
    """The same batch id gives the same counts again, and the mark is gone with the matches that answer it."""
    async with database.transaction() as connection:
        person = await insert_person(connection)
        await insert_posting(connection, person)
        await connection.execute("update users set profile_changed_at = now() where id = $1", person)
    claim = ClaimInput(batch_id=new_id())
    changed: Changed = await _run(activities.match_changed, claim)
    assert (changed.people >= 1, changed.matches >= 1, changed.news >= 1) == (True, True, True)
    assert await _run(activities.match_changed, claim) == changed
    async with database.connection() as connection:
        marked = await connection.fetchval("select profile_changed_at from users where id = $1", person)
    assert marked is None
    assert await _run(activities.match_changed, ClaimInput(batch_id=new_id())) == Changed(people=0)


async def test_a_plan_has_smaller_pages_for_more_jobs(database: Database, activities: MatchActivities) -> None:
    """People stand in pages of the size asked for; batches that were planned know whether old matches can fall away."""
    async with database.transaction() as connection:
        people = [await insert_person(connection) for _ in range(5)]
        job = await insert_posting(connection, people[0])
        batches = [(await page_of(connection, people, [job])).batch_id for _ in range(2)]
    plan = await _run(activities.plan_batch, BatchInput(batch_id=batches[0], page_users=2))
    assert [page.people for page in plan.pages] == [2, 2, 1]
    for page in plan.pages:
        await _run(activities.match_page, page)
    await _run(activities.plan_batch, BatchInput(batch_id=batches[1]))
    async with database.connection() as connection:
        fresh = [await connection.fetchval("select fresh from match_batches where id = $1", each) for each in batches]
    assert fresh == [True, False]


def test_ids_are_version_7_in_ascending_order() -> None:
    """As many as are wanted, all different, sorted as they are made."""
    ids = [UUID(bytes=row.tobytes()) for row in new_ids(70_000)]
    assert {each.version for each in ids} == {7}
    assert {each.variant for each in ids} == {new_id().variant}
    assert ids == sorted(ids)
    assert len(set(ids)) == len(ids)
    assert np.array_equal(new_ids(0), np.zeros((0, 16), dtype=np.uint8))
