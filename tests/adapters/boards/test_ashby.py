"""What Ashby's fields become, and its size and slowness."""

from __future__ import annotations

import tracemalloc

from adapters.boards.ashby import SITE
from adapters.outbound import OutboundClient
from schema.jobs import JobLocation, Salary
from tests.adapters.boards.recorded import ASHBY, RECORDED
from tests.adapters.web_server import WebServer

BOARD = RECORDED["ashby"]


async def test_the_type_of_workplace_outweighs_the_flag(server: WebServer, http: OutboundClient) -> None:
    """Boards set `isRemote` for hybrid posts; it counts only where nothing else is said."""
    found = await BOARD.postings(server, http)
    assert found[f"{ASHBY}1"].workplace == "hybrid"
    assert found[f"{ASHBY}2"].workplace == "remote"
    rows = [row | {"isRemote": False, "workplaceType": None} for row in BOARD.rows()]
    BOARD.serve(server, {BOARD.list_path: BOARD.with_rows(rows)})
    assert (await BOARD.fetch(server, http)).postings[0].workplace == "unknown"


async def test_pay_is_the_summarys_salary(server: WebServer, http: OutboundClient) -> None:
    """Neither equity nor figures beside the summary; and not where the board hides pay."""
    found = await BOARD.postings(server, http)
    assert found[f"{ASHBY}1"].salary == Salary(minimum=80000, maximum=100000, currency="EUR", period="year")
    assert found[f"{ASHBY}2"].salary is None


async def test_pay_for_several_months_has_no_period(server: WebServer, http: OutboundClient) -> None:
    """`3 MONTH` is no month."""
    row = BOARD.rows()[0]
    row["compensation"]["summaryComponents"][1]["interval"] = "3 MONTH"
    BOARD.serve(server, {BOARD.list_path: BOARD.with_rows([row])})
    salary = (await BOARD.fetch(server, http)).postings[0].salary
    assert salary is not None
    assert salary.period is None


async def test_countries_are_names(server: WebServer, http: OutboundClient) -> None:
    """The main place with its address, then the others."""
    assert (await BOARD.postings(server, http))[f"{ASHBY}1"].locations == [
        JobLocation(raw="Nice", city="Nice", region="PACA", country="FR"),
        JobLocation(raw="Remote EU"),
        JobLocation(raw="Faro", city="Faro", country="PT"),
    ]


async def test_what_applicants_do_not_see_is_left_out(server: WebServer, http: OutboundClient) -> None:
    """Unlisted rows are no vacancies and no problems."""
    BOARD.serve(server)
    result = await BOARD.fetch(server, http)
    assert f"{ASHBY}3" not in {posting.external_id for posting in result.postings}
    assert result.problems == []
    assert result.postings[1].description == "Dive."
    assert result.postings[0].department == "Science, Coral"
    assert [posting.employment_type for posting in result.postings] == ["full_time", "contract"]


def test_the_board_may_take_its_time() -> None:
    """Answers take ten seconds at least."""
    assert SITE.seconds >= 30


async def test_twelve_megabytes_are_read_in_bounded_memory(server: WebServer, http: OutboundClient) -> None:
    """The whole of a large board stands in less than ten times its size while it is read."""
    row = BOARD.rows()[0]
    text = "Measure reefs and tell the harbour what grows. " * 170
    rows = [row | {"id": f"r{n}", "descriptionPlain": text, "descriptionHtml": f"<p>{text}</p>"} for n in range(720)]
    body = BOARD.with_rows(rows)
    assert len(body) > 11_500_000
    BOARD.serve(server, {BOARD.list_path: body})
    tracemalloc.start()
    try:
        result = await BOARD.fetch(server, http)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert len(result.postings) == 720
    assert peak < 10 * len(body)
