"""What Teamtailor's RSS becomes."""

from __future__ import annotations

import pytest

from adapters.outbound import OutboundClient
from schema.errors import SourceError
from schema.jobs import JobLocation
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
