"""What Greenhouse's fields become."""

from __future__ import annotations

import json

import pytest

from adapters.outbound import OutboundClient
from schema.errors import SourceError, Unprocessable
from schema.jobs import Salary
from tests.adapters.boards.recorded import RECORDED
from tests.adapters.web_server import WebServer, reply

BOARD = RECORDED["greenhouse"]


async def test_content_that_is_escaped_twice_is_text(server: WebServer, http: OutboundClient) -> None:
    """Entities are undone once or twice, then tags; an ampersand that was meant stays."""
    found = await BOARD.postings(server, http)
    assert found["9100001"].description == "Fire tiles & glazes.\n\n- Thermocouples\n- PLC"
    assert found["9100002"].description == "Mix glazes."


async def test_the_date_of_publication_is_not_that_of_the_last_edit(server: WebServer, http: OutboundClient) -> None:
    """`updated_at` moves at any edit, so it dates a posting only where nothing else does."""
    found = await BOARD.postings(server, http)
    assert found["9100001"].posted_at == "2026-10-12T12:00:00+00:00"
    assert found["9100001"].updated_at == "2026-11-02T14:15:00+00:00"
    assert found["9100001"].expires_at == "2027-01-01T04:59:00+00:00"
    assert found["9100002"].posted_at == "2026-11-03T10:00:00+00:00"


async def test_own_fields_say_employment_and_workplace(server: WebServer, http: OutboundClient) -> None:
    """A board's metadata counts by the name of the field; other fields' words do not."""
    posting = (await BOARD.postings(server, http))["9100001"]
    assert posting.employment_types == ["part_time"]
    assert posting.workplace == "hybrid"
    assert posting.department == "Plant"
    assert posting.language == "en"


async def test_places_are_split_and_offices_stand_in(server: WebServer, http: OutboundClient) -> None:
    """`A or B` is two places; without a location the offices are it."""
    found = await BOARD.postings(server, http)
    assert [place.raw for place in found["9100001"].locations] == ["Lisbon, Portugal", "Remote (EU)"]
    assert [place.raw for place in found["9100002"].locations] == ["Porto"]
    assert found["9100002"].workplace == "unknown"


async def test_the_company_is_the_boards_own_name(server: WebServer, http: OutboundClient) -> None:
    """One more call where rows lack it, none where they have it."""
    assert (await BOARD.postings(server, http))["9100001"].company == "Tilework Ltd"
    rows = [row | {"company_name": "Tilework Iberia"} for row in BOARD.rows()]
    server.seen.clear()
    BOARD.serve(server, {BOARD.list_path: BOARD.with_rows(rows)})
    result = await BOARD.fetch(server, http)
    assert result.postings[0].company == "Tilework Iberia"
    assert server.seen == [BOARD.list_path]


async def test_pay_is_in_cents_and_asked_for_by_option(server: WebServer, http: OutboundClient) -> None:
    """A range of nothing is unknown; the first real one counts, in whole units; the time is what its title says."""
    assert (await BOARD.postings(server, http))["9100001"].salary is None
    found = await BOARD.postings(server, http, options={"details": "1"})
    assert found["9100001"].salary == Salary(
        minimum=60000.5, maximum=75000, currency="EUR", period="year", raw="Annual base"
    )
    assert found["9100001"].raw["detail"]["pay_input_ranges"][1]["min_cents"] == 6000050
    assert found["9100002"].salary is None


@pytest.mark.parametrize("details", ["-1", "many", "1001", "", "٣"])
async def test_an_option_that_makes_no_sense_is_refused(server: WebServer, http: OutboundClient, details: str) -> None:
    """`details` is a number within bounds."""
    with pytest.raises(Unprocessable):
        await BOARD.fetch(server, http, options={"details": details})


async def test_a_form_for_prospects_is_no_vacancy(server: WebServer, http: OutboundClient) -> None:
    """A null `internal_job_id` marks it; a row without that property is a vacancy."""
    rows = BOARD.rows()
    del rows[2]["internal_job_id"]
    BOARD.serve(server, {BOARD.list_path: BOARD.with_rows(rows)})
    assert [posting.external_id for posting in (await BOARD.fetch(server, http)).postings][-1] == "9100003"


async def test_a_list_without_content_is_incomplete(server: WebServer, http: OutboundClient) -> None:
    """A mirror that leaves the text out is told from a posting without one."""
    rows = [{name: value for name, value in row.items() if name != "content"} for row in BOARD.rows()]
    BOARD.serve(server, {BOARD.list_path: BOARD.with_rows(rows)})
    assert not (await BOARD.fetch(server, http)).postings[0].description_complete


async def test_another_shape_is_a_fault(server: WebServer, http: OutboundClient) -> None:
    """JSON that holds no list of jobs is not an empty board."""
    server.handle = lambda request: reply(request, 200, json.dumps({"results": []}).encode())
    with pytest.raises(SourceError, match="list of postings"):
        await BOARD.fetch(server, http)
