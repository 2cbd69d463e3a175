"""Recorded answers of every board, served by a real server: invented content in the shapes that the boards answer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

from adapters.boards import board_for
from adapters.outbound import OutboundClient
from schema.jobs import FetchResult, FetchState, Posting, SourceConfig
from tests.adapters.web_server import WebServer, reply

FIXTURES = Path(__file__).parent / "fixtures"


@dataclass(frozen=True)
class Recorded:
    """One board: its account, what is asked for, the ids that come of it, where its rows stand.

    `routes` maps paths with their query, and `#offset` of a body, to files; the first is the list.
    """

    kind: str
    location: str
    routes: Mapping[str, str]
    ids: tuple[str, ...]
    rows_at: tuple[str, ...] = ()
    id_name: str = "id"
    conditional: bool = True

    @property
    def list_path(self) -> str:
        """The path of the list."""
        return next(iter(self.routes))

    @property
    def is_xml(self) -> bool:
        """Whether the list is XML."""
        return not self.routes[self.list_path].endswith("json")

    def body(self, path: str | None = None) -> bytes:
        """The recorded answer of a path, or of the list."""
        return (FIXTURES / self.kind / self.routes[path or self.list_path]).read_bytes()

    def with_rows(self, rows: list[Any]) -> bytes:
        """The recorded list with these rows instead; JSON only."""
        payload: Any = json.loads(self.body())
        if not self.rows_at:
            return json.dumps(rows).encode()
        payload[self.rows_at[0]] = rows
        payload |= {"totalFound": len(rows), "total": len(rows)}
        return json.dumps(payload).encode()

    def rows(self) -> list[Any]:
        """The rows of the recorded list; JSON only."""
        payload = json.loads(self.body())
        return list(payload[self.rows_at[0]] if self.rows_at else payload)

    def serve(self, server: WebServer, answers: Mapping[str, bytes] | None = None, **headers: str) -> None:
        """Answer every recorded path, with other bodies where given; 404 for anything else."""
        bodies = {path: self.body(path) for path in self.routes} | dict(answers or {})

        def handle(request: BaseHTTPRequestHandler) -> None:
            sent = server.bodies[-1]
            body = bodies.get(f"{request.path}#{json.loads(sent)['offset']}" if sent else request.path)
            reply(request, 404) if body is None else reply(request, 200, body, **headers)

        server.handle = handle

    def source(self, server: WebServer, **changes: Any) -> SourceConfig:
        """The source at the server."""
        given = {"location": self.location, "name": "Named Ltd", "base_url": server.url("")}
        return SourceConfig.model_validate({"kind": self.kind, **given, **changes})

    async def fetch(
        self, server: WebServer, http: OutboundClient, state: FetchState | None = None, **changes: Any
    ) -> FetchResult:
        """Read the board at the server."""
        return await board_for(self.kind).fetch(self.source(server, **changes), http, state or FetchState())

    async def postings(self, server: WebServer, http: OutboundClient, **changes: Any) -> dict[str, Posting]:
        """Serve what was recorded, read it, and give the postings by id."""
        self.serve(server)
        result = await self.fetch(server, http, **changes)
        return {posting.external_id: posting for posting in result.postings}


LEVER = "5f000000-0000-4000-8000-00000000000"
ASHBY = "11110000-0000-4000-8000-00000000000"
RIPPLING = "71000000-0000-4000-8000-00000000000"
_TILE = "/v1/boards/tilework"
_WEFT, _SOAR, _WIND = (
    "/v1/companies/WeftCo/postings",
    "/platform/api/ats/v1/board/soarshop/jobs",
    "/wday/cxs/vindfabrik",
)

RECORDED = {
    each.kind: each
    for each in (
        Recorded(
            "greenhouse", "tilework",
            {f"{_TILE}/jobs?content=true&pay_transparency=true": "jobs.json", _TILE: "board.json",
             f"{_TILE}/jobs/9100001?pay_transparency=true": "job.json"},
            ("9100001", "9100002"), ("jobs",),
        ),
        Recorded(
            "lever", "railwise", {"/v0/postings/railwise?mode=json": "postings.json"},
            (f"{LEVER}1", f"{LEVER}2", f"{LEVER}3"),
        ),
        Recorded(
            "ashby", "reefdesk", {"/posting-api/job-board/reefdesk?includeCompensation=true": "board.json"},
            (f"{ASHBY}1", f"{ASHBY}2"), ("jobs",),
        ),
        Recorded(
            "workable", "olivepost", {"/api/v1/widget/accounts/olivepost?details=true": "account.json"},
            ("ABC123DEF4", "ABC123DEF5", "ABC123DEF6"), ("jobs",), "shortcode",
        ),
        Recorded(
            "smartrecruiters", "WeftCo",
            {f"{_WEFT}?limit=100&offset=0": "page1.json", f"{_WEFT}?limit=100&offset=2": "page2.json",
             f"{_WEFT}/744000000000001": "posting.json"},
            ("744000000000001", "744000000000002", "744000000000003"), ("content",), conditional=False,
        ),
        Recorded("recruitee", "rind", {"/api/offers/": "offers.json"}, ("31001", "31002"), ("offers",)),
        Recorded("personio", "uhrwerk", {"/xml?language=en": "positions.xml"}, ("41001", "41002")),
        Recorded(
            "teamtailor", "fjordlift", {"/jobs.rss?offset=0&per_page=100": "jobs.rss"},
            ("51001", "https://fjordlift.teamtailor.com/jobs/51002-planner"),
        ),
        Recorded("breezy", "beanline", {"/json?verbose=true": "json.json"}, ("0a1b2c3d4e5f", "0a1b2c3d4e60")),
        Recorded(
            "pinpoint", "beacon", {"/postings.json": "postings.json"}, ("61001", "/en/postings/61002"), ("data",)
        ),
        Recorded(
            "rippling", "soarshop", {_SOAR: "jobs.json", f"{_SOAR}/{RIPPLING}1": "job.json"},
            (f"{RIPPLING}1", f"{RIPPLING}2"), (), "uuid", conditional=False,
        ),
        Recorded(
            "bamboohr", "folio", {"/careers/list": "list.json", "/careers/81/detail": "detail.json"},
            ("81", "82"), ("result",), conditional=False,
        ),
        Recorded(
            "workday", "vindfabrik/wd3/Careers",
            {f"{_WIND}/Careers/jobs#0": "page1.json", f"{_WIND}/Careers/jobs#3": "page2.json",
             f"{_WIND}/Careers/job/Aalborg/Turbine-Fitter_R-1001": "detail.json"},
            ("R-1001", "R-1002-1", "R-1003", "R-1021"), ("jobPostings",), "externalPath", conditional=False,
        ),
    )
}  # fmt: skip
