"""What BambooHR's fields become."""

from __future__ import annotations

from adapters.outbound import OutboundClient
from schema.jobs import FetchState, JobLocation, Salary
from tests.adapters.boards.recorded import RECORDED
from tests.adapters.web_server import WebServer

BOARD = RECORDED["bamboohr"]


async def test_fields_become_ours(server: WebServer, http: OutboundClient) -> None:
    """The list has no text; the posting's page has it."""
    binder, reader = (await BOARD.postings(server, http)).values()
    assert binder.locations == [
        JobLocation(raw="Lindon, Utah, United States", city="Lindon", region="Utah", country="US")
    ]
    assert reader.locations == [JobLocation(raw="Porto, Portugal", city="Porto", country="PT")]
    assert (binder.workplace, reader.workplace) == ("onsite", "remote")
    assert (binder.employment_type, binder.department, binder.seniority) == ("full_time", "Bindery", "Mid-level")
    assert binder.salary == Salary(source="parsed", raw="$24 - $28 an hour")
    assert binder.posted_at == "2026-10-28"
    assert binder.description == "Bind books.\n\n- Sewing frames"
    assert binder.url == "https://folio.bamboohr.com/careers/81"
    assert reader.url == server.url("/careers/82")
    assert (binder.description_complete, reader.description_complete) == (True, False)


async def test_what_is_described_is_not_asked_for_again(server: WebServer, http: OutboundClient) -> None:
    """One call a posting, once."""
    BOARD.serve(server)
    await BOARD.fetch(server, http, FetchState(described=["81", "82"]))
    assert server.seen == [BOARD.list_path]
