"""What all boards of applicant tracking systems share: recorded shapes read whole, and every failure named."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest

from adapters.boards import board_for
from adapters.call_policy import CallPolicy
from adapters.outbound import ANY_HOST, OutboundClient, OutboundStream
from schema.errors import OutboundFailed, SourceError, SourceUnknown, Unprocessable, UnsafeTarget
from schema.jobs import FetchState, SourceConfig
from tests.adapters.boards.recorded import RECORDED, Recorded
from tests.adapters.web_server import WebServer, reply

ALL = pytest.mark.parametrize("board", RECORDED.values(), ids=RECORDED)
JSON = pytest.mark.parametrize("board", [each for each in RECORDED.values() if not each.is_xml], ids=lambda b: b.kind)
XML = pytest.mark.parametrize("board", [each for each in RECORDED.values() if each.is_xml], ids=lambda b: b.kind)


@ALL
async def test_the_recorded_shape_is_read_whole(board: Recorded, server: WebServer, http: OutboundClient) -> None:
    """All vacancies in the list's order, none skipped, each with an id, a title, an employer and its payload."""
    board.serve(server)
    result = await board.fetch(server, http)
    assert tuple(posting.external_id for posting in result.postings) == board.ids
    assert result.skipped == 0
    assert result.complete
    assert result.state.last_rows == len(board.ids)
    assert all(posting.title and posting.company and posting.raw for posting in result.postings)
    assert result.postings[0].url
    assert all("<" not in posting.description for posting in result.postings)
    assert result.postings[0].description_complete


@ALL
async def test_an_unchanged_board_costs_a_304(board: Recorded, server: WebServer, http: OutboundClient) -> None:
    """Boards that are one answer send validators back; those of many calls do not, for one 304 says nothing of them."""
    board.serve(server, ETag='"v1"', Last_Modified="Fri, 20 Nov 2026 10:00:00 GMT")
    first = await board.fetch(server, http)
    if not board.conditional:
        assert (first.state.etag, first.state.last_modified) == (None, None)
        return
    assert (first.state.etag, first.state.last_modified) == ('"v1"', "Fri, 20 Nov 2026 10:00:00 GMT")
    server.handle = lambda request: reply(request, 304)
    again = await board.fetch(server, http, first.state)
    assert again.not_modified
    assert again.state == first.state
    assert server.headers[-1]["if-none-match"] == '"v1"'


async def failure(board: Recorded, server: WebServer, http: OutboundClient) -> SourceError:
    """The error of a fetch; it never holds the account's name or an address."""
    with pytest.raises(SourceError) as caught:
        await board.fetch(server, http)
    assert board.location not in str(caught.value)
    assert "http" not in str(caught.value)
    return caught.value


@ALL
async def test_an_unknown_account_is_told_apart(board: Recorded, server: WebServer, http: OutboundClient) -> None:
    """404 is the user's to repair, so nothing repeats it."""
    server.handle = lambda request: reply(request, 404, b"Not Found")
    error = await failure(board, server, http)
    assert isinstance(error, SourceUnknown)
    assert not error.retryable


@ALL
@pytest.mark.parametrize(("status", "wait"), [(429, 120.0), (503, None), (403, None)])
async def test_other_statuses_come_with_their_wait(
    board: Recorded, server: WebServer, http: OutboundClient, status: int, wait: float | None
) -> None:
    """Retry-After goes to whoever repeats the fetch."""
    server.handle = lambda request: reply(request, status, b"{}", **({"Retry_After": "120"} if wait else {}))
    error = await failure(board, server, http)
    assert error.extra["http_status"] == status
    assert error.extra.get("retry_after") == wait
    assert len(server.seen) == 1


@ALL
@pytest.mark.parametrize("body", [b"<!doctype html><html><body>Sign in</body></html>", b'{"jobs": [', b"", b"null"])
async def test_nonsense_is_a_fault(board: Recorded, server: WebServer, http: OutboundClient, body: bytes) -> None:
    """A web page, half an answer, nothing and null are no boards."""
    server.handle = lambda request: reply(request, 200, body)
    await failure(board, server, http)


@ALL
async def test_a_redirect_is_not_followed(board: Recorded, server: WebServer, http: OutboundClient) -> None:
    """Boards send names that they do not know to another host."""
    server.handle = lambda request: reply(request, 302, Location="http://169.254.169.254/latest/")
    assert "redirect" in str(await failure(board, server, http))


@ALL
async def test_a_private_address_needs_the_operators_leave(board: Recorded, server: WebServer) -> None:
    """`base_url` is the user's word, so it is guarded like any other."""
    async with OutboundClient(timeout=1) as http:
        with pytest.raises(UnsafeTarget):
            await board.fetch(server, http)
    assert server.seen == []


class Listener(OutboundClient):
    """Writes down who would be called, and calls nobody: the boards themselves are out of a test's reach."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[tuple[httpx.URL, CallPolicy]] = []

    @asynccontextmanager
    async def stream(
        self,
        method: str,
        url: str,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        max_bytes: int = 0,
        policy: CallPolicy = ANY_HOST,
    ) -> AsyncIterator[OutboundStream]:
        """Never an answer."""
        self.calls.append((httpx.URL(url), policy))
        raise OutboundFailed("no answer")
        yield


HOSTS = {
    "greenhouse": "boards-api.greenhouse.io",
    "lever": "api.lever.co",
    "ashby": "api.ashbyhq.com",
    "workable": "apply.workable.com",
    "smartrecruiters": "api.smartrecruiters.com",
    "recruitee": "rind.recruitee.com",
    "personio": "uhrwerk.jobs.personio.de",
    "teamtailor": "fjordlift.teamtailor.com",
    "breezy": "beanline.breezy.hr",
    "pinpoint": "beacon.pinpointhq.com",
    "rippling": "api.rippling.com",
    "bamboohr": "folio.bamboohr.com",
    "workday": "vindfabrik.wd3.myworkdayjobs.com",
}


@ALL
async def test_without_another_address_only_the_boards_host_is_asked(board: Recorded) -> None:
    """By https, at the recorded path, by rules that allow this host alone, with a pace and a time limit."""
    async with Listener() as http:
        with pytest.raises(SourceError, match="no answer"):
            await board_for(board.kind).fetch(
                SourceConfig(kind=board.kind, location=board.location), http, FetchState()
            )
    [(url, rules)] = http.calls
    assert (url.scheme, url.host) == ("https", HOSTS[board.kind])
    assert url.raw_path.decode() == board.list_path.split("#")[0]
    assert rules.hosts == (HOSTS[board.kind],)
    assert rules.every > 0
    assert rules.seconds


@ALL
async def test_a_location_that_is_no_account_calls_nobody(
    board: Recorded, server: WebServer, http: OutboundClient
) -> None:
    """It would become a part of an address."""
    for location in ("", "../admin", "a/b/c/d", "a b", "x.evil.example/", "ünï", "a?b=c", "-", "@a", "a" * 101):
        with pytest.raises(Unprocessable) as caught:
            await board.fetch(server, http, location=location)
        assert caught.value.extra["field"] == "location"
    assert server.seen == []


@ALL
async def test_a_vanished_board_does_not_close_everything(
    board: Recorded, server: WebServer, http: OutboundClient
) -> None:
    """An empty list is a fault where postings stood, and a told problem where none did."""
    empty = re.sub(rb"(?s)<(position|item)>.*</\1>", b"", board.body()) if board.is_xml else board.with_rows([])
    board.serve(server, {board.list_path: empty})
    assert "the source lists no postings" in (await board.fetch(server, http)).problems
    with pytest.raises(SourceError, match="9 postings"):
        await board.fetch(server, http, FetchState(last_rows=9))


@JSON
async def test_a_bad_row_among_good_ones_is_skipped(board: Recorded, server: WebServer, http: OutboundClient) -> None:
    """Rows that are no objects, without id or title, are counted and named by number; the good ones stand."""
    good = board.rows()
    untitled = {
        name: value for name, value in good[0].items() if name not in ("title", "text", "name", "jobOpeningName")
    }
    bad: list[Any] = [None, "row", 7, [], {}, untitled | {board.id_name: "/job/Nowhere/untitled_R-1"}]
    board.serve(server, {board.list_path: board.with_rows([*bad, *good])})
    result = await board.fetch(server, http)
    assert {posting.external_id for posting in result.postings} <= set(board.ids)
    assert {posting.external_id for posting in result.postings} >= set(board.ids[:2])
    assert result.skipped == len(bad)
    assert all(problem.startswith("entry ") for problem in result.problems)


@XML
async def test_a_bad_element_among_good_ones_is_skipped(
    board: Recorded, server: WebServer, http: OutboundClient
) -> None:
    """The same in XML."""
    body = board.body().decode()
    tag = "position" if board.kind == "personio" else "item"
    body = body.replace(f"<{tag}>", f"<{tag}/><{tag}><name>N</name></{tag}><{tag}>words</{tag}><{tag}>", 1)
    board.serve(server, {board.list_path: body.encode()})
    result = await board.fetch(server, http)
    assert tuple(posting.external_id for posting in result.postings) == board.ids
    assert result.skipped == 3


WRONG: list[Any] = [
    None,
    True,
    -1,
    1e300,
    float("inf"),
    float("nan"),
    "",
    "\x00\ud800 <b>x",
    [],
    {},
    [None, {"a": [1]}],
    {"name": {"name": []}},
]


@JSON
async def test_no_property_of_a_wrong_type_breaks_a_row(
    board: Recorded, server: WebServer, http: OutboundClient
) -> None:
    """Each property in turn, at any depth, is absent or of another type: the row is read or skipped, never a crash."""
    rows = list(variants(board.rows()[0], board.id_name))
    assert len(rows) > 60
    board.serve(server, {board.list_path: board.with_rows(rows)})
    result = await board.fetch(server, http)
    assert len(result.postings) > len(rows) * 0.6
    # what cannot be stored is out: PostgreSQL knows neither NUL nor half a surrogate pair nor an infinite number
    stored = [posting.model_dump(mode="json") for posting in result.postings]
    assert b"\\u0000" not in json.dumps(stored, allow_nan=False, ensure_ascii=False).encode()


def variants(row: dict[str, Any], id_name: str) -> Iterator[dict[str, Any]]:
    """The row with one property changed or left out, each under an id of its own."""
    for number, path in enumerate(paths(row)):
        for index, value in enumerate([*WRONG, KeyError]):
            changed = json.loads(json.dumps(row))
            node = changed
            for step in path[:-1]:
                node = node[step]
            if value is KeyError:
                del node[path[-1]]
            else:
                node[path[-1]] = value
            if path != (id_name,):
                changed[id_name] = f"/job/X/Y_R-{number}-{index}"
            yield changed


def paths(node: Any, before: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to each value."""
    steps = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for step, value in steps:
        yield (*before, step)
        yield from paths(value, (*before, step))
