"""Calls by the rules of a source, and bodies that are read as they come, against a real server."""

from __future__ import annotations

import asyncio
import gzip
import random
import time
import tracemalloc
from collections.abc import AsyncIterator
from http.server import BaseHTTPRequestHandler

import pytest

from adapters.call_policy import CallPolicy
from adapters.outbound import OutboundClient
from schema.errors import HostBusy, OutboundFailed, OutboundTooLarge, UnsafeTarget
from tests.adapters.web_server import WebServer, reply

MEGABYTE = 1024 * 1024


@pytest.fixture
async def client(server: WebServer) -> AsyncIterator[OutboundClient]:
    """A client that may call that server."""
    async with OutboundClient([f"127.0.0.1:{server.port}"], timeout=5) as client:
        yield client


async def test_only_https_is_spoken_to_strangers() -> None:
    """Plain http is for hosts that the operator names, whoever asks."""
    async with OutboundClient(["127.0.0.1"]) as client:
        with pytest.raises(UnsafeTarget, match="https"):
            await client.get("http://example.com/")
        with pytest.raises(UnsafeTarget, match="https"):
            await client.post("http://example.com/hook", b"{}")


async def test_a_host_that_is_not_the_sources_is_not_called(server: WebServer, client: OutboundClient) -> None:
    """Also where the operator allows it."""
    with pytest.raises(UnsafeTarget, match="kind of source"):
        await client.get(server.url(), policy=CallPolicy(hosts=("api.example.com",)))
    assert server.seen == []
    assert (await client.get(server.url(), policy=CallPolicy(hosts=("127.0.0.1",)))).status == 200


async def test_calls_of_one_process_keep_their_distance(server: WebServer, client: OutboundClient) -> None:
    """Several at once come one after the other; calls without rules do not wait."""
    started = time.perf_counter()
    await asyncio.gather(*(client.get(server.url(), policy=CallPolicy(every=0.4)) for _ in range(3)))
    assert time.perf_counter() - started >= 0.8
    started = time.perf_counter()
    await asyncio.gather(*(client.get(server.url()) for _ in range(40)))
    assert time.perf_counter() - started < 40 * 0.4 / 2


@pytest.mark.parametrize("status", [429, 503])
async def test_a_host_that_asks_for_a_rest_gets_it(server: WebServer, client: OutboundClient, status: int) -> None:
    """The next call of any source to it is refused here, with the time that is left."""
    server.handle = lambda request: reply(request, status, b"", Retry_After="7200")
    assert (await client.get(server.url("/one"), policy=CallPolicy(every=0.1))).status == status
    with pytest.raises(HostBusy) as caught:
        await client.get(server.url("/two"), policy=CallPolicy(every=0.2))
    assert 7190 < caught.value.extra["retry_after"] <= 7200
    assert server.seen == ["/one"]


async def test_a_source_has_its_own_time_limit(server: WebServer, client: OutboundClient) -> None:
    """Some boards need ten seconds for an answer, others none."""

    def late(request: BaseHTTPRequestHandler) -> None:
        server.stopping.wait(0.4)
        reply(request, 200, b"late")

    server.handle = late
    with pytest.raises(OutboundFailed, match=r"0\.2 s"):
        await client.get(server.url(), policy=CallPolicy(seconds=0.2))
    async with OutboundClient([f"127.0.0.1:{server.port}"], timeout=0.2) as hasty:
        assert (await hasty.get(server.url(), policy=CallPolicy(seconds=3))).body == b"late"


async def test_a_large_body_passes_in_bounded_memory(server: WebServer, client: OutboundClient) -> None:
    """Twelve megabytes, packed small and packed badly, are never held at once."""
    body = random.Random(7).randbytes(6 * MEGABYTE) + bytes(6 * MEGABYTE)
    packed = gzip.compress(body, 1)
    server.handle = lambda request: reply(request, 200, packed, Content_Encoding="gzip")
    total = 0
    tracemalloc.start()
    try:
        async with client.stream("GET", server.url(), max_bytes=12 * MEGABYTE) as answer:
            before = tracemalloc.get_traced_memory()[0]
            async for part in answer:
                total += len(part)
        peak = tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()
    assert total == len(body)
    assert peak < 3 * MEGABYTE


async def test_a_stream_is_counted_after_unpacking(server: WebServer, client: OutboundClient) -> None:
    """What was read until then was within the limit."""
    bomb = gzip.compress(bytes(64 * MEGABYTE))
    server.handle = lambda request: reply(request, 200, bomb, Content_Encoding="gzip")
    parts: list[int] = []

    async def read() -> None:
        async with client.stream("GET", server.url(), max_bytes=MEGABYTE) as answer:
            async for part in answer:
                parts.append(len(part))  # noqa: PERF401  what was read before the failure counts

    with pytest.raises(OutboundTooLarge):
        await read()
    assert 0 < sum(parts) <= MEGABYTE


@pytest.mark.parametrize("size", [0, 1, 256 * 1024 - 1, 256 * 1024, 256 * 1024 + 1, 3 * MEGABYTE])
async def test_every_size_arrives_whole(server: WebServer, client: OutboundClient, size: int) -> None:
    """Also those that end where a piece of unpacking ends."""
    body = bytes(size)
    server.handle = lambda request: reply(request, 200, gzip.compress(body), Content_Encoding="gzip")
    assert (await client.get(server.url())).body == body


@pytest.mark.parametrize("cut", [5, 30, 1000])
async def test_half_a_packed_body_is_no_answer(server: WebServer, client: OutboundClient, cut: int) -> None:
    """A proxy that broke off still says a length that fits."""
    packed = gzip.compress(random.Random(1).randbytes(5000))[:cut]
    server.handle = lambda request: reply(request, 200, packed, Content_Encoding="gzip")
    with pytest.raises(OutboundFailed, match="compression"):
        await client.get(server.url())


async def test_what_the_reader_raises_comes_through(server: WebServer, client: OutboundClient) -> None:
    """A reader may stop in the middle; the client is as good as before."""
    server.handle = lambda request: reply(request, 200, bytes(MEGABYTE))

    async def read() -> None:
        async with client.stream("GET", server.url()) as answer:
            async for _ in answer:
                raise KeyError("enough")

    with pytest.raises(KeyError):
        await read()
    assert len((await client.get(server.url())).body) == MEGABYTE
