"""A fan-out over 300 people in which some rows are bad: the rest is served, the bad ones wait as dead letters."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import asyncpg
import pytest_asyncio
from temporalio.client import Client, WorkflowHandle
from temporalio.common import SearchAttributeKey

from adapters.postgres import Connection, Database, queries
from schema.ids import new_id
from schema.jobs import Posting
from schema.pipeline import FanoutProgress, MatchFanoutInput
from schema.temporal_names import MAIN_QUEUE, MATCH_FANOUT, fanout_workflow_id
from tests.e2e.faults import refusing
from tests.stored_postings import insert_job
from tests.world import World, eventually

PEOPLE = 300
STAGE = SearchAttributeKey.for_keyword("VitaeStage")


@dataclass
class Crowd:
    """People with equal profiles and one private batch of jobs that fit them."""

    database: Database
    client: Client
    people: list[UUID]
    jobs: list[UUID]
    owner: UUID

    async def fan_out(self, **more: Any) -> WorkflowHandle[Any, FanoutProgress]:
        """Start a new batch of the jobs against all these people."""
        batch_id = new_id()
        async with self.database.transaction() as connection:
            await queries.insert_batch(
                connection, id=batch_id, kind="jobs", audience_id=None, job_ids=self.jobs, user_ids=self.people
            )
        return await self.client.start_workflow(
            MATCH_FANOUT,
            MatchFanoutInput(batch_id=batch_id, **more),
            id=fanout_workflow_id(batch_id),
            task_queue=MAIN_QUEUE,
            result_type=FanoutProgress,
        )

    async def rows(self) -> list[tuple[Any, ...]]:
        """All matches of these jobs, without what a repeat may change."""
        async with self.database.connection() as connection:
            found = await connection.fetch(
                "select id, user_id, job_id, score, codes, notified_at from matches where job_id = any($1) order by id",
                self.jobs,
            )
        return [tuple(row.values()) for row in found]

    async def dead(self) -> list[tuple[UUID | None, UUID | None, str]]:
        """Dead letters that did not go through."""
        async with self.database.connection() as connection:
            found = await connection.fetch(
                "select user_id, job_id, reason from match_dead_letters"
                " where (job_id = any($1) or user_id = any($2)) and replayed_at is null order by user_id",
                self.jobs,
                self.people,
            )
        return [(row["user_id"], row["job_id"], row["reason"]) for row in found]


async def progress_of(run: WorkflowHandle[Any, FanoutProgress]) -> FanoutProgress:
    """The query of operators."""
    progress: FanoutProgress = await run.query("progress", result_type=FanoutProgress)
    return progress


async def parked(run: WorkflowHandle[Any, FanoutProgress]) -> FanoutProgress:
    """Wait until it waits for `retry_failed`."""

    async def is_parked() -> bool:
        return (await run.describe()).typed_search_attributes.get(STAGE) == "FAILED_MATCHING"

    await eventually(is_parked)
    return await progress_of(run)


async def activities_of(run: WorkflowHandle[Any, FanoutProgress]) -> Counter[str]:
    """How many activities of each kind a run scheduled."""
    return Counter(
        event.activity_task_scheduled_event_attributes.activity_type.name
        for event in (await run.fetch_history()).events
        if event.HasField("activity_task_scheduled_event_attributes")
    )


async def _insert_job(connection: Connection, owner: UUID, external_id: str) -> UUID:
    source_id, job_id = new_id(), new_id()
    posting = Posting(
        external_id=external_id, title="Backend Engineer", company="Harbourline", skills=["Python", "PostgreSQL"]
    )
    await queries.insert_source(
        connection, id=source_id, user_id=owner, kind="feed", name="crowd", location=f"https://example.com/{source_id}",
        shared=True, interval_seconds=3600, base_url=None, options={},
    )  # fmt: skip
    await insert_job(connection, job_id, source_id, posting)
    return job_id


@pytest_asyncio.fixture
async def crowd(lean: World, record: Database) -> AsyncIterator[Crowd]:
    """300 copies of one analysed person, and a job that fits; all gone afterwards."""
    user = await lean.user()
    analysis = (await user.upload())["job_id"]
    await user.wait(analysis)
    people = sorted(new_id() for _ in range(PEOPLE))
    async with record.transaction() as connection:
        await connection.execute(
            """
            with people as (select unnest($1::uuid[]) as id),
                 users_made as (insert into users (id, email, password_hash, preferences)
                                select id, id::text, '', '{"threshold": 0}' from people),
                 files_made as (insert into files (id, user_id, filename, media_type, size, sha256)
                                select id, id, 'x.txt', 'text/plain', 1, '\\x00' from people),
                 resumes_made as (insert into resumes (id, user_id, file_id, version)
                                  select id, id, id, 1 from people),
                 jobs_made as (insert into analysis_jobs (id, user_id, resume_id) select id, id, id from people)
            insert into profiles (job_id, user_id, resume_id, document, facts, published_at)
            select people.id, people.id, people.id, '{}', p.facts, now() from people, profiles p where p.job_id = $2
            """,
            people,
            analysis,
        )
        job = await _insert_job(connection, people[0], "j-1")
    yield Crowd(record, await lean.temporal(), people, [job], people[0])
    await eventually(lambda: _gone(record, people))
    await user.delete("/api/v1/me")


async def _gone(record: Database, people: list[UUID]) -> bool:
    """They are told of their matches meanwhile: who deletes many at once may have to give way."""
    try:
        async with record.transaction() as connection:
            await connection.execute("delete from users where id = any($1)", people)
    except asyncpg.DeadlockDetectedError:
        return False
    return True


async def test_one_bad_pair_is_one_dead_letter(crowd: Crowd) -> None:
    """299 results and one letter, without a further activity; after mending `retry_failed` gives 300."""
    bad = crowd.people[137]
    async with refusing(crowd.database, "matches", f"new.user_id = '{bad}'", quote="user_id"):
        run = await crowd.fan_out()
        progress = await parked(run)
        assert (progress.pages, progress.done_pages, progress.dead) == (4, 4, 1)
        assert progress.matches == PEOPLE - 1
        assert len(first := await crowd.rows()) == PEOPLE - 1
        assert await crowd.dead() == [(bad, crowd.jobs[0], "data_error")]
        tries = await activities_of(run)
        assert (tries["match_page"], tries["halve_page"], tries["bury_page"]) == (4, 0, 0)
    await run.signal("retry_failed")
    assert (await run.result()).dead == 0
    rows = await crowd.rows()
    assert len(rows) == PEOPLE
    assert {row[:5] for row in first} <= {row[:5] for row in rows}
    assert await crowd.dead() == []


async def test_bad_facts_are_one_dead_letter_and_mended_ones_go_through(crowd: Crowd) -> None:
    """A person whose stored facts cannot be read costs only that person, and one letter for all jobs."""
    bad = crowd.people[5]
    async with crowd.database.transaction() as connection:
        facts = await connection.fetchval("select facts from profiles where user_id = $1", bad)
        await connection.execute("update profiles set facts = $2 where user_id = $1", bad, {"skills": 7})
    run = await crowd.fan_out()
    progress = await parked(run)
    assert (progress.dead, progress.pairs) == (1, PEOPLE - 1)
    assert await crowd.dead() == [(bad, None, "bad_facts")]
    async with crowd.database.transaction() as connection:
        await connection.execute("update profiles set facts = $2 where user_id = $1", bad, facts)
    await run.signal("retry_failed")
    assert (await run.result()).matches == PEOPLE
    assert len(await crowd.rows()) == PEOPLE


async def test_a_bad_job_is_one_dead_letter_and_holds_no_other_up(crowd: Crowd) -> None:
    """Nobody is compared with it, everybody with the rest; mended, it is compared with everybody."""
    async with crowd.database.transaction() as connection:
        bad = await _insert_job(connection, crowd.owner, "j-bad")
        facts = await connection.fetchval("select facts from jobs where id = $1", bad)
        await connection.execute("update jobs set facts = $2 where id = $1", bad, {"title": 1})
    good, crowd.jobs = crowd.jobs[0], [*crowd.jobs, bad]
    run = await crowd.fan_out()
    progress = await parked(run)
    assert (progress.matches, {row[2] for row in await crowd.rows()}) == (PEOPLE, {good})
    assert await crowd.dead() == [(None, bad, "bad_facts")]
    async with crowd.database.transaction() as connection:
        await connection.execute("update jobs set facts = $2 where id = $1", bad, facts)
    await run.signal("retry_failed")
    assert (await run.result()).dead == 0
    assert len(await crowd.rows()) == 2 * PEOPLE


async def test_a_second_run_gives_the_same_rows(crowd: Crowd) -> None:
    """The same jobs against the same people again: same ids, scores and reasons, and nobody is told again."""
    assert (await (await crowd.fan_out()).result()).matches == PEOPLE
    first = await crowd.rows()
    assert (await (await crowd.fan_out()).result()).matches == PEOPLE
    assert [row[:5] for row in await crowd.rows()] == [row[:5] for row in first]


async def test_when_everything_is_bad_the_cost_is_bounded(crowd: Crowd) -> None:
    """The search for what is bad has a budget; every pair has its letter, and a mended batch goes through."""
    people = ",".join(f"'{each}'" for each in crowd.people)
    async with refusing(crowd.database, "matches", f"new.user_id in ({people})", quote="user_id"):
        run = await crowd.fan_out()
        progress = await parked(run)
        assert (progress.dead, progress.matches) == (PEOPLE, 0)
        assert {user for user, _, _ in await crowd.dead()} == set(crowd.people)
        tries = await activities_of(run)
        assert sum(tries.values()) < 20
    await run.signal("retry_failed")
    assert (await run.result()).dead == 0
    assert len(await crowd.rows()) == PEOPLE


async def test_a_page_that_fails_as_a_whole_is_halved(crowd: Crowd) -> None:
    """Packed rows that do not belong together cost their person a letter, once the page was cut down to it."""
    bad = crowd.people[42]
    assert (await (await crowd.fan_out()).result()).matches == PEOPLE
    async with crowd.database.transaction() as connection:
        await connection.execute("update person_features set words = '' where user_id = $1", bad)
    run = await crowd.fan_out()
    progress = await parked(run)
    assert progress.dead == 1
    assert await crowd.dead() == [(bad, None, "bad_facts")]
    assert (await activities_of(run))["halve_page"] <= 9
    async with crowd.database.transaction() as connection:
        await connection.execute("update person_features set stamp = stamp + 1 where user_id = $1", bad)
    await run.signal("retry_failed")
    assert (await run.result()).dead == 0


async def test_what_falls_under_the_threshold_is_withdrawn_and_may_come_back(crowd: Crowd) -> None:
    """A match that no longer holds is taken off the list with its history kept; a later one takes its row again."""
    assert (await (await crowd.fan_out()).result()).matches == PEOPLE
    picky = crowd.people[7]
    before = next(row for row in await crowd.rows() if row[1] == picky)
    await _wish(crowd, picky, {"threshold": 100})
    assert (await (await crowd.fan_out()).result()).matches == PEOPLE - 1
    assert await _withdrawn(crowd) == {picky}
    await _wish(crowd, picky, {"threshold": 0})
    assert (await (await crowd.fan_out()).result()).matches == PEOPLE
    assert await _withdrawn(crowd) == set()
    assert next(row for row in await crowd.rows() if row[1] == picky)[:4] == before[:4]


async def _wish(crowd: Crowd, user: UUID, preferences: dict[str, Any]) -> None:
    async with crowd.database.transaction() as connection:
        await connection.execute("update users set preferences = $2 where id = $1", user, preferences)


async def _withdrawn(crowd: Crowd) -> set[UUID]:
    async with crowd.database.connection() as connection:
        rows = await connection.fetch(
            "select user_id from matches where job_id = any($1) and withdrawn_at is not null", crowd.jobs
        )
    return {row["user_id"] for row in rows}


async def test_a_passing_fault_costs_attempts_and_no_people(crowd: Crowd) -> None:
    """A fault that is not of the data isolates nothing: the page is tried again until it goes through."""
    bad = crowd.people[137]
    async with refusing(crowd.database, "matches", f"new.user_id = '{bad}'", sqlstate="53100", quote="user_id"):
        run = await crowd.fan_out()

        async def others_are_done() -> bool:
            return len(await crowd.rows()) >= PEOPLE - 80

        await eventually(others_are_done)
    assert (await run.result()).matches == PEOPLE
    tries = await activities_of(run)
    assert (tries["match_page"], tries["halve_page"]) == (4, 0)
    assert len(await crowd.rows()) == PEOPLE


async def test_paused_it_begins_no_page_and_resumed_it_ends(crowd: Crowd) -> None:
    """A batch that is paused from the start matches nobody until it is resumed; its watchers hear of the end."""
    run = await crowd.fan_out(paused=True)
    await eventually(lambda: _planned(run))
    assert await crowd.rows() == []
    assert (await progress_of(run)).paused
    await run.signal("resume")
    assert (await run.result()).matches == PEOPLE
    async with crowd.database.connection() as connection:
        noted = await connection.fetchval(
            "select progress from match_batches where id = $1", UUID(run.id.removeprefix("match-"))
        )
    assert (noted["state"], noted["done_pages"], noted["matches"]) == ("finished", 4, PEOPLE)


async def _planned(run: WorkflowHandle[Any, FanoutProgress]) -> bool:
    return (await progress_of(run)).pages == 4
