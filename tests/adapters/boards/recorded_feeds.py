"""Recorded answers of the open feeds: invented content in the shapes that the feeds answer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from adapters.boards import SourceKeys, board_for
from adapters.outbound import OutboundClient
from schema.jobs import FetchResult, FetchState, SourceConfig
from tests.adapters.boards.recorded import Recorded
from tests.adapters.web_server import WebServer

KEYS = SourceKeys("ops@vitaeflow.example", "usa-key-5d1", "app-7", "adzuna-key-9c2")


@dataclass(frozen=True)
class RecordedFeed(Recorded):
    """One feed: as a board, with options, more levels to its rows, and rows below a row.

    `complete`: the answer is all there is. `title_at` is the way to a row's title.
    """

    options: Mapping[str, str] = field(default_factory=dict)
    complete: bool = False
    title_at: tuple[str, ...] = ("title",)

    def with_rows(self, rows: list[Any]) -> bytes:
        """The recorded list with these rows and no further page."""
        payload: Any = json.loads(self.body(self.rows_path))
        if not self.rows_at:
            return json.dumps(rows).encode()
        node = payload
        for name in self.rows_at[:-1]:
            node = node[name]
        node[self.rows_at[-1]] = rows
        for name in ("count", "SearchResultCountAll", "totalCount"):
            if name in node:
                node[name] = len(rows)
        payload |= {name: 1 for name in ("page_count",) if name in payload}
        payload |= {"links": {"next": None}} if "links" in payload else {}
        return json.dumps(payload).encode()

    @property
    def rows_path(self) -> str:
        """Where the rows are: the last of the calls of HN, the first of the others."""
        return list(self.routes)[-1] if self.kind == "hn_hiring" else self.list_path

    def rows(self) -> list[Any]:
        """The rows of the recorded list, without the notice of Remote OK."""
        node: Any = json.loads(self.body(self.rows_path))
        for name in self.rows_at:
            node = node[name]
        return [row for row in node if "legal" not in row]

    def source(self, server: WebServer, **changes: Any) -> SourceConfig:
        """The source at the server."""
        return super().source(server, **{"options": dict(self.options), **changes})

    async def fetch(
        self, server: WebServer, http: OutboundClient, state: FetchState | None = None, **changes: Any
    ) -> FetchResult:
        """Read the feed at the server, with keys."""
        board = board_for(self.kind, keys=KEYS)
        return await board.fetch(self.source(server, **changes), http, state or FetchState())


def _feed(kind: str, routes: Mapping[str, str], ids: tuple[str, ...], **rest: Any) -> RecordedFeed:
    return RecordedFeed(kind, "all", routes=routes, ids=ids, **rest)


_WWR = "https://weworkremotely.com/remote-jobs"
_ADZUNA = "app_id=app-7&app_key=adzuna-key-9c2&results_per_page=50&sort_by=date"

FEEDS = {
    each.kind: each
    for each in (
        _feed("remoteok", {"/api": "api.json"}, ("901001", "901002", "901003"), title_at=("position",)),
        _feed(
            "remotive", {"/api/remote-jobs": "jobs.json"}, ("1700001", "1700002", "1700003"), rows_at=("jobs",),
            complete=True,
        ),
        _feed(
            "arbeitnow", {"/api/job-board-api?page=1": "page1.json", "/api/job-board-api?page=2": "page2.json"},
            ("backermeister-mehlwerk-leipzig-11", "tester-taktgeber-12", "kellner-13"), rows_at=("data",),
            id_name="slug", conditional=False, complete=True,
        ),
        _feed(
            "himalayas",
            {"/jobs/api?offset=0&limit=20": "page1.json", "/jobs/api?offset=2&limit=20": "page2.json"},
            ("https://himalayas.app/companies/blackletter/jobs/setter", "hm-2", "hm-3"), rows_at=("jobs",),
            id_name="guid", conditional=False, complete=True,
        ),
        _feed(
            "jobicy", {"/api/v2/remote-jobs?count=50": "jobs.json"}, ("140001", "140002"), rows_at=("jobs",),
            title_at=("jobTitle",),
        ),
        _feed(
            "weworkremotely", {"/remote-jobs.rss": "jobs.rss"},
            (f"{_WWR}/kiln-co-ceramics-lead", f"{_WWR}/quillworks-archivist"),
        ),
        _feed(
            "themuse", {"/api/public/jobs?page=0": "page0.json", "/api/public/jobs?page=1": "page1.json"},
            ("15000001", "15000002", "15000003"), rows_at=("results",), conditional=False, complete=True,
            title_at=("name",),
        ),
        _feed(
            "usajobs", {"/api/search?ResultsPerPage=250&Page=1": "page1.json"}, ("830000001", "830000002"),
            rows_at=("SearchResult", "SearchResultItems"), id_name="MatchedObjectId", conditional=False, complete=True,
            title_at=("MatchedObjectDescriptor", "PositionTitle"),
        ),
        _feed(
            "adzuna", {f"/v1/api/jobs/de/search/1?{_ADZUNA}": "page1.json"}, ("5000000001", "5000000002"),
            rows_at=("results",), conditional=False, complete=True, options={"country": "de"},
        ),
        _feed(
            "hn_hiring",
            {"/api/v1/search_by_date?tags=story%2Cauthor_whoishiring&hitsPerPage=10": "search.json",
             "/api/v1/items/48000001": "thread.json"},
            ("48000101", "48000103", "48000104"), rows_at=("children",), conditional=False, complete=True,
            title_at=("text",),
        ),
    )
}  # fmt: skip
