"""What was ended from outside or never began is found by the watchdog."""

from __future__ import annotations

import asyncio

import pytest

from adapters.postgres import Database
from schema.temporal_names import analysis_workflow_id
from tests.chaos.harness import Crew, Holds, assert_completed_once, events_of
from tests.world import User, World, eventually

pytestmark = pytest.mark.chaos


async def _lost_run_is_found(world: World, user: User, database: Database, job_id: str) -> None:
    """`failed` with the code that says why; a retry goes on at the stage and completes."""
    state = await user.wait(job_id, "failed", seconds=25)
    error = state["error"]
    assert (error["code"], error["stage"], error["retryable"]) == ("workflow_lost", "generating_embeddings", True)
    assert (await user.post(f"/api/v1/analyses/{job_id}/retry")).status_code == 202
    await user.wait(job_id)
    assert [stage for stage, _ in await events_of(database, job_id)] == [
        "queued",
        "extracting_text",
        "chunking",
        "generating_embeddings",
        "generating_embeddings",
        "queued",
        "generating_embeddings",
        "analyzing",
        "completed",
    ]


async def _forgotten_erasure_is_taken_up(database: Database, job_id: str) -> None:
    async def gone() -> bool:
        async with database.connection() as connection:
            return not await connection.fetchval("select exists (select 1 from analysis_jobs where id = $1)", job_id)

    await eventually(gone, seconds=25)


async def test_lost_runs_and_forgotten_erasures_are_found(arena: World, crew: Crew, holds: Holds) -> None:
    """A terminated run becomes failed and retryable; a deletion whose workflow never began is carried out."""
    user, database, client = await arena.user(), await arena.database(), await arena.temporal()
    await crew.start(WATCHDOG_SECONDS="5", STUCK_SECONDS="5")
    deleted = (await user.upload())["job_id"]
    await user.wait(deleted)
    await assert_completed_once(database, [deleted])
    async with holds.at("embed") as hold:
        lost = (await user.upload())["job_id"]
        await hold.caught()
        await client.get_workflow_handle(analysis_workflow_id(lost)).terminate(reason="by hand")
    async with database.transaction() as connection:
        await connection.execute(
            "update analysis_jobs set deleted_at = now() - interval '10 minutes' where id = $1", deleted
        )
    await asyncio.gather(
        _lost_run_is_found(arena, user, database, lost), _forgotten_erasure_is_taken_up(database, deleted)
    )
