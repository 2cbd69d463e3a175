"""Feeds from a real server: what is read, what is refused, and what is told."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Sequence
from typing import Any

import pytest

from adapters.boards import board_for
from adapters.outbound import OutboundClient
from schema.errors import SourceError, UnsafeTarget
from schema.jobs import FetchResult, FetchState, SourceConfig
from tests.adapters.web_server import WebServer, reply

TOKEN = "feed-key-31"


def job(number: int, **changes: Any) -> dict[str, Any]:
    """One invented entry."""
    return {
        "@type": "JobPosting",
        "title": f"Beekeeper {number}",
        "hiringOrganization": {"name": "Apiary"},
        "identifier": {"value": f"bee-{number}"},
    } | changes


@pytest.fixture
async def http(server: WebServer) -> AsyncIterator[OutboundClient]:
    """A client that may call the server."""
    async with OutboundClient([f"127.0.0.1:{server.port}"], timeout=0.5) as client:
        yield client


def serve(server: WebServer, rows: Sequence[object], **headers: str) -> None:
    """Answer with these entries."""
    server.handle = lambda request: reply(request, 200, json.dumps(rows).encode(), **headers)


async def fetch(server: WebServer, http: OutboundClient, state: FetchState | None = None) -> FetchResult:
    """Read the server's feed."""
    source = SourceConfig(kind="feed", location=server.url(f"/feed?key={TOKEN}"))
    return await board_for("feed").fetch(source, http, state or FetchState())


async def test_a_feed_gives_postings_and_a_state(server: WebServer, http: OutboundClient) -> None:
    """Postings in order, and the validators of the answer."""
    serve(server, [job(1), job(2)], ETag='"v1"', Last_Modified="Fri, 20 Nov 2026 10:00:00 GMT")
    result = await fetch(server, http)
    assert [posting.external_id for posting in result.postings] == ["bee-1", "bee-2"]
    assert result.state == FetchState(etag='"v1"', last_modified="Fri, 20 Nov 2026 10:00:00 GMT", last_rows=2)
    assert not result.problems


async def test_an_unchanged_feed_costs_a_304(server: WebServer, http: OutboundClient) -> None:
    """The validators are sent back, and a 304 keeps the state."""
    server.handle = lambda request: reply(request, 304)
    state = FetchState(etag='"v1"', last_modified="Fri, 20 Nov 2026 10:00:00 GMT", last_rows=9)
    result = await fetch(server, http, state)
    assert result.not_modified
    assert result.state == state
    assert server.headers[0]["if-none-match"] == '"v1"'
    assert server.headers[0]["if-modified-since"] == "Fri, 20 Nov 2026 10:00:00 GMT"


async def test_bad_entries_are_skipped_and_counted(server: WebServer, http: OutboundClient) -> None:
    """The good rows of a partly broken feed are read; the others are named by number, never by their text."""
    serve(server, [job(1), job(2, title=""), job(3, hiringOrganization=None, identifier="x"), job(1)])
    result = await fetch(server, http)
    assert [posting.external_id for posting in result.postings] == ["bee-1"]
    assert result.skipped == 3
    assert [problem.split(":")[0] for problem in result.problems] == ["entry 2", "entry 3", "entry 4"]


async def refused(server: WebServer, http: OutboundClient, state: FetchState | None = None) -> SourceError:
    """The error of a feed that cannot be used; it never holds the address's key."""
    with pytest.raises(SourceError) as caught:
        await fetch(server, http, state)
    assert TOKEN not in f"{caught.value} {caught.value.extra}"
    return caught.value


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<!doctype html><html>Sign in</html>", "web page"),
        (b'\xef\xbb\xbf  <html lang="en">', "web page"),
        (b'{"@type": "JobPosting", ', "valid JSON"),
        (b"", "valid JSON"),
        (b"[" * 100_000, "valid JSON"),
        (b'{"error": "quota"}', "no schema.org JobPosting"),
        (b'[{"@type": "JobPosting"}]', "None of the 1 entries"),
    ],
)
async def test_nonsense_is_refused_as_a_whole(server: WebServer, http: OutboundClient, body: bytes, words: str) -> None:
    """A web page, broken JSON, other JSON and a feed without one good entry are faults of the source."""
    server.handle = lambda request: reply(request, 200, body)
    assert words in str(await refused(server, http))


async def test_an_empty_feed_is_an_alarm_only_where_rows_stood(server: WebServer, http: OutboundClient) -> None:
    """Zero rows never prove that there are no jobs."""
    serve(server, [])
    assert (await fetch(server, http)).problems == ["the source lists no postings"]
    assert "12 postings" in str(await refused(server, http, FetchState(last_rows=12)))


@pytest.mark.parametrize(("status", "wait"), [(500, None), (404, None), (429, 30.0)])
async def test_statuses_are_faults_with_their_wait(
    server: WebServer, http: OutboundClient, status: int, wait: float | None
) -> None:
    """Anything but 200 and 304 is a fault; Retry-After comes along."""
    server.handle = lambda request: reply(request, status, b"", **({"Retry_After": "30"} if wait else {}))
    error = await refused(server, http)
    assert error.extra["http_status"] == status
    assert error.extra.get("retry_after") == wait


async def test_a_hanging_feed_is_a_fault(server: WebServer, http: OutboundClient) -> None:
    """A source that never answers costs the time limit."""
    server.handle = lambda request: server.stopping.wait(5)
    assert "did not answer" in str(await refused(server, http))


async def test_a_redirect_to_a_private_host_is_not_followed(server: WebServer, http: OutboundClient) -> None:
    """The classic way around an address check ends at the first answer."""
    server.handle = lambda request: reply(request, 302, Location="http://169.254.169.254/latest/")
    assert "redirect" in str(await refused(server, http))


async def test_a_private_feed_is_unsafe(server: WebServer) -> None:
    """Without configuration a feed on this machine is not read."""
    async with OutboundClient(timeout=1) as http:
        with pytest.raises(UnsafeTarget):
            await fetch(server, http)
    assert server.seen == []
