"""One changed wish against all open jobs, from the write until the matches stand; then a burst of them.

What the API does at a change is done here directly: the row is written, and matching is woken.
"""

from __future__ import annotations

import asyncio
import time
from uuid import UUID

from temporalio.common import WorkflowIDConflictPolicy

from bench.figures import Figure, Size, median, percentile
from bench.people import Crowd, write_crowd
from bench.product import Product
from schema.pipeline import ChangedProfilesInput
from schema.temporal_names import CHANGED_PROFILES, CHANGED_PROFILES_ID, MAIN_QUEUE, WAKE_SIGNAL
from workers.programs import WORKER
from workflows import options

_CHANGE = """
update users set preferences = jsonb_build_object('threshold', $2::int), profile_changed_at = now() where id = $1
"""
_WARM_UP = 5


async def measure(product: Product, size: Size) -> list[Figure]:
    """Everybody of the burst is compared once before, so that what is measured is a change and not a first time."""
    worker = await product.start(WORKER)
    async with product.database.transaction() as connection:
        crowd = await write_crowd(connection, size.burst, size.open_jobs)
    await product.database.pool.execute("vacuum analyze")
    await _burst(product, crowd, 62)
    for number in range(_WARM_UP):
        await _change(product, crowd.user_ids[number], 60)
    singles = [await _change(product, crowd.user_ids[n % size.burst], 60 + n % 2) for n in range(size.changes)]
    bursts = [await _burst(product, crowd, 63 + number % 2) for number in range(size.burst_rounds)]
    matches = await product.database.pool.fetchval("select count(*) from matches where withdrawn_at is null")
    await worker.stop()
    name, mean = f"one changed wish × {size.open_jobs:,} open jobs", matches / size.burst
    return [
        Figure(f"{name}, p50", 1000 * median(singles), "ms", 80, 40, note=f"{mean:,.0f} matches a person"),
        Figure(f"{name}, p95", 1000 * percentile(singles, 95), "ms", 150, 60),
        Figure(f"a burst of {size.burst} of them", size.burst / median(bursts), "/s", 60, 120, "higher"),
    ]


async def _change(product: Product, user_id: UUID, threshold: int) -> float:
    """Seconds until the matches of one change stand: the mark goes in the same transaction."""
    started = time.perf_counter()
    await product.database.pool.execute(_CHANGE, user_id, threshold)
    await _wake(product)
    return await _stand(product, started)


async def _burst(product: Product, crowd: Crowd, threshold: int) -> float:
    """Seconds until everybody's changes stand, made as fast as they can be written."""

    async def change(user_id: UUID) -> None:
        await product.database.pool.execute(_CHANGE, user_id, threshold)
        await _wake(product)

    started = time.perf_counter()
    await asyncio.gather(*(change(user_id) for user_id in crowd.user_ids))
    return await _stand(product, started)


async def _stand(product: Product, since: float) -> float:
    waiting = "select count(*) from users where profile_changed_at is not null"
    while await product.database.pool.fetchval(waiting):  # noqa: ASYNC110  another process ends it
        await asyncio.sleep(0.002)
    return time.perf_counter() - since


async def _wake(product: Product) -> None:
    await product.temporal.start_workflow(
        CHANGED_PROFILES,
        ChangedProfilesInput(),
        id=CHANGED_PROFILES_ID,
        task_queue=MAIN_QUEUE,
        task_timeout=options.WORKFLOW_TASK_TIMEOUT,
        id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
        start_signal=WAKE_SIGNAL,
    )
