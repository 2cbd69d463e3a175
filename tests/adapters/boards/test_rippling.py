"""What Rippling's fields become."""

from __future__ import annotations

from adapters.outbound import OutboundClient
from schema.jobs import FetchState, Salary
from tests.adapters.boards.recorded import RECORDED, RIPPLING
from tests.adapters.web_server import WebServer

BOARD = RECORDED["rippling"]


async def test_a_row_for_each_place_is_one_posting(server: WebServer, http: OutboundClient) -> None:
    """The list repeats a posting for every place of work."""
    glider, writer = (await BOARD.postings(server, http)).values()
    assert [place.raw for place in glider.locations] == ["Boulder, CO", "Reno, NV"]
    assert writer.workplace == "remote"


async def test_the_page_gives_text_date_and_employer(server: WebServer, http: OutboundClient) -> None:
    """One whose page is gone has neither, and is incomplete."""
    glider, writer = (await BOARD.postings(server, http)).values()
    assert (glider.company, writer.company) == ("Soarshop Inc", "Named Ltd")
    assert glider.description == "We soar.\n\nMend gliders."
    assert glider.posted_at == "2026-11-01T12:00:00+00:00"
    assert glider.employment_types == ["full_time"]
    assert (glider.description_complete, writer.description_complete) == (True, False)
    assert len(glider.raw["listed"]) == 2


async def test_what_is_described_is_not_asked_for_again(server: WebServer, http: OutboundClient) -> None:
    """One call a posting, once."""
    BOARD.serve(server)
    await BOARD.fetch(server, http, FetchState(described=[f"{RIPPLING}1", f"{RIPPLING}2"]))
    assert server.seen == [BOARD.list_path]


async def test_pay_is_the_span_of_all_places(server: WebServer, http: OutboundClient) -> None:
    """Ranges of another currency or time stay out; 0 is unknown; no ranges are no pay."""
    glider, writer = (await BOARD.postings(server, http)).values()
    assert glider.salary == Salary(minimum=24, maximum=33, currency="USD", period="hour")
    assert writer.salary is None
