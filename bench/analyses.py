"""Figures 1–3 and 9: one analysis and 300 at once, each beside the no-op workflow on the same server; memory."""

from __future__ import annotations

import asyncio
import time

from websockets.asyncio.client import ClientConnection

from bench.figures import Figure, Size, median, percentile, spread
from bench.noop_worker import NOOP_WORKER, start_noop
from bench.product import SAMPLE, Account, Product, resident_mib, until_completed
from workers.programs import API, WORKER, ProgramPart

_ACCOUNTS = 20
_STEADY = 4
"""Analyses at a time when memory is looked at under a steady load."""
_SETTLE_SECONDS = 6
"""Longer than idle connections are kept: what is open belongs to the load."""


async def measure(product: Product, size: Size) -> list[Figure]:
    """Start worker, API and the no-op worker, and measure them in turn."""
    parts = [await product.start(program) for program in (WORKER, API)]
    noop = await product.start(NOOP_WORKER)
    content = SAMPLE.read_bytes()
    account = await product.account()
    async with account.listen() as socket:
        await _pairs(product, account, socket, content, size.warm_up)
        ours, floor = await _pairs(product, account, socket, content, size.analyses)
    figures = _latency(ours, floor)
    accounts = [await product.account() for _ in range(_ACCOUNTS)]
    memory = [_memory(parts)]
    for at_once in (_STEADY, size.burst, size.burst):
        for _ in range(size.burst // at_once):
            await _upload_rate(product, accounts, content, at_once)
        await asyncio.sleep(_SETTLE_SECONDS)
        memory.append(_memory(parts))
    figures += _growth(memory, size.burst)
    figures += await _bursts(product, accounts, content, size)
    for part in (*parts, noop):
        await part.stop()
    return figures


async def _pairs(
    product: Product, account: Account, socket: ClientConnection, content: bytes, count: int
) -> tuple[list[float], list[float]]:
    """Milliseconds of uploads until `completed` is heard, and of no-op workflows, one of each in turn."""
    ours, floor = [], []
    for _ in range(count):
        started = time.perf_counter()
        await until_completed(socket, await account.upload(content))
        ours.append((time.perf_counter() - started) * 1000)
        started = time.perf_counter()
        await start_noop(product.temporal)
        floor.append((time.perf_counter() - started) * 1000)
    return ours, floor


def _latency(ours: list[float], floor: list[float]) -> list[Figure]:
    what = "upload → `completed` on a WebSocket"
    note = f"{len(ours)} uploads one after the other, no-op workflows in between"
    ratio = median(ours) / median(floor)
    return [
        Figure(f"{what}, p50", median(ours), "ms", 250, 120, note=note),
        Figure(f"{what}, p95", percentile(ours, 95), "ms", 600, 250, note=note),
        Figure(
            "the same ÷ no-op workflow, p50", ratio, "×", 2.2, 1.4,
            note=f"no-op p50 {median(floor):.0f} ms, p95 {percentile(floor, 95):.0f} ms",
        ),
    ]  # fmt: skip


async def _bursts(product: Product, accounts: list[Account], content: bytes, size: Size) -> list[Figure]:
    """Rounds of uploads at once between rounds of no-op workflows at once; each rate beside its neighbours'."""
    floor, ours, done = [await _noop_rate(product, size.burst)], [], 0
    for _ in range(size.burst_rounds):
        rate, completed = await _upload_rate(product, accounts, content, size.burst)
        ours.append(rate)
        done += completed
        floor.append(await _noop_rate(product, size.burst))
    ratios = [rate / ((floor[i] + floor[i + 1]) / 2) for i, rate in enumerate(ours)]
    total, count = size.burst * size.burst_rounds, size.burst
    return [
        Figure(f"{count} uploads at once: completed", done, f"of {total}", total, total, "higher"),
        Figure(
            f"{count} uploads at once: rate ÷ no-op workflow's", median(ratios), "×", 0.5, 0.7, "higher",
            note=f"{median(ours):.1f} against {median(floor):.1f} per second; ratios {spread(ratios)}",
        ),
    ]  # fmt: skip


async def _upload_rate(product: Product, accounts: list[Account], content: bytes, count: int) -> tuple[float, int]:
    started = time.perf_counter()
    job_ids = await asyncio.gather(*(accounts[i % len(accounts)].upload(content) for i in range(count)))
    completed = await product.completed(job_ids)
    return count / (time.perf_counter() - started), completed


async def _noop_rate(product: Product, count: int) -> float:
    started = time.perf_counter()
    await asyncio.gather(*(start_noop(product.temporal) for _ in range(count)))
    return count / (time.perf_counter() - started)


def _memory(parts: list[ProgramPart]) -> dict[str, float]:
    return {part.child.name: resident_mib(part) for part in parts}


def _growth(memory: list[dict[str, float]], analyses: int) -> list[Figure]:
    """Idle, after so many analyses in a steady load, and after as many at once, twice.

    The steady load tells what work leaves behind. A burst moves the high-water mark, the second one only if it leaks.
    """

    def parts(of: dict[str, float]) -> str:
        return ", ".join(f"{name} {mib:.0f}" for name, mib in of.items())

    idle, steady, burst, again = (sum(each.values()) for each in memory)
    many = f"{analyses} analyses"
    return [
        Figure("API + worker memory, warm and idle", idle, "MiB", note=parts(memory[0])),
        Figure(f"API + worker memory after {many}, {_STEADY} at a time", steady, "MiB", note=parts(memory[1])),
        Figure("memory growth", (steady / idle - 1) * 100, "%", 10, note="process trees with children, proportional"),
        Figure(
            f"memory growth by {many} at once (high-water mark)", (burst / idle - 1) * 100, "%", note=parts(memory[2])
        ),
        Figure(f"memory growth by {many} at once again", (again / burst - 1) * 100, "%", note=parts(memory[3])),
    ]
