"""A worker is killed: in every stage, and with many analyses in flight. Nothing is lost, nothing is doubled."""

from __future__ import annotations

import asyncio
import time

import pytest

from tests.chaos.harness import STAGES, Crew, Holds, assert_completed_once, assert_vectors_match_chunks, ids, report
from tests.world import World

pytestmark = pytest.mark.chaos
TAKE_OVER_SECONDS = 20


async def test_killed_in_every_stage(arena: World, crew: Crew, holds: Holds, subtests: pytest.Subtests) -> None:
    """SIGKILL inside each stage's transaction: the other worker completes the job within seconds, once."""
    user, database = await arena.user(), await arena.database()
    await asyncio.gather(crew.start(), crew.start())
    jobs: list[str] = []
    for stage in STAGES:
        with subtests.test(stage=stage):
            async with holds.at(stage) as hold:
                jobs.append((await user.upload())["job_id"])
                await crew.kill(await hold.caught())
                killed = time.monotonic()
            replacement = asyncio.create_task(crew.start())
            await user.wait(jobs[-1])
            seconds = time.monotonic() - killed
            report(f"killed in {stage}: completed {seconds:.2f} s later")
            await replacement
            assert seconds < TAKE_OVER_SECONDS
            await assert_completed_once(database, jobs[-1:])
    await crew.stop()
    assert await assert_vectors_match_chunks(arena, database) >= len(jobs)


async def test_killed_with_forty_analyses_in_flight(arena: World, crew: Crew) -> None:
    """One of two workers is killed under load: all forty complete once; the slowest waits for a time-out, not more."""
    database, users = await arena.database(), [await arena.user() for _ in range(4)]
    victim, _ = await asyncio.gather(crew.start(), crew.start())
    jobs = ids(await asyncio.gather(*(users[number % 4].upload() for number in range(40))))
    started = time.monotonic()
    await crew.kill(victim)
    await asyncio.gather(*(users[number % 4].wait(job) for number, job in enumerate(jobs)))
    report(f"forty in flight, one of two workers killed: slowest {time.monotonic() - started:.2f} s after the kill")
    await assert_completed_once(database, jobs)
    await crew.stop()
    await assert_vectors_match_chunks(arena, database)
