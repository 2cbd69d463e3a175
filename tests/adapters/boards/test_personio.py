"""What Personio's XML becomes."""

from __future__ import annotations

import pytest

from adapters.outbound import OutboundClient
from schema.errors import SourceError, Unprocessable
from schema.jobs import PostingSection
from tests.adapters.boards.recorded import RECORDED
from tests.adapters.web_server import WebServer, reply

BOARD = RECORDED["personio"]


async def test_fields_become_ours(server: WebServer, http: OutboundClient) -> None:
    """Offices, ranges of years by their lower end, schedule with kind of employment."""
    maker, painter = (await BOARD.postings(server, http)).values()
    assert maker.title == "Watchmaker & Restorer"
    assert (maker.company, painter.company) == ("Uhrwerk Service GmbH", "Named Ltd")
    assert [place.raw for place in maker.locations] == ["Glashütte", "Dresden", "Remote"]
    assert (maker.workplace, painter.workplace) == ("remote", "unknown")
    assert (maker.employment_types, painter.employment_types) == (["full_time"], ["intern", "part_time"])
    assert (maker.experience_months, painter.experience_months) == (24, 0)
    assert (maker.seniority, maker.department) == ("experienced", "Werkstatt")
    assert maker.posted_at == "2026-11-01T08:00:00+00:00"
    assert maker.url == server.url("/job/41001")
    assert maker.skills == []


async def test_descriptions_are_sections(server: WebServer, http: OutboundClient) -> None:
    """Each has a name; HTML in CDATA becomes lines."""
    maker, painter = (await BOARD.postings(server, http)).values()
    assert maker.sections[1] == PostingSection(
        title="Your profile", items=["Apprenticeship as watchmaker", "German B2"]
    )
    assert not painter.description_complete
    assert maker.raw["jobDescriptions"][0]["jobDescription"][0]["name"] == ["Your tasks"]


async def test_language_and_domain_are_options(server: WebServer, http: OutboundClient) -> None:
    """They become a part of the address, so nothing else is taken."""
    server.handle = lambda request: reply(request, 200, BOARD.body())
    await BOARD.fetch(server, http, options={"language": "de", "domain": "com"})
    assert server.seen == ["/xml?language=de"]
    for options in ({"language": "d&x=1"}, {"domain": "evil.example"}):
        with pytest.raises(Unprocessable):
            await BOARD.fetch(server, http, options=options)


async def test_other_xml_is_a_fault(server: WebServer, http: OutboundClient) -> None:
    """An RSS feed is not an empty board."""
    server.handle = lambda request: reply(request, 200, RECORDED["teamtailor"].body())
    with pytest.raises(SourceError, match="other XML"):
        await BOARD.fetch(server, http)
