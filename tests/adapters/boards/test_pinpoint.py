"""What Pinpoint's fields become."""

from __future__ import annotations

from adapters.outbound import OutboundClient
from schema.jobs import JobLocation, Salary
from tests.adapters.boards.recorded import RECORDED
from tests.adapters.web_server import WebServer

BOARD = RECORDED["pinpoint"]


async def test_fields_become_ours(server: WebServer, http: OutboundClient) -> None:
    """With figures and, where a site shows fewer, with words."""
    keeper, tuner = (await BOARD.postings(server, http)).values()
    assert keeper.locations == [JobLocation(raw="Jersey", city="Saint Helier", region="Jersey")]
    assert (keeper.workplace, tuner.workplace) == ("onsite", "remote")
    assert keeper.employment_types == ["full_time"]
    assert keeper.department == "Harbour, Safety"
    assert keeper.salary == Salary(minimum=30000, maximum=40000, currency="GBP", period="year")
    assert tuner.salary == Salary(source="parsed", raw="£19.50 per hour")
    assert keeper.expires_at == "2026-12-15T17:00:00+00:00"
    assert keeper.posted_at is None


async def test_sections_have_the_sites_own_headings(server: WebServer, http: OutboundClient) -> None:
    """Or ours, where it has none; an empty one is none."""
    keeper, tuner = (await BOARD.postings(server, http)).values()
    assert [section.title for section in keeper.sections] == ["What you will do", "Skills and experience"]
    assert keeper.sections[1].items == ["VHF licence"]
    assert keeper.description.startswith("Keep the light.\n\nWhat you will do:\n- Log ships")
    assert not tuner.description_complete


async def test_pay_that_the_site_hides_is_not_shown(server: WebServer, http: OutboundClient) -> None:
    """The figures are in the answer all the same."""
    rows = [row | {"compensation_visible": False} for row in BOARD.rows()]
    BOARD.serve(server, {BOARD.list_path: BOARD.with_rows(rows)})
    assert [posting.salary for posting in (await BOARD.fetch(server, http)).postings] == [None, None]


async def test_a_thousand_postings_may_not_be_all(server: WebServer, http: OutboundClient) -> None:
    """The answer ends there, so what is missing is not gone."""
    rows = [{"id": str(number), "title": "Keeper"} for number in range(1000)]
    BOARD.serve(server, {BOARD.list_path: BOARD.with_rows(rows)})
    assert not (await BOARD.fetch(server, http)).complete
    BOARD.serve(server, {BOARD.list_path: BOARD.with_rows(rows[:-1])})
    assert (await BOARD.fetch(server, http)).complete
