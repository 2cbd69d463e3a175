"""What Recruitee's fields become."""

from __future__ import annotations

from adapters.outbound import OutboundClient
from schema.jobs import JobLocation, PostingSection, Salary
from tests.adapters.boards.recorded import RECORDED
from tests.adapters.web_server import WebServer

BOARD = RECORDED["recruitee"]


async def test_fields_become_ours(server: WebServer, http: OutboundClient) -> None:
    """Numbers in texts, codes of employment, moments with `UTC` behind them."""
    grader, hand = (await BOARD.postings(server, http)).values()
    assert (grader.company, grader.department, grader.seniority) == ("Rind BV", "Quality", "mid level")
    assert grader.salary == Salary(minimum=2400, maximum=3100, currency="EUR", period="month")
    assert hand.salary is None
    assert (grader.employment_types, hand.employment_types) == (["part_time"], ["temporary", "full_time"])
    assert (grader.posted_at, grader.expires_at) == ("2026-11-01T10:00:00+00:00", None)
    assert hand.expires_at == "2026-12-01T00:00:00+00:00"
    assert grader.url == "https://rind.recruitee.com/o/cheese-grader"
    assert hand.url == "https://rind.recruitee.com/o/cellar-hand"


async def test_hybrid_outweighs_the_other_flags(server: WebServer, http: OutboundClient) -> None:
    """A hybrid post is flagged on site as well."""
    grader, hand = (await BOARD.postings(server, http)).values()
    assert (grader.workplace, hand.workplace) == ("hybrid", "onsite")


async def test_all_cities_are_kept(server: WebServer, http: OutboundClient) -> None:
    """The list, or the row's own place."""
    grader, hand = (await BOARD.postings(server, http)).values()
    assert grader.locations == [JobLocation(raw="Gouda, Netherlands", city="Gouda", country="NL")]
    assert [(place.city, place.region) for place in hand.locations] == [
        ("Gouda", "Zuid-Holland"),
        ("Edam", "Noord-Holland"),
        (None, None),
    ]
    assert hand.locations[2].raw == "Dairy school"


async def test_requirements_are_a_section(server: WebServer, http: OutboundClient) -> None:
    """The board keeps them apart."""
    grader, hand = (await BOARD.postings(server, http)).values()
    assert grader.sections == [PostingSection(title="Requirements", items=["HACCP"])]
    assert grader.description == "Grade cheese.\n\nRequirements:\n- HACCP"
    assert hand.sections == []
