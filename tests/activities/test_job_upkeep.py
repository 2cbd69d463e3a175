"""Sweeps: old postings close although nobody reads their source, flat scores are told to admins."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from activities import job_upkeep
from activities.job_upkeep import JobUpkeep
from adapters.postgres import Database, queries
from domain.matching import person_facts
from schema.ids import new_id
from schema.profile import Basics, Profile, Skill, Work
from tests.activities.board import RULES, MakeBoard, posting


async def _people(database: Database, profiles: list[Profile]) -> list[UUID]:
    """Accounts with a published profile each."""
    ids = [new_id() for _ in profiles]
    async with database.transaction() as connection:
        for person, profile in zip(ids, profiles, strict=True):
            await connection.execute(
                "insert into users (id, email, password_hash, preferences) values ($1, $1::uuid::text, '', '{}')",
                person,
            )
            await connection.execute(
                "insert into files (id, user_id, filename, media_type, size, sha256) "
                "values ($1, $1, 'x', 'text/plain', 1, '')",
                person,
            )
            await connection.execute(
                "insert into resumes (id, user_id, file_id, version) values ($1, $1, $1, 1)", person
            )
            await connection.execute("insert into analysis_jobs (id, user_id, resume_id) values ($1, $1, $1)", person)
            await connection.execute(
                "insert into profiles (job_id, user_id, resume_id, document, facts, published_at) "
                "values ($1, $1, $1, '{}', $2, now())",
                person,
                person_facts(profile).model_dump(mode="json"),
            )
    return ids


def _crowd() -> list[Profile]:
    titles = ["Organ Builder", "Nurse", "Accountant", "Driver", "Teacher", "Backend Engineer", "Cook", "Welder"]
    return [
        Profile(
            basics=Basics(label=title),
            work=[Work(position=f"Senior {title}" if n % 2 else title, start_date=f"20{10 + n}-01")],
            skills=[Skill(keywords=["Python", "Welding", "Cooking", "Excel"][: n % 5])],
        )
        for n, title in enumerate(titles)
    ]


async def _finished_batch(database: Database, jobs: list[UUID]) -> UUID:
    batch = new_id()
    async with database.transaction() as connection:
        await queries.insert_batch(connection, id=batch, kind="jobs", audience_id=None, job_ids=jobs, user_ids=None)
        await queries.finish_batch(connection, batch_id=batch)
    return batch


async def _alarm(database: Database, batch: UUID) -> Any:
    async with database.connection() as connection:
        return await connection.fetchrow("select checked_at, alarm from match_batches where id = $1", batch)


async def test_postings_of_a_source_that_nobody_reads_close(make_board: MakeBoard, database: Database) -> None:
    """And another source's posting of the vacancy stands in, in a batch of its own."""
    paused, other = await make_board(), await make_board()
    await paused.read(posting("1"))
    await other.read(posting("x"))
    upkeep = JobUpkeep(database, RULES)
    assert await upkeep.tidy_postings() is None
    async with database.transaction() as connection:
        await connection.execute(
            "update jobs set last_seen_at = now() - interval '46 days' where source_id = $1", paused.id
        )
    batch = await upkeep.tidy_postings()
    assert (await paused.jobs())["1"]["closed_reason"] == "stale"
    async with database.connection() as connection:
        row = await queries.get_batch(connection, batch_id=batch)
    assert row["job_ids"] == [(await other.jobs())["x"]["id"]]


async def test_a_posting_whose_source_is_deleted_leaves_its_place_to_another(
    make_board: MakeBoard, database: Database
) -> None:
    """One of those that were behind it is matched, once."""
    deleted, *others = [await make_board() for _ in range(3)]
    await deleted.read(posting("1"))
    for other in others:
        await other.read(posting("x"))
    async with database.transaction() as connection:
        await connection.execute("delete from sources where id = $1", deleted.id)
    upkeep = JobUpkeep(database, RULES)
    batch = await upkeep.tidy_postings()
    rows = [(await other.jobs())["x"] for other in others]
    async with database.connection() as connection:
        held = (await queries.get_batch(connection, batch_id=batch))["job_ids"]
    assert held == [rows[0]["id"]]
    assert [row["canonical_id"] for row in rows] == [None, rows[0]["id"]]
    assert await upkeep.tidy_postings() is None


async def test_a_scorer_that_gives_all_the_same_raises_an_alarm(
    make_board: MakeBoard, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Admins are told once; the scorer as it is raises none."""
    board = await make_board()
    titles = ["Nurse", "Accountant", "Truck Driver", "Maths Teacher", "Backend Engineer", "Cook", "Welder"]
    await board.read(*(posting(str(n), title=title) for n, title in enumerate(titles)))
    jobs = [row["id"] for row in (await board.jobs()).values()]
    admin, *_ = await _people(database, _crowd())
    async with database.transaction() as connection:
        await connection.execute("update users set role = 'admin' where id = $1", admin)
    upkeep = JobUpkeep(database, RULES)
    healthy = await _finished_batch(database, jobs)
    assert await upkeep.check_scores() == 0
    assert (await _alarm(database, healthy))["checked_at"] is not None
    monkeypatch.setattr(job_upkeep, "score_table", lambda people, jobs: [[0] * len(jobs) for _ in people])
    broken = await _finished_batch(database, jobs)
    assert await upkeep.check_scores() == 1
    assert await upkeep.check_scores() == 0
    assert "got the score 0" in (await _alarm(database, broken))["alarm"]
    async with database.connection() as connection:
        rows = await connection.fetch(
            "select user_id, payload->>'type' as kind from events where subject_id = $1", broken
        )
    assert [(row["user_id"], row["kind"]) for row in rows] == [(admin, "scorer.flat")]
