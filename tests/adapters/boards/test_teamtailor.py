"""What Teamtailor's RSS becomes."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, urlsplit

import pytest

from adapters.outbound import OutboundClient
from schema.errors import SourceError
from schema.jobs import FetchState, JobLocation
from tests.adapters.boards.recorded import RECORDED
from tests.adapters.web_server import WebServer, reply

BOARD = RECORDED["teamtailor"]


async def test_fields_become_ours(server: WebServer, http: OutboundClient) -> None:
    """Places of the board's own namespace, the mail form of dates, HTML in CDATA or escaped."""
    crane, planner = (await BOARD.postings(server, http)).values()
    assert crane.locations == [
        JobLocation(raw="Bergen, Norway", city="Bergen", country="NO"),
        JobLocation(raw="Ålesund, Norway", city="Ålesund", country="NO"),
    ]
    assert (crane.workplace, planner.workplace) == ("unknown", "remote")
    assert (crane.posted_at, planner.posted_at) == ("2026-11-03T09:00:00+00:00", None)
    assert crane.description == "Lift boats.\n\n- G8 licence"
    assert planner.description == "Plan lifts."
    assert crane.department == "Yard"
    assert crane.company == "Named Ltd"
    assert crane.url == "https://fjordlift.teamtailor.com/jobs/51001-crane-operator"


async def test_other_xml_is_a_fault(server: WebServer, http: OutboundClient) -> None:
    """A list of positions is no RSS."""
    server.handle = lambda request: reply(request, 200, RECORDED["personio"].body())
    with pytest.raises(SourceError, match="other XML"):
        await BOARD.fetch(server, http)


def items(first: int, count: int) -> str:
    """Invented items with ids of their own."""
    return "".join(f"<item><title>Rigger {n}</title><guid>g{n}</guid></item>" for n in range(first, first + count))


async def test_a_large_site_is_read_page_by_page(server: WebServer, http: OutboundClient) -> None:
    """A hundred items are a full page, not all there is; such a site is not asked conditionally."""
    sizes = {0: 100, 100: 100, 200: 3}

    def handle(request: BaseHTTPRequestHandler) -> None:
        offset = int(parse_qs(urlsplit(request.path).query)["offset"][0])
        feed = f"<rss><channel>{items(offset, sizes[offset])}</channel></rss>"
        reply(request, 200, feed.encode(), ETag='"v1"')

    server.handle = handle
    result = await BOARD.fetch(server, http)
    assert len(result.postings) == 203
    assert result.complete
    assert result.state == FetchState(last_rows=203)
    await BOARD.fetch(server, http, FetchState(etag='"v1"', last_rows=203))
    assert all("if-none-match" not in sent for sent in server.headers)
