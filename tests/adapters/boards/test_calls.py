"""Calls below one address: paths of quoted parts, a pace, answers judged."""

from __future__ import annotations

import asyncio

import pytest

from adapters.boards.calls import BoardCalls, Site, path_of
from adapters.boards.jsonld import EntryError
from adapters.call_policy import HostPaces
from adapters.outbound import OutboundClient
from schema.errors import SourceError
from schema.jobs import FetchState, SourceConfig
from tests.adapters.web_server import WebServer, reply


def calls(server: WebServer, http: OutboundClient, every: float = 1.0) -> BoardCalls:
    """The calls of a source at the server."""
    source = SourceConfig(kind="greenhouse", location="acct", base_url=server.url("/mirror/"))
    return BoardCalls(http, source, Site("https://boards.example", every=every))


def test_an_identifier_stays_one_part_of_a_path() -> None:
    """Slashes, questions and blanks are quoted; dots cannot be."""
    assert path_of("a b", "../x?y=1#z", "ü") == "/a%20b/..%2Fx%3Fy%3D1%23z/%C3%BC"
    for part in (".", ".."):
        with pytest.raises(EntryError):
            path_of("careers", part)


async def test_another_address_keeps_its_own_path(server: WebServer, http: OutboundClient) -> None:
    """A mirror may live below a path; the slash at its end does not count."""
    server.handle = lambda request: reply(request, 200, b"{}")
    await calls(server, http).get_json("/v1/x")
    assert server.seen == ["/mirror/v1/x"]


async def test_a_304_that_nobody_asked_for_is_a_fault(server: WebServer, http: OutboundClient) -> None:
    """Only a list is asked for conditionally."""
    server.handle = lambda request: reply(request, 304)
    with pytest.raises(SourceError, match="304"):
        await calls(server, http).get_json("/v1/x")
    assert await calls(server, http).listing("/v1/x", FetchState(etag='"1"')) is None


async def test_calls_keep_their_distance(
    server: WebServer, http: OutboundClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second call of any account waits for the host's turn."""
    waits: list[float] = []
    real = asyncio.sleep

    async def sleep(seconds: float) -> None:
        waits.append(seconds)
        await real(0)

    http._paces = HostPaces(lambda: 100.0)
    monkeypatch.setattr(asyncio, "sleep", sleep)
    server.handle = lambda request: reply(request, 200, b"{}")
    for _ in range(3):
        await calls(server, http, every=5.0).get_json("/v1/x")
    assert waits == [0.0, 5.0, 10.0]


async def test_after_a_429_the_host_is_left_alone(server: WebServer, http: OutboundClient) -> None:
    """Retry-After counts for all accounts of the host: the next call is refused here, with the wait that is left."""
    http._paces = HostPaces(lambda: 100.0)
    server.handle = lambda request: reply(request, 429, b"", Retry_After="3600")
    for _ in range(2):
        with pytest.raises(SourceError) as caught:
            await calls(server, http).get_json("/v1/x")
        assert caught.value.extra["retry_after"] == 3600
    assert len(server.seen) == 1


async def test_a_failing_post_is_a_fault_of_the_source(server: WebServer, http: OutboundClient) -> None:
    """A body is answered by JSON, or not at all."""
    server.handle = lambda request: reply(request, 200, b"<html>")
    with pytest.raises(SourceError, match="web page"):
        await calls(server, http).post_json("/jobs", {})
    server.handle = lambda request: request.wfile.close()
    with pytest.raises(SourceError):
        await calls(server, http).post_json("/jobs", {})
