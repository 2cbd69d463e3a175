"""Workers killed while messages go out: none is lost, and none is doubled where the receiver can tell a repeat.

`CHAOS_KILLS=20 pytest tests/chaos/test_delivery_killed.py -s` kills more often than the suite has time for.
"""

from __future__ import annotations

import asyncio
import os
import random
import time
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from temporalio.common import WorkflowIDConflictPolicy

from adapters.postgres import Database
from schema.ids import new_id
from schema.pipeline import DeliverDueInput
from schema.temporal_names import DELIVER_DUE_ID, MAIN_QUEUE, WAKE_SIGNAL
from tests.activities.readers import Readers
from tests.chaos.harness import Crew, report
from tests.fakes.loopback_server import LoopbackServer, Recorded, Reply
from tests.world import World, eventually
from workflows.deliver_due import DeliverDue

pytestmark = pytest.mark.chaos
KILLS = int(os.environ.get("CHAOS_KILLS", "4"))
PEOPLE, POSTINGS, PAGE, ANSWER_SECONDS = 40 * KILLS, 3, 15, 0.15


class Receiver:
    """Takes webhooks, and messages as Discord does; slow enough to be caught in the middle."""

    def __init__(self) -> None:
        self.hooks: list[tuple[str, str]] = []
        self.discord: list[str] = []
        self.server = LoopbackServer(self._receive)
        self.server.start()

    def _receive(self, request: Recorded) -> Reply:
        if "webhook-id" in request.headers:
            self.hooks.append((request.headers["webhook-id"], str(request.body)))
        else:
            self.discord.append(request.path)
        time.sleep(ANSWER_SECONDS)
        return Reply()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """On the loopback."""
    receiver = Receiver()
    yield receiver
    receiver.server.stop()


async def crowd(readers: Readers, port: int) -> None:
    """People with a digest that is due, each with a webhook, every fourth with Discord too."""
    batch, owner = new_id(), await readers.person()
    jobs = [await readers.job(owner, company=f"Firm {number}") for number in range(POSTINGS)]
    people = [await readers.person() for _ in range(PEOPLE)]
    for number, user in enumerate(people):
        for job in jobs:
            await readers.match(user, job, batch)
        await readers.channel(user, f"http://127.0.0.1:{port}/hook")
        if number % 4 == 0:
            await readers.run(
                "insert into channels (id, user_id, kind, name, config) values ($1, $2, 'discord', 'd', $3)",
                new_id(),
                user,
                {"url": f"http://127.0.0.1:{port}/api/webhooks/{number}/t"},
            )
    await readers.make_due(*people)


async def _sent(database: Database) -> int:
    count: int = await database.pool.fetchval("select count(*) from deliveries where status = 'sent'")
    return count


async def test_killed_while_messages_go_out(fresh: World, receiver: Receiver) -> None:
    """The worker is killed at random moments and replaced: everybody hears once, the ledger is right."""
    readers = Readers(await fresh.database())
    await crowd(readers, receiver.server.port)
    crew = Crew(fresh)
    worker = await crew.start()
    client = await fresh.temporal()
    await client.start_workflow(
        DeliverDue.run,
        DeliverDueInput(page=PAGE),
        id=DELIVER_DUE_ID,
        task_queue=MAIN_QUEUE,
        id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
        start_signal=WAKE_SIGNAL,
    )
    deliveries = PEOPLE + PEOPLE // 4
    seed = random.randrange(10**6)
    rng = random.Random(seed)
    points = sorted(rng.sample(range(deliveries - 20), KILLS))
    report(f"seed {seed}: kills at {points} of {deliveries} messages")
    for point in points:

        async def reached(point: int = point) -> bool:
            return await _sent(readers.database) >= point

        await eventually(reached, every=0.002, seconds=60)
        # between this mark and the answers of the messages under way
        await asyncio.sleep(rng.random() * ANSWER_SECONDS)
        await crew.kill(worker)
        worker = await crew.start()

    async def all_sent() -> bool:
        return await _sent(readers.database) == deliveries

    await eventually(all_sent, seconds=90)
    await _assert_told_once(readers, receiver)


async def _assert_told_once(readers: Readers, receiver: Receiver) -> None:
    told = await readers.rows("select user_id, payload from notifications")
    assert len({row["user_id"] for row in told}) == len(told) == PEOPLE
    assert {row["payload"]["postings"] for row in told} == {POSTINGS}
    assert await readers.one("select count(*) from matches where notified_at is null") == 0
    events = Counter((row["user_id"], row["kind"]) for row in await readers.rows("select user_id, kind from events"))
    assert len(events) == 2 * PEOPLE
    assert set(events.values()) == {1}
    rows = {
        row["id"]: row
        for row in await readers.rows(
            "select d.*, c.kind, c.config from deliveries d join channels c on c.id = d.channel_id"
        )
    }
    hooks = {row["id"] for row in rows.values() if row["kind"] == "webhook"}
    assert {UUID(each) for each, _ in receiver.hooks} == hooks
    # what came twice came with the same id and the same body: the receiver drops it
    assert len(set(receiver.hooks)) == len(hooks) == PEOPLE
    assert not any(rows[each]["maybe_repeated"] for each in hooks)
    heard = Counter(path.partition("?")[0] for path in receiver.discord)
    assert len(heard) == PEOPLE // 4
    flagged = {urlsplit(row["config"]["url"]).path for row in rows.values() if row["maybe_repeated"]}
    report(
        f"{len(receiver.hooks) - len(hooks)} webhooks again under their ids, "
        f"{sum(heard.values()) - len(heard)} Discord messages again, {len(flagged)} flagged"
    )
    assert {path for path, times in heard.items() if times > 1} <= flagged
