"""What SmartRecruiters' fields become, its pages, and its silence about unknown companies."""

from __future__ import annotations

import json

import pytest

from adapters.outbound import OutboundClient
from schema.errors import SourceError
from schema.jobs import FetchState, JobLocation
from tests.adapters.boards.recorded import FIXTURES, RECORDED
from tests.adapters.web_server import WebServer

BOARD = RECORDED["smartrecruiters"]
FIRST = "744000000000001"


async def test_fields_become_ours(server: WebServer, http: OutboundClient) -> None:
    """From the list and from the posting's own page."""
    found = await BOARD.postings(server, http)
    posting = found[FIRST]
    assert posting.company == "Weft & Co"
    assert posting.locations == [JobLocation(raw="Lodz, LD, Poland", city="Lodz", region="LD", country="PL")]
    assert [each.workplace for each in found.values()] == ["hybrid", "unknown", "remote"]
    assert [each.employment_type for each in found.values()] == ["full_time", "unknown", "part_time"]
    assert (posting.department, posting.seniority, posting.language) == ("Weaving", "Mid-Senior Level", "en")
    assert posting.url == "https://jobs.smartrecruiters.com/WeftCo/744000000000001-loom-technician"
    assert posting.apply_url == f"{posting.url}?oga=true"
    assert found["744000000000002"].url == "https://jobs.smartrecruiters.com/WeftCo/744000000000002"
    assert posting.posted_at == "2026-11-03T10:00:00+00:00"


async def test_sections_are_kept_apart(server: WebServer, http: OutboundClient) -> None:
    """An empty one is none."""
    posting = (await BOARD.postings(server, http))[FIRST]
    assert [section.title for section in posting.sections] == [
        "Company Description",
        "Job Description",
        "Qualifications",
    ]
    assert posting.sections[2].items == ["Jacquard looms", "Polish B2"]
    assert posting.description.endswith("Qualifications:\n- Jacquard looms\n- Polish B2")
    assert posting.description_complete


async def test_a_page_that_is_gone_leaves_its_row_incomplete(server: WebServer, http: OutboundClient) -> None:
    """A posting may vanish between the list and its page."""
    found = await BOARD.postings(server, http)
    assert [posting.description_complete for posting in found.values()] == [True, False, False]
    assert list(found["744000000000002"].raw) == ["listed"]


async def test_an_unknown_company_is_no_rows_and_says_so(server: WebServer, http: OutboundClient) -> None:
    """It cannot be told from a company without vacancies, so both are told."""
    BOARD.serve(server, {BOARD.list_path: (FIXTURES / "smartrecruiters" / "unknown.json").read_bytes()})
    result = await BOARD.fetch(server, http)
    assert result.postings == []
    assert "the same for a company that it does not know" in result.problems[1]
    with pytest.raises(SourceError):
        await BOARD.fetch(server, http, FetchState(last_rows=3))


async def test_a_failing_second_page_fails_the_fetch(server: WebServer, http: OutboundClient) -> None:
    """Half a list would close the other half."""
    BOARD.serve(server, {path: b"<html>" for path in BOARD.routes if path.endswith("offset=2")})
    with pytest.raises(SourceError, match="web page"):
        await BOARD.fetch(server, http)


async def test_fewer_rows_than_said_close_nothing(server: WebServer, http: OutboundClient) -> None:
    """What the board promises and does not give is not gone."""
    page = json.loads(BOARD.body()) | {"content": []}
    BOARD.serve(server, {path: json.dumps(page).encode() for path in BOARD.routes if path.endswith("offset=2")})
    result = await BOARD.fetch(server, http)
    assert not result.complete
    assert result.problems == ["2 of 3 postings were read; none counts as gone"]


async def test_what_is_described_is_not_asked_for_again(server: WebServer, http: OutboundClient) -> None:
    """And the number of pages asked for is an option."""
    BOARD.serve(server)
    await BOARD.fetch(server, http, FetchState(described=[FIRST, "744000000000003"]))
    assert [path.rsplit("/", 1)[1] for path in server.seen if "?" not in path] == ["744000000000002"]
    server.seen.clear()
    result = await BOARD.fetch(server, http, options={"details": "0"})
    assert len(server.seen) == 2
    assert not any(posting.description_complete for posting in result.postings)
