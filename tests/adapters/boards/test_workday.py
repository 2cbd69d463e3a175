"""What Workday's fields become, its pages and its dates in words."""

from __future__ import annotations

import json
from datetime import date

import pytest

from adapters.boards.workday import WorkdayBoard
from adapters.outbound import OutboundClient
from schema.errors import SourceError
from schema.jobs import FetchState, JobLocation, Posting
from tests.adapters.boards.recorded import RECORDED
from tests.adapters.web_server import WebServer

BOARD = RECORDED["workday"]


async def on(day: date, server: WebServer, http: OutboundClient) -> dict[str, Posting]:
    """The postings as read on a day."""
    BOARD.serve(server)
    result = await WorkdayBoard(lambda: day).fetch(BOARD.source(server), http, FetchState())
    return {posting.external_id: posting for posting in result.postings}


async def test_dates_in_words_count_from_the_day_of_the_fetch(server: WebServer, http: OutboundClient) -> None:
    """The page's own date comes first; `30+` names no day."""
    found = await on(date(2026, 3, 1), server, http)
    assert found["R-1001"].posted_at == "2026-11-17"
    assert found["R-1002-1"].posted_at is None
    assert found["R-1003"].posted_at == "2026-02-28"
    assert found["R-1021"].posted_at == "2026-03-01"


async def test_the_total_of_the_first_page_counts(server: WebServer, http: OutboundClient) -> None:
    """Later pages say 0; the list goes on until the first page's total is reached."""
    BOARD.serve(server)
    result = await BOARD.fetch(server, http)
    asked = [json.loads(body) for body in server.bodies if body]
    assert [each["offset"] for each in asked] == [0, 3]
    assert asked[0] == {"appliedFacets": {}, "limit": 20, "offset": 0, "searchText": ""}
    assert result.complete


async def test_a_search_is_an_option(server: WebServer, http: OutboundClient) -> None:
    """Large tenants are read by words."""
    BOARD.serve(server)
    await BOARD.fetch(server, http, options={"search": "turbine", "details": "0"})
    assert json.loads(server.bodies[0])["searchText"] == "turbine"


async def test_fields_become_ours(server: WebServer, http: OutboundClient) -> None:
    """From the list, and from the page where it was read; a count of places is no place."""
    found = await on(date(2026, 11, 20), server, http)
    fitter, painter, rigger = (found[name] for name in ("R-1001", "R-1002-1", "R-1003"))
    assert fitter.locations == [JobLocation(raw="Aalborg", country="DK"), JobLocation(raw="Esbjerg")]
    assert (fitter.company, painter.company) == ("Vindfabrik A/S", "Named Ltd")
    assert (fitter.employment_type, fitter.description) == ("full_time", "Fit turbines.")
    assert fitter.url == "https://vindfabrik.wd3.myworkdayjobs.com/Careers/job/Aalborg/Turbine-Fitter_R-1001"
    assert painter.url == server.url("/Careers/job/Aalborg/Blade-Painter_R-1002-1")
    assert (fitter.workplace, rigger.workplace, painter.workplace) == ("hybrid", "remote", "unknown")
    assert (fitter.expires_at, painter.expires_at) == ("2026-12-24", None)
    assert (fitter.description_complete, painter.description_complete) == (True, False)


async def test_a_count_of_places_is_no_place(server: WebServer, http: OutboundClient) -> None:
    """Without the page nobody knows which they are."""
    BOARD.serve(server)
    result = await BOARD.fetch(server, http, options={"details": "0"})
    assert [len(posting.locations) for posting in result.postings] == [0, 1, 1, 1]


async def test_a_board_that_ignores_offsets_is_a_fault(server: WebServer, http: OutboundClient) -> None:
    """The same page for ever would be read for ever."""
    BOARD.serve(server, {path: BOARD.body() for path in BOARD.routes if "#" in path})
    with pytest.raises(SourceError, match="same postings"):
        await BOARD.fetch(server, http)


async def test_paths_lead_nowhere_else(server: WebServer, http: OutboundClient) -> None:
    """A row's path becomes a part of an address: only a plain path does."""
    paths = ["//evil.example/x_R-1", "/../../admin_R-2", "/job/x?y=1_R-3", "@evil.example/_R-4", "/job/X/Good_R-5"]
    rows = [{"title": "T", "externalPath": path} for path in paths]
    BOARD.serve(server, {BOARD.list_path: BOARD.with_rows(rows)})
    result = await BOARD.fetch(server, http)
    assert [posting.external_id for posting in result.postings] == ["R-5"]
    assert server.seen[1:] == ["/wday/cxs/vindfabrik/Careers/job/X/Good_R-5"]
