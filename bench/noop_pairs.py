"""What a fan-out would be with one activity for each pair: activities that do nothing, 200 at once."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta

from temporalio import activity, workflow

with workflow.unsafe.imports_passed_through():
    from temporalio.client import Client

    from schema.ids import new_id
    from schema.settings import Settings
    from workers.plugin import build_worker

PAIRS_QUEUE = "bench-pairs"
PAIRS = 1000
_AT_ONCE = 200


@activity.defn
async def no_pair(number: int) -> int:
    """A pair that takes no time to compare or to store."""
    return number


@workflow.defn
class OneByOne:
    """An activity per pair."""

    @workflow.run
    async def run(self, pairs: int) -> int:
        """How many."""
        slots = asyncio.Semaphore(_AT_ONCE)

        async def one(number: int) -> None:
            async with slots:
                await workflow.execute_activity(no_pair, number, start_to_close_timeout=timedelta(seconds=10))

        await asyncio.gather(*(one(number) for number in range(pairs)))
        return pairs


async def pairs_per_second(client: Client, settings: Settings) -> float:
    """With a worker in this process; the second of two rounds."""
    worker = build_worker(
        client, PAIRS_QUEUE, settings, workflows=[OneByOne], activities=[no_pair], concurrent=_AT_ONCE
    )
    async with worker:
        for _ in range(2):
            started = time.perf_counter()
            await client.execute_workflow(OneByOne.run, PAIRS, id=f"pairs-{new_id()}", task_queue=PAIRS_QUEUE)
            seconds = time.perf_counter() - started
    return PAIRS / seconds
