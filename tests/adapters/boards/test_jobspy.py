"""JobSpy without the package: what it is asked, and what becomes of its rows and failures."""

from __future__ import annotations

import json
import sys
import threading
from typing import Any

import pytest

from adapters.boards import board_for
from adapters.boards.jobspy import JobSpyBoard, arguments_of
from adapters.outbound import OutboundClient
from schema.errors import SourceError, Unprocessable
from schema.jobs import FetchResult, FetchState, SourceConfig
from tests.adapters.boards.recorded import FIXTURES

ROWS: list[dict[str, Any]] = json.loads((FIXTURES / "jobspy" / "rows.json").read_text())


class Frame:
    """What of a DataFrame is used."""

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        self._rows = rows

    def to_dict(self, orient: str) -> list[dict[str, Any]]:
        """The rows, as `records`."""
        assert orient == "records"
        return self._rows


def source(location: str = "miller", **options: str) -> SourceConfig:
    """A search."""
    return SourceConfig(kind="jobspy", location=location, options={"sites": "indeed, google"} | options)


async def fetch(board: JobSpyBoard, state: FetchState | None = None) -> FetchResult:
    """Run the search."""
    async with OutboundClient() as http:
        return await board.fetch(source(), http, state or FetchState())


async def test_rows_become_postings() -> None:
    """Recorded rows, read as any table; what a search does not show is not gone."""
    asked: list[dict[str, Any]] = []

    def scrape(**given: Any) -> Frame:
        asked.append(given)
        return Frame([*ROWS, {"title": "no id"}])

    result = await fetch(JobSpyBoard(scrape))
    assert [posting.external_id for posting in result.postings] == ["indeed:in-77", "google:go-78"]
    assert (result.skipped, result.complete) == (1, False)
    assert asked == [{"site_name": ["indeed", "google"], "search_term": "miller", "verbose": 0}]


def test_options_become_arguments() -> None:
    """Numbers, yes and no, words."""
    given = source("all", place="Graz", country="austria", results="30", hours="48", remote="true")
    assert arguments_of(given) == {
        "site_name": ["indeed", "google"], "search_term": None, "verbose": 0, "location": "Graz",
        "country_indeed": "austria", "results_wanted": 30, "hours_old": 48, "is_remote": True,
    }  # fmt: skip


@pytest.mark.parametrize(
    "options",
    [{"sites": ""}, {"sites": "monster"}, {"results": "0"}, {"results": "201"}, {"hours": "soon"}, {"proxies": "x"}],
)
def test_wrong_options_are_named(options: dict[str, str]) -> None:
    """Before anything is searched."""
    with pytest.raises(Unprocessable) as caught:
        arguments_of(source(**options))
    assert str(caught.value.extra["field"]).startswith("options")


async def test_without_the_package_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is no part of an installation unless somebody wants it."""
    monkeypatch.setitem(sys.modules, "jobspy", None)
    async with OutboundClient() as http:
        with pytest.raises(Unprocessable, match=r"vitaeflow\[jobspy\]"):
            await board_for("jobspy").fetch(source(), http, FetchState())


async def test_a_search_without_end_is_left_behind() -> None:
    """Nothing of ours waits for its thread."""
    done = threading.Event()
    try:
        with pytest.raises(SourceError, match="did not end"):
            await fetch(JobSpyBoard(lambda **_: done.wait(5), seconds=0.05))
    finally:
        done.set()


async def test_whatever_the_package_raises_is_a_fault() -> None:
    """Its message, which may hold the search, is not passed on."""

    def broken(**_: Any) -> None:
        raise RuntimeError("blocked: miller in Graz")

    with pytest.raises(SourceError, match="RuntimeError") as caught:
        await fetch(JobSpyBoard(broken))
    assert "Graz" not in str(caught.value)


async def test_no_rows_are_an_alarm_where_rows_stood() -> None:
    """A blocked search answers with nothing."""
    empty = JobSpyBoard(lambda **_: Frame([]))
    assert (await fetch(empty)).problems == ["the source lists no postings"]
    with pytest.raises(SourceError, match="7 postings"):
        await fetch(empty, FetchState(last_rows=7))
