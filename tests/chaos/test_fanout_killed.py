"""Workers killed again and again in a fan-out and its deliveries: everybody hears of every match, once."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Iterator
from uuid import UUID

import pytest

from adapters.postgres import Database
from schema.pipeline import MatchFanoutInput
from schema.temporal_names import MAIN_QUEUE, fanout_workflow_id
from tests.chaos.crowd import people_like, postings, webhooks
from tests.chaos.harness import Crew, report
from tests.fakes.loopback_server import LoopbackServer, Recorded, Reply
from tests.world import World, eventually
from workflows.match_fanout import MatchFanout

pytestmark = pytest.mark.chaos
PEOPLE, JOBS, HOOKS, PAGE, KILLS = 300, 20, 60, 15, 5


class Receiver:
    """A webhook's receiving end: what came in, by id; slow enough to be caught in the middle."""

    def __init__(self) -> None:
        self.bodies: dict[str, list[str]] = {}
        self.server = LoopbackServer(self._receive)
        self.server.start()

    def _receive(self, request: Recorded) -> Reply:
        self.bodies.setdefault(request.headers["webhook-id"], []).append(str(request.body))
        time.sleep(0.1)
        return Reply()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A receiver on the loopback."""
    receiver = Receiver()
    yield receiver
    receiver.server.stop()


async def _progress(database: Database, batch_id: UUID) -> int:
    """Pages done and deliveries touched: what a kill can interrupt."""
    async with database.connection() as connection:
        count: int = await connection.fetchval(
            "select (select count(*) from match_pages where batch_id = $1)"
            " + (select count(*) from deliveries where attempts > 0)",
            batch_id,
        )
    return count


async def test_killed_five_times_in_a_fanout(fresh: World, receiver: Receiver) -> None:
    """SIGKILL at random points of pages and deliveries: nothing is lost or doubled, the ledger ends in sent."""
    user, database = await fresh.user(), await fresh.database()
    crew = Crew(fresh)
    worker = await crew.start()
    job_id = (await user.upload())["job_id"]
    await user.wait(job_id)
    people = await people_like(database, job_id, PEOPLE)
    await webhooks(database, people[:HOOKS], f"http://127.0.0.1:{receiver.server.port}/hook")
    batch_id = await postings(database, user.id, JOBS)
    client = await fresh.temporal()
    started = time.monotonic()
    run = await client.start_workflow(
        MatchFanout.run,
        MatchFanoutInput(batch_id=batch_id, page_users=PAGE),
        id=fanout_workflow_id(batch_id),
        task_queue=MAIN_QUEUE,
    )
    pages = -(-(PEOPLE + 1) // PAGE)
    seed = random.randrange(10**6)
    points = sorted(random.Random(seed).sample(range(1, pages + HOOKS - 5), KILLS))
    report(f"seed {seed}: kills at {points} of {pages} pages and {HOOKS} deliveries")
    for point in points:

        async def reached(point: int = point) -> bool:
            return await _progress(database, batch_id) >= point

        await eventually(reached, every=0.002)
        await crew.kill(worker)
        worker = await crew.start()
    progress = await run.result()
    assert (progress.done_pages, progress.pairs, progress.dead) == (pages, (PEOPLE + 1) * JOBS, 0)

    await eventually(lambda: _everything_is_sent(database))
    report(f"{PEOPLE + 1} people x {JOBS} postings, {KILLS} kills: {time.monotonic() - started:.1f} s")
    await _assert_everybody_was_told_once(database)
    await _assert_ledger_matches(database, receiver)


async def _everything_is_sent(database: Database) -> bool:
    """Nobody waits to be told, and nothing waits to be sent."""
    async with database.connection() as connection:
        return bool(
            await connection.fetchval(
                "select not exists (select 1 from digests_due)"
                " and not exists (select 1 from matches where notified_at is null)"
                " and not exists (select 1 from deliveries where status not in ('sent', 'dead'))"
            )
        )


async def _assert_everybody_was_told_once(database: Database) -> None:
    async with database.connection() as connection:
        matches = await connection.fetchval("select count(*) from matches where notified_at is not null")
        told = await connection.fetch("select user_id, payload from notifications where kind = 'matches'")
        events = await connection.fetch("select user_id, kind from events where kind in ('match', 'notification')")
    assert matches == (PEOPLE + 1) * JOBS
    assert len({row["user_id"] for row in told}) == len(told) == PEOPLE + 1
    assert {row["payload"]["postings"] for row in told} == {JOBS}
    assert len(events) == 2 * (PEOPLE + 1)
    assert set(Counter((row["user_id"], row["kind"]) for row in events).values()) == {1}


async def _assert_ledger_matches(database: Database, receiver: Receiver) -> None:
    async with database.connection() as connection:
        ledger = await connection.fetch("select id, status from deliveries")
    assert {row["status"] for row in ledger} == {"sent"}
    assert {str(row["id"]) for row in ledger} == set(receiver.bodies)
    assert len(ledger) == HOOKS
    repeated = {key: bodies for key, bodies in receiver.bodies.items() if len(bodies) > 1}
    report(f"{len(repeated)} of {HOOKS} webhooks were sent again, under the id of their first time")
    assert all(len(set(bodies)) == 1 for bodies in repeated.values())
