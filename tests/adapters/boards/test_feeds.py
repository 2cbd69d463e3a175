"""What all open feeds share: recorded shapes read whole, every failure named, their rules kept."""

from __future__ import annotations

import copy
import gzip
import json
from typing import Any

import pytest

from adapters.boards import board_for
from adapters.outbound import OutboundClient
from schema.errors import SourceError, SourceUnknown, Unprocessable, UnsafeTarget
from schema.jobs import FetchState, SourceConfig
from schema.source_terms import terms_of
from tests.adapters.boards.recorded_feeds import FEEDS, KEYS, RecordedFeed
from tests.adapters.boards.test_boards import Listener, variants
from tests.adapters.web_server import WebServer, reply

ALL = pytest.mark.parametrize("feed", FEEDS.values(), ids=FEEDS)
JSON = pytest.mark.parametrize("feed", [each for each in FEEDS.values() if not each.is_xml], ids=lambda f: f.kind)
BOMB = gzip.compress(b" " * 40 * 1024 * 1024, 1)
SECRETS = (KEYS.usajobs_key, KEYS.adzuna_app_key, KEYS.adzuna_app_id, "://")


@ALL
async def test_the_recorded_shape_is_read_whole(feed: RecordedFeed, server: WebServer, http: OutboundClient) -> None:
    """All vacancies in the feed's order, none skipped, told whether there are more; the payload untouched."""
    feed.serve(server)
    result = await feed.fetch(server, http)
    assert tuple(posting.external_id for posting in result.postings) == feed.ids
    assert (result.skipped, result.complete) == (0, feed.complete)
    assert result.state.last_rows == len(feed.ids)
    assert all(posting.title and posting.company and posting.raw for posting in result.postings)
    assert {posting.credit for posting in result.postings} == {terms_of(feed.kind).credit}  # type: ignore[arg-type]
    assert all("<" not in posting.title + posting.description for posting in result.postings)
    if not feed.is_xml and feed.kind != "hn_hiring":
        assert result.postings[0].raw == feed.rows()[0]


@ALL
async def test_an_unchanged_feed_costs_a_304(feed: RecordedFeed, server: WebServer, http: OutboundClient) -> None:
    """Feeds that are one answer send validators back; those of many pages do not."""
    feed.serve(server, ETag='"v1"')
    first = await feed.fetch(server, http)
    assert first.state.etag == ('"v1"' if feed.conditional else None)
    if feed.conditional:
        server.handle = lambda request: reply(request, 304)
        again = await feed.fetch(server, http, first.state)
        assert again.not_modified
        assert again.state == first.state
        assert server.headers[-1]["if-none-match"] == '"v1"'


async def failure(feed: RecordedFeed, server: WebServer, http: OutboundClient) -> SourceError:
    """The error of a fetch; it never holds a key or an address."""
    with pytest.raises(SourceError) as caught:
        await feed.fetch(server, http)
    assert not any(secret in f"{caught.value} {caught.value.extra}" for secret in SECRETS)
    return caught.value


@ALL
@pytest.mark.parametrize(("status", "wait"), [(404, None), (403, None), (429, 120.0), (503, 120.0), (500, None)])
async def test_statuses_are_faults_with_their_wait(
    feed: RecordedFeed, server: WebServer, http: OutboundClient, status: int, wait: float | None
) -> None:
    """404 is for the user to repair; Retry-After goes to whoever repeats the fetch."""
    server.handle = lambda request: reply(request, status, b"{}", **({"Retry_After": "120"} if wait else {}))
    error = await failure(feed, server, http)
    assert error.extra["http_status"] == status
    assert error.extra.get("retry_after") == wait
    assert isinstance(error, SourceUnknown) == (status == 404)
    assert len(server.seen) == 1


@ALL
@pytest.mark.parametrize(
    "body", [b"<!doctype html><html><body>Just a moment</body></html>", b'{"jobs": [', b"", b"null", b'{"a": 1}']
)
async def test_nonsense_is_a_fault(feed: RecordedFeed, server: WebServer, http: OutboundClient, body: bytes) -> None:
    """A web page, half an answer, nothing, null and other JSON are no feeds."""
    server.handle = lambda request: reply(request, 200, body)
    await failure(feed, server, http)


@ALL
async def test_a_bomb_is_a_fault(feed: RecordedFeed, server: WebServer, http: OutboundClient) -> None:
    """Forty kilobytes that unpack to forty megabytes."""
    server.handle = lambda request: reply(request, 200, BOMB, Content_Encoding="gzip")
    assert "larger" in str(await failure(feed, server, http))


@ALL
async def test_a_redirect_is_not_followed(feed: RecordedFeed, server: WebServer, http: OutboundClient) -> None:
    """Whatever stands behind it."""
    server.handle = lambda request: reply(request, 302, Location="http://169.254.169.254/latest/")
    assert "redirect" in str(await failure(feed, server, http))


@ALL
async def test_a_private_address_needs_the_operators_leave(feed: RecordedFeed, server: WebServer) -> None:
    """`base_url` is the user's word, so it is guarded like any other."""
    async with OutboundClient(timeout=1) as http:
        with pytest.raises(UnsafeTarget):
            await feed.fetch(server, http)
    assert server.seen == []


@ALL
async def test_without_another_address_only_the_feeds_host_is_asked(feed: RecordedFeed) -> None:
    """By https, at the recorded path, by rules that allow this host alone, with a pace and a time limit."""
    async with Listener() as http:
        with pytest.raises(SourceError, match="no answer"):
            await board_for(feed.kind, keys=KEYS).fetch(
                SourceConfig(kind=feed.kind, location="all", options=dict(feed.options)), http, FetchState()
            )
    [(url, rules)] = http.calls
    assert (url.scheme, rules.hosts) == ("https", (url.host,))
    assert url.raw_path.decode() == feed.list_path
    assert rules.every >= 1
    assert rules.seconds


@ALL
async def test_the_whole_address_of_a_mirror_will_do(
    feed: RecordedFeed, server: WebServer, http: OutboundClient
) -> None:
    """`base_url` may end with the feed's own path."""
    feed.serve(server)
    path = feed.list_path.split("?")[0]
    if feed.kind in ("adzuna", "hn_hiring"):
        path = {"adzuna": "/v1/api/jobs", "hn_hiring": "/api/v1"}[feed.kind]
    assert (await feed.fetch(server, http, base_url=server.url(path))).postings


@ALL
async def test_words_and_options_that_the_feed_does_not_know_call_nobody(
    feed: RecordedFeed, server: WebServer, http: OutboundClient
) -> None:
    """A typing error in an option would else be a search for everything."""
    for changes in (
        {"location": "https://example.com/jobs"},
        {"location": "x" * 201},
        {"options": {**feed.options, "contry": "de"}},
        {"options": {**feed.options, "pages": "0"}},
        {"options": {**feed.options, "pages": "many"}},
    ):
        with pytest.raises(Unprocessable):
            await feed.fetch(server, http, **changes)
    assert server.seen == []


@ALL
async def test_an_empty_feed_is_an_alarm_only_where_rows_stood(
    feed: RecordedFeed, server: WebServer, http: OutboundClient
) -> None:
    """Zero rows never prove that there are no jobs."""
    empty = b"<rss><channel/></rss>" if feed.is_xml else feed.with_rows([])
    feed.serve(server, {feed.rows_path: empty})
    assert "the source lists no postings" in (await feed.fetch(server, http)).problems
    with pytest.raises(SourceError, match="9 postings"):
        await feed.fetch(server, http, FetchState(last_rows=9))


@JSON
async def test_a_bad_row_among_good_ones_is_skipped(
    feed: RecordedFeed, server: WebServer, http: OutboundClient
) -> None:
    """Rows that are no objects, without an id or a title, are counted; the good ones stand."""
    good = feed.rows()
    untitled = copy.deepcopy(good[0]) | {feed.id_name: "untitled-1"}
    node = untitled
    for name in feed.title_at[:-1]:
        node = node[name]
    node[feed.title_at[-1]] = ""
    bad: list[Any] = [None, "row", 7, [], {}, untitled]
    if feed.kind == "hn_hiring":
        bad[4] = {"text": "talk"}
    feed.serve(server, {feed.rows_path: feed.with_rows([*bad, *good])})
    result = await feed.fetch(server, http)
    assert {posting.external_id for posting in result.postings} <= set(feed.ids)
    assert len(result.postings) >= 2
    assert result.skipped == len(bad)


@JSON
async def test_no_property_of_a_wrong_type_breaks_a_row(
    feed: RecordedFeed, server: WebServer, http: OutboundClient
) -> None:
    """Each property in turn is absent or of another type: the row is read or skipped, never a crash."""
    rows = list(variants(feed.rows()[0], feed.id_name))
    feed.serve(server, {feed.rows_path: feed.with_rows(rows)})
    result = await feed.fetch(server, http)
    assert len(result.postings) > len(rows) * 0.5
    stored = [posting.model_dump(mode="json") for posting in result.postings]
    assert b"\\u0000" not in json.dumps(stored, allow_nan=False, ensure_ascii=False).encode()
