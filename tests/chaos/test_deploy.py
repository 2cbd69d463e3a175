"""A deploy: SIGTERM to a worker with work in flight. It finishes what it can and hands over the rest."""

from __future__ import annotations

import asyncio
import time
from collections import Counter

import pytest

from schema.temporal_names import analysis_workflow_id
from tests.chaos.harness import Crew, Holds, assert_completed_once
from tests.world import World
from workflows import options

pytestmark = pytest.mark.chaos
GRACE, AMPLE_GRACE = 3, 15


async def _attempts(world: World, job_id: str) -> Counter[str]:
    """Highest attempt of each remote activity of an analysis."""
    client = await world.temporal()
    history = await client.get_workflow_handle(analysis_workflow_id(job_id)).fetch_history()
    names: dict[int, str] = {}
    attempts: Counter[str] = Counter()
    for event in history.events:
        if event.HasField("activity_task_scheduled_event_attributes"):
            names[event.event_id] = event.activity_task_scheduled_event_attributes.activity_type.name
        if event.HasField("activity_task_started_event_attributes"):
            started = event.activity_task_started_event_attributes
            attempts[names[started.scheduled_event_id]] = started.attempt
    return attempts


@pytest.mark.parametrize("stage", ["extract", "chunk", "index"])
async def test_a_stopped_worker_finishes_what_ends_within_its_grace(
    arena: World, crew: Crew, holds: Holds, stage: str
) -> None:
    """SIGTERM in the middle of a stage that ends soon: exit code 0, no second attempt, no event twice."""
    user, database = await arena.user(), await arena.database()
    name = await crew.start(SHUTDOWN_SECONDS=str(AMPLE_GRACE))
    async with holds.at(stage) as hold:
        job_id = (await user.upload())["job_id"]
        assert await hold.caught() == name
        ending = asyncio.create_task(crew.terminate(name))
        await asyncio.sleep(0.5)
    started, successor = time.monotonic(), asyncio.create_task(crew.start())
    assert await ending == 0
    assert time.monotonic() - started < AMPLE_GRACE
    await successor
    await user.wait(job_id)
    assert await _attempts(arena, job_id) == {"extract_text": 1, "index_chunks": 1}
    await assert_completed_once(database, [job_id])


async def test_a_stopped_worker_hands_over_what_takes_longer(arena: World, crew: Crew, holds: Holds) -> None:
    """SIGTERM in the middle of a read that does not end: exit code 0 after the grace, one more attempt elsewhere."""
    user, database = await arena.user(), await arena.database()
    name = await crew.start(SHUTDOWN_SECONDS=str(GRACE))
    async with holds.at("extract") as hold:
        job_id = (await user.upload())["job_id"]
        assert await hold.caught() == name
        started, successor = time.monotonic(), asyncio.create_task(crew.start())
        assert await crew.terminate(name) == 0
        assert time.monotonic() - started < GRACE + 10
        await successor
    await user.wait(job_id)
    assert await _attempts(arena, job_id) == {"extract_text": 2, "index_chunks": 1}
    await assert_completed_once(database, [job_id])


async def test_slow_work_is_not_taken_for_dead(arena: World, crew: Crew, holds: Holds) -> None:
    """Attempts that last longer than their heartbeat time-out, in a worker that lives, are first and only ones."""
    user, database = await arena.user(), await arena.database()
    await crew.start()
    async with holds.at("index") as indexing:
        first = (await user.upload())["job_id"]
        await indexing.caught()
        async with holds.at("extract") as reading:
            second = (await user.upload())["job_id"]
            await reading.caught()
            await asyncio.sleep(options.HEARTBEAT.total_seconds() * 1.6)
    for job_id in (first, second):
        await user.wait(job_id)
        assert await _attempts(arena, job_id) == {"extract_text": 1, "index_chunks": 1}
    await assert_completed_once(database, [first, second])
