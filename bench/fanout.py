"""Figure 8: a batch of jobs against many people, from the start of the workflow until all matches are committed.

The same run gives what it is measured against: one activity for each pair, and a bare COPY of the very same rows.
"""

from __future__ import annotations

import io
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from temporalio.api.enums.v1 import EventType
from temporalio.client import WorkflowHandle

from bench.figures import Figure, Size, median, number, spread
from bench.noop_pairs import pairs_per_second
from bench.people import Crowd, forget_crowd, write_crowd
from bench.product import Product, process_of
from schema.ids import new_id
from schema.pipeline import FanoutProgress, MatchFanoutInput
from schema.temporal_names import MAIN_QUEUE, fanout_workflow_id
from workers.programs import WORKER, ProgramPart
from workflows import options
from workflows.match_fanout import MatchFanout

_COLUMNS = ("id", "user_id", "job_id", "batch_id", "score", "codes", "rubric", "profile_id")
_BOUNDS: dict[int, tuple[float, float]] = {1_000: (1, 0.3), 10_000: (4, 1.5), 100_000: (30, 10)}
"""Seconds: (must, stretch)."""


@dataclass(frozen=True)
class Run:
    """One fan-out: seconds by the server's clock until the last page was committed, and what its history holds."""

    seconds: float
    events: int
    activities: int
    progress: FanoutProgress


async def measure(product: Product, size: Size) -> list[Figure]:
    """Each number of people in turn, each time on an empty table of matches; the first fan-out of all is warm-up."""
    worker = await product.start(WORKER)
    figures: list[Figure] = []
    per_pair: dict[int, float] = {}
    for people in size.crowds:
        await forget_crowd(product.database)
        async with product.database.transaction() as connection:
            crowd = await write_crowd(connection, people, size.jobs)
        await product.database.pool.execute("vacuum analyze")
        runs = [await fan_out(product, crowd) for _ in range(_rounds(size, people) + 1)][1:]
        copies = [await _bare_copy(product) for _ in runs]
        seconds = median([run.seconds for run in runs])
        per_pair[people] = seconds / (people * size.jobs)
        figures += _of_crowd(people, size, runs, copies, _peak_mib(worker))
    one_by_one = await pairs_per_second(product.temporal, product.settings)
    last = max(per_pair)
    figures += [
        Figure("the same ÷ one activity per pair", 1 / per_pair[last] / one_by_one, "×", 2_000, 10_000, "higher",
               note=f"one by one: {number(one_by_one)} pairs/s with 200 at once"),
    ]  # fmt: skip
    if len(per_pair) > 1:
        before = sorted(per_pair)[-2]
        ratio = per_pair[last] / per_pair[before]
        figures.append(Figure(f"cost of a pair, {last:,} ÷ {before:,} users", ratio, "×", 1.2, 1.0))
    figures += await _poisoned(product, crowd, size)
    await worker.stop()
    return figures


def _rounds(size: Size, people: int) -> int:
    """Fewer of the long ones."""
    return size.fanouts if people <= 10_000 else max(1, size.fanouts // 2)


def _of_crowd(people: int, size: Size, runs: Sequence[Run], copies: Sequence[float], peak: float) -> list[Figure]:
    seconds, rate = [run.seconds for run in runs], people * size.jobs / median([run.seconds for run in runs])
    matches, events = runs[-1].progress.matches, max(run.events for run in runs)
    must, stretch = _BOUNDS.get(people, (None, None)) if size.jobs == 500 else (None, None)
    name = f"fan-out {people:,} users × {size.jobs} jobs"
    return [
        Figure(f"{name}, matches committed", median(seconds), "s", must, stretch,
               note=f"{rate:,.0f} pairs/s, {matches:,} matches; {spread(seconds)} in {len(runs)} runs"),
        Figure(f"{name} ÷ a bare COPY of its rows", median(seconds) / median(copies), "×", 4, 1.6,
               note=f"COPY alone: {number(median(copies))} s"),
        Figure(f"{name}: events of its history", events, "", 600, 303),
        Figure(f"{name}: memory of the worker at most", peak, "MiB", 400, 250),
    ]  # fmt: skip


async def start_fan_out(
    product: Product, crowd: Crowd, page_users: int | None = None
) -> tuple[WorkflowHandle[MatchFanout, FanoutProgress], UUID]:
    """A new batch of the crowd's jobs for everybody, on an empty table."""
    await product.database.pool.execute("truncate matches, notifications, events, digests_due cascade")
    batch_id = new_id()
    async with product.database.transaction() as connection:
        await connection.execute(
            "insert into match_batches (id, kind, job_ids) values ($1, 'jobs', $2)", batch_id, crowd.job_ids
        )
    handle = await product.temporal.start_workflow(
        MatchFanout.run,
        MatchFanoutInput(batch_id=batch_id, page_users=page_users, retry_window_hours=1 / 3600),
        id=fanout_workflow_id(batch_id),
        task_queue=MAIN_QUEUE,
        task_timeout=options.WORKFLOW_TASK_TIMEOUT,
    )
    return handle, batch_id


async def fan_out(product: Product, crowd: Crowd) -> Run:
    """One fan-out from start to end. Raises RuntimeError when pairs are left out."""
    handle, _ = await start_fan_out(product, crowd)
    progress = await handle.result()
    run = await _history(handle, progress)
    if progress.pairs != len(crowd.user_ids) * len(crowd.job_ids) and not progress.dead:
        raise RuntimeError(f"a fan-out of the bench left pairs out: {progress}")
    return run


async def _history(handle: WorkflowHandle[MatchFanout, FanoutProgress], progress: FanoutProgress) -> Run:
    """By the server's clock: what its history says about start, last page and end."""
    pages: set[int] = set()
    began: datetime | None = None
    matched: datetime | None = None
    events = activities = 0
    async for event in handle.fetch_history_events():
        happened = event.event_time.ToDatetime()
        began, events = began or happened, events + 1
        if event.event_type == EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED:
            activities += 1
            if event.activity_task_scheduled_event_attributes.activity_type.name == "match_page":
                pages.add(event.event_id)
        elif event.activity_task_completed_event_attributes.scheduled_event_id in pages:
            matched = happened
    if began is None or matched is None:
        raise RuntimeError("a fan-out of the bench has no pages")
    return Run((matched - began).total_seconds(), events, activities, progress)


async def _bare_copy(product: Product) -> float:
    """Seconds to COPY the rows that are there into the same table, emptied, in one stream."""
    rows = io.BytesIO()
    async with product.database.connection() as connection:
        await connection.copy_from_query(
            f"select {', '.join(_COLUMNS)} from matches order by user_id, job_id",
            output=rows,
            format="binary",
        )
        await connection.execute("truncate matches cascade")
        rows.seek(0)
        started = time.perf_counter()
        await connection.copy_to_table("matches", source=rows, columns=_COLUMNS, format="binary", timeout=300)
        return time.perf_counter() - started


async def _poisoned(product: Product, crowd: Crowd, size: Size) -> list[Figure]:
    """The same fan-out with one user whose facts cannot be read, and one whose rows the database refuses."""
    clean = await fan_out(product, crowd)
    unreadable, refused = crowd.user_ids[len(crowd.user_ids) // 3], crowd.user_ids[len(crowd.user_ids) // 2]
    async with product.database.transaction() as connection:
        await connection.execute("update profiles set facts = '[]' where user_id = $1", unreadable)
        await connection.execute(_REFUSING.format(user=refused))
    bad = await fan_out(product, crowd)
    async with product.database.transaction() as connection:
        await connection.execute("drop trigger bench_refuses on matches; drop function bench_refuses()")
    more = bad.activities - clean.activities
    name = f"two poisoned users in {len(crowd.user_ids):,}"
    return [
        Figure(f"{name}: further activities", more, "", 30, note=f"{bad.progress.dead} dead letters"),
        Figure(f"{name}: further time", max(0.0, bad.seconds - clean.seconds), "s", 1,
               note=f"{number(bad.seconds)} s after {number(clean.seconds)} s"),
    ]  # fmt: skip


_REFUSING = """
create function bench_refuses() returns trigger language plpgsql as $$
begin
    raise exception 'refused' using errcode = '22000';
end $$;
create trigger bench_refuses before insert on matches for each row when (new.user_id = '{user}')
execute function bench_refuses()
"""


def _peak_mib(worker: ProgramPart) -> float:
    """The most that the worker's own process held since its start, without its parser children."""
    with open(f"/proc/{process_of(worker).pid}/status", encoding="ascii") as status:
        return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM:"))
