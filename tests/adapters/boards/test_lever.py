"""What Lever's fields become."""

from __future__ import annotations

import pytest

from adapters.boards.lever import SITES
from adapters.outbound import OutboundClient
from schema.errors import SourceUnknown, Unprocessable
from schema.jobs import JobLocation, PostingSection, Salary
from tests.adapters.boards.recorded import FIXTURES, LEVER, RECORDED
from tests.adapters.web_server import WebServer, reply

BOARD = RECORDED["lever"]


async def test_requirements_come_from_the_lists(server: WebServer, http: OutboundClient) -> None:
    """They stand in no description; the order is opening, body, lists, closing, pay in words."""
    posting = (await BOARD.postings(server, http))[f"{LEVER}1"]
    assert posting.sections == [
        PostingSection(title="Requirements", items=["Relay logic", "EN 50128"]),
        PostingSection(title="Nice to have", items=["Ada"]),
    ]
    assert posting.description == (
        "Hello\nKeep trains apart.\n\nRequirements:\n- Relay logic\n- EN 50128\n\nNice to have:\n- Ada\n\n"
        "Write to us.\n\nPlus a travel pass."
    )


async def test_without_a_whole_description_its_parts_are_read(server: WebServer, http: OutboundClient) -> None:
    """Opening and body, as HTML where there is no plain text."""
    assert (await BOARD.postings(server, http))[f"{LEVER}2"].description == "Good day.\n\nPlan tracks."


async def test_both_spellings_of_on_site_are_known(server: WebServer, http: OutboundClient) -> None:
    """`onsite` and `on-site`; `unspecified` is unknown; words of a place count where the field is silent."""
    found = await BOARD.postings(server, http)
    assert [posting.workplace for posting in found.values()] == ["onsite", "unknown", "onsite"]
    rows = BOARD.rows()
    del rows[2]["workplaceType"]
    BOARD.serve(server, {BOARD.list_path: BOARD.with_rows(rows)})
    assert (await BOARD.fetch(server, http)).postings[2].workplace == "hybrid"


async def test_the_country_is_that_of_the_first_place(server: WebServer, http: OutboundClient) -> None:
    """All locations, each once; without the list the one."""
    found = await BOARD.postings(server, http)
    assert found[f"{LEVER}1"].locations == [
        JobLocation(raw="Berlin", country="DE"),
        JobLocation(raw="Remote - Germany"),
    ]
    assert found[f"{LEVER}2"].locations == [JobLocation(raw="Leipzig")]


async def test_milliseconds_pay_and_employment(server: WebServer, http: OutboundClient) -> None:
    """`createdAt` counts milliseconds; pay is in whole units; a range of 0 to 0 is unknown."""
    found = await BOARD.postings(server, http)
    assert found[f"{LEVER}1"].posted_at == "2026-10-26T07:33:20+00:00"
    assert found[f"{LEVER}3"].posted_at is None
    assert found[f"{LEVER}1"].salary == Salary(minimum=70000, maximum=90000, currency="EUR", period="year")
    assert found[f"{LEVER}2"].salary is None
    assert [posting.employment_type for posting in found.values()] == ["full_time", "contract", "unknown"]
    assert found[f"{LEVER}1"].department == "Engineering, Interlocking"


async def test_the_company_is_the_sources_name(server: WebServer, http: OutboundClient) -> None:
    """The answer has none; without a name the account stands in."""
    assert (await BOARD.postings(server, http))[f"{LEVER}1"].company == "Named Ltd"
    assert (await BOARD.postings(server, http, name=""))[f"{LEVER}1"].company == "railwise"


async def test_the_european_host_is_an_option(server: WebServer, http: OutboundClient) -> None:
    """Sites live on one of two hosts."""
    assert SITES["eu"].base == "https://api.eu.lever.co"
    assert await BOARD.postings(server, http, options={"region": "eu"})
    with pytest.raises(Unprocessable):
        await BOARD.fetch(server, http, options={"region": "mars"})


async def test_an_unknown_site_may_answer_200(server: WebServer, http: OutboundClient) -> None:
    """`ok: false` says the same as 404."""
    body = (FIXTURES / "lever" / "unknown.json").read_bytes()
    server.handle = lambda request: reply(request, 200, body)
    with pytest.raises(SourceUnknown):
        await BOARD.fetch(server, http)
