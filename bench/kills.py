"""`python -m bench.kills [kills]`: SIGKILL of a worker at random moments of a fan-out; what is lost, what is double.

By hand and not with the others: most of its minutes are waits for a killed worker's pages to be taken over.
"""

from __future__ import annotations

import asyncio
import random
import sys
import tempfile
import time
from pathlib import Path
from uuid import UUID

from bench.fanout import start_fan_out
from bench.people import write_crowd
from bench.product import Product, kill
from workers.programs import WORKER

PEOPLE, JOBS, PAGE = 12_000, 200, 120
_KILLS = 20
_PAIRS = "select user_id, job_id, score, codes from matches where withdrawn_at is null order by 1, 2"


async def main(kills: int) -> int:
    """0 when the matches of a fan-out with kills are those of one without, each once."""
    seed = random.randrange(10**6)
    with tempfile.TemporaryDirectory(prefix="vitaeflow-kills-") as directory:
        async with Product(Path(directory)) as product:
            async with product.database.transaction() as connection:
                crowd = await write_crowd(connection, PEOPLE, JOBS)
            await product.database.pool.execute("vacuum analyze")
            workers = [await product.start(WORKER), await product.start(WORKER)]
            handle, _ = await start_fan_out(product, crowd, page_users=PAGE)
            await handle.result()
            expected = await product.database.pool.fetch(_PAIRS)
            handle, batch_id = await start_fan_out(product, crowd, page_users=PAGE)
            points = sorted(random.Random(seed).sample(range(1, PEOPLE // PAGE - 2), kills))
            print(f"seed {seed}: kills after {points} of {PEOPLE // PAGE} pages")
            started = time.monotonic()
            for point in points:
                await _reached(product, batch_id, point)
                kill(workers.pop(0))
                workers.append(await product.start(WORKER))
            progress = await handle.result()
            found = await product.database.pool.fetch(_PAIRS)
            events = await _notes(product, batch_id)
            await asyncio.gather(*(worker.stop() for worker in workers))
    before, after = {tuple(row) for row in expected}, [tuple(row) for row in found]
    lost, double = len(before - set(after)), len(after) - len({row[:2] for row in after})
    other = len(set(after) - before)
    print(
        f"{kills} kills in {time.monotonic() - started:.0f} s: {lost} lost, {double} double, {other} others of"
        f" {len(before):,} matches; {progress}; {events} markers"
    )
    return int(bool(lost or double or other))


async def _reached(product: Product, batch_id: UUID, pages: int) -> None:
    while await _notes(product, batch_id) < pages:  # noqa: ASYNC110  other processes write it
        await asyncio.sleep(0.002)
    await asyncio.sleep(random.random() * 0.05)


async def _notes(product: Product, batch_id: UUID) -> int:
    count: int = await product.database.pool.fetchval("select count(*) from match_pages where batch_id = $1", batch_id)
    return count


if __name__ == "__main__":
    sys.exit(asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else _KILLS)))
