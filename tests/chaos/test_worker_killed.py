"""A worker is killed: in every stage, and with many analyses in flight. Nothing is lost, nothing is doubled."""

from __future__ import annotations

import asyncio
import itertools
import time

import pytest

from tests.chaos.harness import (
    STAGES,
    Holds,
    assert_completed_once,
    assert_vectors_match_chunks,
    ids,
    kill,
    start_worker,
)
from tests.world import World

pytestmark = pytest.mark.chaos
TAKE_OVER_SECONDS = 8


async def test_killed_in_every_stage(arena: World, holds: Holds, subtests: pytest.Subtests) -> None:
    """SIGKILL inside each stage's transaction: the other worker completes the job within seconds, once."""
    user, database, names = await arena.user(), await arena.database(), map("worker-{}".format, itertools.count())
    workers = {name: await start_worker(arena, name) for name in itertools.islice(names, 2)}
    jobs: list[str] = []
    for stage in STAGES:
        with subtests.test(stage=stage):
            async with holds.at(stage) as hold:
                jobs.append((await user.upload())["job_id"])
                victim = workers.pop(await hold.caught())
                await kill(arena, victim)
                killed = time.monotonic()
            await user.wait(jobs[-1])
            seconds = time.monotonic() - killed
            print(f"killed in {stage}: completed {seconds:.2f} s later")
            assert seconds < TAKE_OVER_SECONDS
            await assert_completed_once(database, jobs[-1:])
        name = next(names)
        workers[name] = await start_worker(arena, name)
    await asyncio.gather(*(worker.stop() for worker in workers.values()))
    assert await assert_vectors_match_chunks(arena, database) >= len(jobs)


async def test_killed_with_forty_analyses_in_flight(arena: World) -> None:
    """One of two workers is killed under load: all forty complete once; the slowest waits for a time-out, not more."""
    database, users = await arena.database(), [await arena.user() for _ in range(4)]
    victim, other = await asyncio.gather(start_worker(arena, "loaded-1"), start_worker(arena, "loaded-2"))
    jobs = ids(await asyncio.gather(*(users[number % 4].upload() for number in range(40))))
    started = time.monotonic()
    await kill(arena, victim)
    ends = await asyncio.gather(*(users[number % 4].wait(job) for number, job in enumerate(jobs)))
    assert sum(end["status"] == "completed" for end in ends) == 40
    print(f"forty in flight, one of two workers killed: slowest {time.monotonic() - started:.2f} s after the kill")
    await assert_completed_once(database, jobs)
    await other.stop()
    await assert_vectors_match_chunks(arena, database)
