"""Temporal or PostgreSQL goes away and comes back: runs go on, the API recovers, clients miss nothing."""

from __future__ import annotations

import asyncio
import signal

import pytest

from tests.chaos.harness import EMPTY, LIFE, Holds, Servers, assert_completed_once, ids
from tests.world import eventually

pytestmark = pytest.mark.chaos


@pytest.fixture(scope="module")
async def server_holds(servers: Servers) -> Holds:
    """Turnstiles in this module's database."""
    holds = Holds(servers.world.database_url)
    await holds.install()
    return holds


async def test_temporal_is_killed_in_the_middle(servers: Servers, server_holds: Holds) -> None:
    """Ten runs, one of them inside an activity, and a parked one outlive SIGKILL of the Temporal server."""
    world, user = servers.world, await servers.world.user()
    database = await world.database()
    parked = (await user.upload(EMPTY, "empty.rtf"))["job_id"]
    await user.wait(parked, "failed")
    async with server_holds.at("index") as hold:
        jobs = ids(await asyncio.gather(*(user.upload() for _ in range(10))))
        await hold.caught()
        await servers.temporal.child.stop(grace=5, stop_signal=signal.SIGKILL)
        # what is held ends while nobody is there to hear of it
        await hold.release()
        await asyncio.sleep(0.5)
        await servers.temporal.start()
    await asyncio.gather(*(user.wait(job_id) for job_id in jobs))
    await assert_completed_once(database, jobs)
    assert (await user.post(f"/api/v1/analyses/{parked}/retry")).status_code == 202

    async def failed_again() -> bool:
        state = await user.analysis(parked)
        return (state["status"], state["retries"]) == ("failed", 1)

    await eventually(failed_again)


async def test_postgres_is_restarted_in_the_middle(servers: Servers, server_holds: Holds) -> None:
    """Runs wait for the record, the API says 503 meanwhile, and an open socket gets every event once, in order."""
    world, user = servers.world, await servers.world.user()
    async with user.listen() as listener:
        async with server_holds.at("chunk") as hold:
            jobs = ids(await asyncio.gather(*(user.upload() for _ in range(10))))
            await hold.caught()
            await servers.postgres.stop()
        away = await user.get(f"/api/v1/analyses/{jobs[0]}")
        assert (away.status_code, away.json()["code"]) == (503, "unavailable")
        await servers.postgres.start()
        seen = [await listener.next(30) for _ in range(len(LIFE) * len(jobs))]
    assert [message["id"] for message in seen] == sorted({message["id"] for message in seen})
    for job_id in jobs:
        payloads = [message["payload"] for message in seen if message["payload"]["job_id"] == job_id]
        assert [(payload["stage"], payload["status"]) for payload in payloads] == LIFE
    await assert_completed_once(await world.database(), jobs)
