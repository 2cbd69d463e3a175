"""The guarded client against real servers on the loopback and names that lead there."""

from __future__ import annotations

import gzip
import socket
import time
import tracemalloc
from collections.abc import AsyncIterator
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from adapters.outbound import OutboundClient, checked_url
from schema.errors import OutboundFailed, OutboundTooLarge, UnsafeTarget
from tests.adapters.web_server import WebServer, reply

SECRET = "tok-5e3c1f"


@pytest.fixture
async def allowed(server: WebServer) -> AsyncIterator[OutboundClient]:
    """A client that may call that server."""
    async with OutboundClient([f"127.0.0.1:{server.port}"], timeout=2) as client:
        yield client


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "LOCALHOST", "[::1]", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "0",
     "[::ffff:127.0.0.1]", "127.0.0.1.", "[::ffff:7f00:1]"],
)  # fmt: skip
async def test_every_spelling_of_loopback_is_refused(server: WebServer, host: str) -> None:
    """No spelling of this machine reaches a server on it."""
    async with OutboundClient(timeout=2) as client:
        with pytest.raises((UnsafeTarget, OutboundFailed)):
            await client.get(server.url(f"/{SECRET}", host))
    assert server.seen == []


@pytest.mark.parametrize("url", ["http://169.254.169.254/latest/meta-data", "http://[fe80::1]/", "http://10.1.2.3/"])
async def test_metadata_and_private_networks_are_unsafe(url: str) -> None:
    """The cloud's metadata address and private networks are refused before any packet."""
    async with OutboundClient(timeout=30) as client:
        started = time.perf_counter()
        with pytest.raises(UnsafeTarget):
            await client.get(url)
        assert time.perf_counter() - started < 10


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://example.com/", "gopher://x/", "/relative", "http://", "", "http://u:p@example.com/",
            "http://[::1", "javascript:alert(1)"],
)  # fmt: skip
def test_only_plain_web_addresses_are_accepted(url: str) -> None:
    """Other schemes, missing hosts and credentials are refused while parsing."""
    with pytest.raises(UnsafeTarget):
        checked_url(url)


async def test_a_name_that_resolves_to_loopback_is_refused(server: WebServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A public-looking name is judged by what it resolves to, and one bad address among good ones is enough."""
    real = socket.getaddrinfo

    def resolve(host: str, port: int, *args: Any, **kwargs: Any) -> Any:
        if host == "feeds.example.com":
            return [
                (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34", port)),
                (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port)),
            ]
        return real(host, port, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    async with OutboundClient(timeout=2) as client:
        with pytest.raises(UnsafeTarget):
            await client.get(f"http://feeds.example.com:{server.port}/")
    assert server.seen == []


async def test_the_checked_address_is_the_one_connected_to(server: WebServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """The name is looked up once: a second answer (rebinding) is never asked for."""
    lookups: list[str] = []
    real = socket.getaddrinfo

    def resolve(host: str, port: int, *args: Any, **kwargs: Any) -> Any:
        if host == "rebind.example.com":
            lookups.append(host)
            assert len(lookups) == 1
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]
        return real(host, port, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    async with OutboundClient([f"rebind.example.com:{server.port}"], timeout=2) as client:
        assert (await client.get(f"http://rebind.example.com:{server.port}/x")).body == b"ok"
    assert lookups == ["rebind.example.com"]


async def test_an_unknown_name_fails_without_the_path() -> None:
    """A name without an address is a failure that may be tried again, told without the token in the path."""
    async with OutboundClient(timeout=5) as client:
        with pytest.raises(OutboundFailed) as caught:
            await client.get(f"https://nowhere.invalid/{SECRET}?key={SECRET}")
    assert caught.value.retryable
    assert SECRET not in str(caught.value)


async def test_an_allowed_host_is_called(server: WebServer, allowed: OutboundClient) -> None:
    """Configuration opens exactly the named host and port; status, headers and body come back."""
    server.handle = lambda request: reply(request, 418, b"tea", X_Kind="pot")
    answer = await allowed.get(server.url("/a?b=c"), headers={"accept": "application/json"})
    assert (answer.status, answer.body, answer.headers["x-kind"]) == (418, b"tea", "pot")
    assert server.seen == ["/a?b=c"]
    other = WebServer()
    try:
        with pytest.raises(UnsafeTarget):
            await allowed.get(other.url())
    finally:
        other.stop()


async def test_a_host_without_port_is_allowed_on_every_port(server: WebServer) -> None:
    """An entry without a port means all ports of that host."""
    async with OutboundClient(["localhost"], timeout=2) as client:
        assert (await client.get(server.url(host="localhost"))).status == 200


async def test_post_sends_the_body(server: WebServer, allowed: OutboundClient) -> None:
    """The body arrives as given."""
    server.handle = lambda request: reply(request, 200, server.bodies[-1])
    assert (await allowed.post(server.url(), b'{"a":1}', {"content-type": "application/json"})).body == b'{"a":1}'


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308, 300])
async def test_a_redirect_is_a_failure_and_never_followed(server: WebServer, status: int) -> None:
    """The target of a redirect, here another allowed page, is not fetched."""
    server.handle = lambda request: reply(request, status, b"", Location=f"/{SECRET}")
    async with OutboundClient(["127.0.0.1"], timeout=2) as client:
        with pytest.raises(OutboundFailed, match="redirect") as caught:
            await client.get(server.url("/start"))
    assert server.seen == ["/start"]
    assert SECRET not in str(caught.value)


async def test_not_modified_is_an_answer(server: WebServer, allowed: OutboundClient) -> None:
    """304 belongs to conditional requests and is no redirect."""
    server.handle = lambda request: reply(request, 304)
    assert (await allowed.get(server.url())).status == 304


async def test_a_gzip_bomb_stops_at_the_limit(server: WebServer, allowed: OutboundClient) -> None:
    """The decompressed size counts, and no more than that is held."""
    bomb = gzip.compress(bytes(64 * 1024 * 1024))
    server.handle = lambda request: reply(request, 200, bomb, Content_Encoding="gzip")
    tracemalloc.start()
    with pytest.raises(OutboundTooLarge):
        await allowed.get(server.url(), max_bytes=100_000)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 16 * 1024 * 1024


async def test_gzip_is_read(server: WebServer, allowed: OutboundClient) -> None:
    """Compressed answers come back plain, also in several members."""
    server.handle = lambda request: reply(
        request, 200, gzip.compress(b"one ") + gzip.compress(b"two"), Content_Encoding="gzip"
    )
    assert (await allowed.get(server.url())).body == b"one two"


async def test_broken_compression_is_a_failure(server: WebServer, allowed: OutboundClient) -> None:
    """Plain text labelled gzip is not passed on as an answer."""
    server.handle = lambda request: reply(request, 200, b"plain", Content_Encoding="gzip")
    with pytest.raises(OutboundFailed, match="compression"):
        await allowed.get(server.url())


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip"])
async def test_an_encoding_not_asked_for_is_a_failure(
    server: WebServer, allowed: OutboundClient, encoding: str
) -> None:
    """Only what can be counted while unpacking is read."""
    server.handle = lambda request: reply(request, 200, b"x", Content_Encoding=encoding)
    with pytest.raises(OutboundFailed):
        await allowed.get(server.url())


async def test_a_large_body_stops_at_the_limit(server: WebServer, allowed: OutboundClient) -> None:
    """An answer over the limit is refused; one exactly at it is read."""
    server.handle = lambda request: reply(request, 200, b"x" * 1000)
    assert len((await allowed.get(server.url(), max_bytes=1000)).body) == 1000
    with pytest.raises(OutboundTooLarge):
        await allowed.get(server.url(), max_bytes=999)


async def test_a_hanging_server_ends_at_the_time_limit(server: WebServer) -> None:
    """Dripping bytes do not extend the limit of the whole call."""

    def drip(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        while not server.stopping.wait(0.05):
            try:
                request.wfile.write(b".")
            except OSError:
                return

    server.handle = drip
    async with OutboundClient(["127.0.0.1"], timeout=0.4) as client:
        started = time.perf_counter()
        with pytest.raises(OutboundFailed, match=r"0\.4 s"):
            await client.get(server.url(f"/{SECRET}"))
    assert time.perf_counter() - started < 10


async def test_a_refused_connection_is_a_failure(server: WebServer) -> None:
    """Nobody listening is told as a failure that names only the host."""
    async with OutboundClient(["127.0.0.1"], timeout=2) as client:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            with pytest.raises(OutboundFailed) as caught:
                await client.get(f"http://127.0.0.1:{free.getsockname()[1]}/{SECRET}")
    assert SECRET not in str(caught.value)
    assert "127.0.0.1" in str(caught.value)


async def test_environment_proxies_are_ignored(
    server: WebServer, allowed: OutboundClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A proxy of the environment would resolve the name again, unchecked."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    async with OutboundClient([f"127.0.0.1:{server.port}"], timeout=2) as client:
        assert (await client.get(server.url())).status == 200
