"""Figure 5: many sockets in one API process: what each costs, how fast all hear, what a resuming client misses."""

from __future__ import annotations

import json

from bench.figures import Figure, Size, median, spread
from bench.processes import Client
from bench.product import Product, process_of
from workers.programs import API, ProgramPart

_RESUMING = 40
_WARM_UP = 20


async def measure(product: Product, size: Size) -> list[Figure]:
    """An API process for the sockets, and the same one for the clients that come and go."""
    api = await product.start(API)
    figures = await _push(product, api, size)
    figures += await _resume(product, size)
    await api.stop()
    return figures


async def _push(product: Product, api: ProgramPart, size: Size) -> list[Figure]:
    account = await product.account()
    dsn = product.stack.database_url
    async with Client("bench.push_client", account.socket_url, _WARM_UP, dsn, account.id) as few:
        await few.line()
        await few.tell("push")
        await few.line()
    before = process_of(api).memory_info().rss
    async with Client("bench.push_client", account.socket_url, size.sockets, dsn, account.id) as many:
        await many.line()
        each = (process_of(api).memory_info().rss - before) / size.sockets / 1024
        taken = []
        for _ in range(size.pushes):
            await many.tell("push")
            taken.append(float(await many.line()))
    return [
        Figure(f"{size.sockets:,} sockets: memory each", each, "KiB", 45, 30, note="growth of resident memory"),
        Figure(
            f"{size.sockets:,} sockets: one event to all", median(taken), "ms", 250, 150,
            note=f"from before its commit until the last client has it; {spread(taken, 'ms')}",
        ),
    ]  # fmt: skip


async def _resume(product: Product, size: Size) -> list[Figure]:
    accounts = [await product.account() for _ in range(_RESUMING)]
    async with Client("bench.resume_client", size.resume_seconds, product.stack.database_url) as client:
        for account in accounts:
            await client.tell(f"{account.id} {account.socket_url}")
        await client.tell("")
        counts = json.loads(await client.line())
    note = f"{counts['events']:,} events of {_RESUMING} users by 8 writers, {counts['reconnects']} resumptions"
    return [
        Figure("events missed on resume under load", counts["missed"], "", 0, 0, note=note),
        Figure("events repeated on resume under load", counts["repeated"], "", 0, 0, note="the same run"),
    ]
