"""A digest for each of many people, from the wake-up until the last is marked sent, to a webhook receiver nearby."""

from __future__ import annotations

import asyncio
import json

from activities.delivery_signals import DeliverySignals
from adapters.channels import new_secret
from bench.figures import Figure, Size, median, spread
from bench.people import write_crowd
from bench.processes import Client
from bench.product import Product
from schema.ids import new_id
from schema.pipeline import MatchFanoutInput
from schema.temporal_names import MAIN_QUEUE, fanout_workflow_id
from workers.programs import WORKER
from workflows.match_fanout import MatchFanout

_JOBS = 300
_ROUNDS = 5
_TIMEOUT = 120.0
_STEP_SECONDS = 0.05
_SECONDS = """
select extract(epoch from max(updated_at) - $2::timestamptz)::float8
from deliveries where status = 'sent' having count(*) = $1::bigint
"""
_AGAIN = """
delete from notifications;
delete from digests_due;
truncate events;
update matches set notified_at = null, notification_id = null where notified_at is not null;
insert into digests_due (user_id, due_at)
select distinct user_id, now() - interval '1 second' from matches where withdrawn_at is null;
"""


async def measure(product: Product, size: Size) -> list[Figure]:
    """Real matches, daily digests that all are due at once; the first round is warm-up."""
    await product.start(WORKER)
    signals = DeliverySignals(product.temporal, page=product.settings.delivery_page)
    async with Client("bench.receiver") as receiver:
        port = int(await receiver.line())
        await _people_with_matches(product, size.crowds[0], f"http://127.0.0.1:{port}/hook")
        rates, digests, lines = [], 0, 0.0
        for _ in range(_ROUNDS + 1):
            async with product.database.transaction() as connection:
                await connection.execute(_AGAIN)
                digests = await connection.fetchval("select count(*) from digests_due")
            seconds = await _until_sent(product, signals, digests)
            await receiver.tell("report")
            counted = json.loads(await receiver.line())
            if counted != {"received": digests, "ids": digests}:
                raise RuntimeError(f"{digests} digests, but the receiver counted {counted}")
            rates.append(digests / seconds)
            lines = await product.database.pool.fetchval(
                "select avg(jsonb_array_length(payload -> 'matches'))::float8 from notifications"
            )
    return [
        Figure(
            f"digests of {size.crowds[0]:,} users to a local webhook receiver", median(rates[1:]), "digests/s",
            100, 250, "higher",
            note=f"{digests:,} digests with {lines:.1f} lines each, made, signed, sent, marked; "
            f"{spread(rates[1:])} in {_ROUNDS} runs",
        )
    ]  # fmt: skip


async def _people_with_matches(product: Product, people: int, url: str) -> None:
    """A crowd, matched by the product itself, in which everybody has a webhook, and hears once a week."""
    async with product.database.transaction() as connection:
        crowd = await write_crowd(connection, people, _JOBS)
        await connection.executemany(
            "insert into channels (id, user_id, kind, name, config) values ($1, $2, 'webhook', 'mine', $3)",
            [(new_id(), user_id, {"url": url, "secret": new_secret()}) for user_id in crowd.user_ids],
        )
        batch_id = new_id()
        await connection.execute(
            "insert into match_batches (id, kind, job_ids) values ($1, 'jobs', $2)", batch_id, crowd.job_ids
        )
    await product.database.pool.execute("analyze")
    run = await product.temporal.start_workflow(
        MatchFanout.run,
        MatchFanoutInput(batch_id=batch_id),
        id=fanout_workflow_id(batch_id),
        task_queue=MAIN_QUEUE,
    )
    await run.result()


async def _until_sent(product: Product, signals: DeliverySignals, digests: int) -> float:
    """Seconds by the record's clock from before the wake-up until the last ledger row was marked."""
    pool = product.database.pool
    began = await pool.fetchval("select clock_timestamp()")
    await signals.wake()
    async with asyncio.timeout(_TIMEOUT):
        while True:
            seconds: float | None = await pool.fetchval(_SECONDS, digests, began)
            if seconds is not None:
                return seconds
            await asyncio.sleep(_STEP_SECONDS)
