"""Figure 6: one of two workers is killed with analyses in flight."""

from __future__ import annotations

import asyncio

from bench.figures import Figure, Size
from bench.product import SAMPLE, Account, Product, kill
from workers.programs import API, WORKER

_EVENTS_EACH = 6
_SLOWEST = """
select extract(epoch from max(completed_at - created_at))::float8 from analysis_jobs
where id = any($1::uuid[]) and status = 'completed'
"""
_DOUBLED = """
with watched as (select unnest($1::uuid[]) as id)
select count(*) from watched w
where (select count(*) from events e where e.subject_id = w.id) > $2
   or (select count(*) from chunks c where c.job_id = w.id)
      > (select count(distinct ordinal) from chunks c where c.job_id = w.id)
   or (select count(*) from profiles p where p.job_id = w.id) > 1
"""


async def measure(product: Product, size: Size) -> list[Figure]:
    """Two rounds, on fresh workers: the owner of the vector store is killed, then the other one."""
    await product.start(API)
    account = await product.account()
    slowest, flying, lost, doubled = [], [], 0, 0
    for victim in (0, 1):
        workers = [await product.start(WORKER), await product.start(WORKER)]
        await product.completed(await _uploads(account, 6))
        job_ids = await _uploads(account, size.in_flight + size.in_flight // 2)
        flying.append(len(job_ids) - await product.completed(job_ids, seconds=0))
        kill(workers[victim])
        lost += len(job_ids) - await product.completed(job_ids, seconds=60)
        async with product.database.connection() as connection:
            slowest.append(await connection.fetchval(_SLOWEST, job_ids))
            doubled += await connection.fetchval(_DOUBLED, job_ids, _EVENTS_EACH)
        await asyncio.gather(*(worker.stop() for worker in workers))
    what = f"one of two workers killed, {size.in_flight} analyses in flight"
    note = (
        f"upload → completed; owner of the vectors killed with {flying[0]} in flight: {slowest[0]:.1f} s, "
        f"the other worker with {flying[1]}: {slowest[1]:.1f} s"
    )
    return [
        Figure(f"{what}: slowest", max(slowest), "s", 8, 4, note=note),
        Figure(f"{what}: lost", lost, "", 0, 0, note="not completed within a minute"),
        Figure(f"{what}: doubled", doubled, "", 0, 0, note="analyses with an event, a chunk or a profile too many"),
    ]


async def _uploads(account: Account, count: int) -> list[str]:
    content = SAMPLE.read_bytes()
    return list(await asyncio.gather(*(account.upload(content) for _ in range(count))))
