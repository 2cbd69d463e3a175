"""Figure 8: a batch of jobs against many people, from the start of the workflow until all pages are committed."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import datetime

from temporalio.api.enums.v1 import EventType
from temporalio.client import WorkflowHandle

from activities.matching import MatchActivities
from bench.figures import Figure, Size, median, spread
from bench.people import Crowd, write_crowd
from bench.product import Product
from schema.ids import new_id
from schema.pipeline import BatchInput, FanoutProgress, MatchFanoutInput
from schema.temporal_names import MAIN_QUEUE, fanout_workflow_id
from workers.programs import WORKER
from workflows.match_fanout import MatchFanout


async def measure(product: Product, size: Size) -> list[Figure]:
    """The workflow and `match_page` by itself in turn, each time on an empty table of matches; the first is warm-up."""
    worker = await product.start(WORKER)
    async with product.database.transaction() as connection:
        crowd = await write_crowd(connection, size.people, size.jobs)
    await product.database.pool.execute("analyze")
    matching, telling, alone, matches = [], [], [], 0
    for _ in range(size.fanouts + 1):
        until_matched, whole, progress = await _workflow(product, crowd)
        if progress.pairs != size.people * size.jobs or progress.dead:
            raise RuntimeError(f"a fan-out of the bench left pairs out: {progress}")
        matching.append(progress.pairs / until_matched)
        telling.append(whole)
        matches = progress.matches
        alone.append(progress.pairs / await _pages_alone(product, crowd))
    await worker.stop()
    pairs = size.people * size.jobs
    return [
        Figure(
            f"fan-out {size.people:,} users × {size.jobs} jobs, matches committed", median(matching[1:]), "pairs/s",
            50_000, 1_000_000, "higher",
            note=f"{matches:,} matches ({matches / pairs:.1%}); {spread(matching[1:])} in {size.fanouts} runs",
        ),
        Figure("its pages alone, outside of a workflow", median(alone[1:]), "pairs/s", better="higher",
               note=f"`match_page` one after the other in one process; {spread(alone[1:])}"),
        Figure("the whole fan-out, everybody told", median(telling[1:]), "s",
               note="one digest, notification row and events per person with a match"),
    ]  # fmt: skip


async def _workflow(product: Product, crowd: Crowd) -> tuple[float, float, FanoutProgress]:
    """Seconds until the last page was committed, seconds until everybody was told, and the counts."""
    batch = await _new_batch(product, crowd)
    handle = await product.temporal.start_workflow(
        MatchFanout.run,
        MatchFanoutInput(batch_id=batch.batch_id, page_users=product.settings.match_page_users),
        id=fanout_workflow_id(batch.batch_id),
        task_queue=MAIN_QUEUE,
    )
    progress = await handle.result()
    return *await _times(handle), progress


async def _times(handle: WorkflowHandle[MatchFanout, FanoutProgress]) -> tuple[float, float]:
    """By the server's clock: what its history says about start, last page and end."""
    pages: set[int] = set()
    began: datetime | None = None
    matched: datetime | None = None
    async for event in handle.fetch_history_events():
        ended = event.event_time.ToDatetime()
        began = began or ended
        if event.event_type == EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED:
            if event.activity_task_scheduled_event_attributes.activity_type.name == "match_page":
                pages.add(event.event_id)
        elif event.activity_task_completed_event_attributes.scheduled_event_id in pages:
            matched = ended
    if began is None or matched is None:
        raise RuntimeError("a fan-out of the bench has no pages")
    return (matched - began).total_seconds(), (ended - began).total_seconds()


async def _pages_alone(product: Product, crowd: Crowd) -> float:
    """Seconds of all pages of a batch, in this process."""
    batch = await _new_batch(product, crowd)
    activities = MatchActivities(product.database, page_users=product.settings.match_page_users)
    plan = await activities.plan_batch(batch)
    started = time.perf_counter()
    for page in plan.pages:
        await activities.match_page(page)
    return time.perf_counter() - started


async def _new_batch(product: Product, crowd: Crowd) -> BatchInput:
    await _forget(product, ("matches", "notifications", "events"))
    batch = BatchInput(batch_id=new_id(), page_users=product.settings.match_page_users)
    async with product.database.transaction() as connection:
        await connection.execute(
            "insert into match_batches (id, kind, job_ids) values ($1, 'jobs', $2)", batch.batch_id, crowd.job_ids
        )
    return batch


async def _forget(product: Product, tables: Sequence[str]) -> None:
    async with product.database.transaction() as connection:
        await connection.execute(f"truncate {', '.join(tables)} cascade")
