"""What Workable's fields become."""

from __future__ import annotations

import pytest

from adapters.boards.workable import SITE
from adapters.outbound import OutboundClient
from schema.errors import SourceError
from schema.jobs import FetchState, JobLocation
from tests.adapters.boards.recorded import RECORDED
from tests.adapters.web_server import WebServer

BOARD = RECORDED["workable"]


async def test_fields_become_ours(server: WebServer, http: OutboundClient) -> None:
    """The company is the account's name; places are the list, or the row's own."""
    found = await BOARD.postings(server, http)
    press, taster, clerk = found.values()
    assert {posting.company for posting in found.values()} == {"Olive Post"}
    assert press.locations == [
        JobLocation(raw="Kalamata, Messenia, Greece", city="Kalamata", region="Messenia", country="GR")
    ]
    assert [place.country for place in taster.locations] == ["GR", "IT"]
    assert (press.employment_type, press.seniority, press.department) == ("full_time", "Mid-Senior level", "Mill")
    assert press.apply_url == "https://apply.workable.com/olivepost/j/ABC123DEF4/apply/"
    assert taster.url == "https://apply.workable.com/j/ABC123DEF5"
    assert (press.posted_at, taster.posted_at, clerk.posted_at) == ("2026-11-01", "2026-10-30", None)


async def test_the_workplace_outweighs_telecommuting(server: WebServer, http: OutboundClient) -> None:
    """And telecommuting = false alone does not say that the work is on site."""
    found = await BOARD.postings(server, http)
    assert [posting.workplace for posting in found.values()] == ["unknown", "onsite", "remote"]


async def test_a_row_without_text_is_incomplete(server: WebServer, http: OutboundClient) -> None:
    """Absent and empty are both told."""
    found = await BOARD.postings(server, http)
    assert [posting.description_complete for posting in found.values()] == [True, False, False]
    assert "- Centrifuges" in found["ABC123DEF4"].description


async def test_an_unknown_account_may_be_an_empty_list(server: WebServer, http: OutboundClient) -> None:
    """A problem where nothing stood, a fault where postings stood."""
    BOARD.serve(server, {BOARD.list_path: BOARD.with_rows([])})
    assert (await BOARD.fetch(server, http)).problems == ["the source lists no postings"]
    with pytest.raises(SourceError):
        await BOARD.fetch(server, http, FetchState(last_rows=3))


def test_no_more_than_a_call_in_five_seconds() -> None:
    """Its front refuses a host for hours."""
    assert SITE.every >= 5
