"""Figure 4: what a status poll costs beyond a bare route with the same query, in alternating blocks."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

from bench.bare_api import BARE_API
from bench.figures import Figure, Size, median, percentile, spread
from bench.processes import Client
from bench.product import SAMPLE, Product
from workers.programs import API, WORKER

_CLIENTS = 16


async def measure(product: Product, size: Size) -> list[Figure]:
    """A block each of the product, the bare route, the product …; p99 of each block, and ratios of neighbours."""
    worker, api, bare = [await product.start(program) for program in (WORKER, API, BARE_API)]
    account = await product.account()
    job_id = await account.upload(SAMPLE.read_bytes())
    await product.completed([job_id])
    await worker.stop()
    ours, floor = [], []
    for _ in range(size.poll_blocks):
        ours.append(await _block(product.url_of(api), f"/api/v1/analyses/{job_id}", account.token, size))
        floor.append(await _block(product.url_of(bare), f"/users/{account.id}/analyses/{job_id}", account.token, size))
    await api.stop()
    await bare.stop()
    return _figures(ours, floor, size)


async def _block(url: str, path: str, token: str, size: Size) -> list[float]:
    address = urlsplit(url)
    arguments = (address.hostname, address.port, path, token, _CLIENTS, size.poll_seconds)
    async with Client("bench.poll_client", *arguments) as client:
        taken: list[float] = json.loads(await client.line())
    return taken


def _figures(ours: list[list[float]], floor: list[list[float]], size: Size) -> list[Figure]:
    """Ratio of p99: the median over pairs of neighbouring blocks, because one hiccup of the machine makes a p99."""
    our_p99, floor_p99 = [percentile(block, 99) for block in ours], [percentile(block, 99) for block in floor]
    ratios = [mine / bare for mine, bare in zip(our_p99, floor_p99, strict=True)]
    rates = [sum(map(len, blocks)) / len(blocks) / size.poll_seconds for blocks in (ours, floor)]
    return [
        Figure(
            f"status poll, {_CLIENTS} clients: p99 ÷ bare route's", median(ratios), "×", 1.8, 1.3,
            note=f"p99 {median(our_p99):.1f} against {median(floor_p99):.1f} ms, {rates[0]:,.0f} against "
            f"{rates[1]:,.0f} requests/s; {len(ratios)} pairs of blocks, ratios {spread(ratios)}",
        ),
    ]  # fmt: skip
