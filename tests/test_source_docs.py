"""docs/sources.md says what is so, and its worked example works."""

from __future__ import annotations

import importlib
import json
import re
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from adapters.outbound import OutboundClient
from schema.errors import SourceUnknown
from schema.jobs import BOARD_KINDS, BoardKind, FetchState, SourceConfig
from schema.source_terms import terms_of
from tests.adapters.web_server import WebServer, reply

PAGE = (Path(__file__).parents[1] / "docs" / "sources.md").read_text()
TABLES = {"file": "table", "jobspy": "table", "feed": None, "page": None}


def block(name: str) -> str:
    """The code block of this name."""
    found = re.search(rf"^```\w+ {re.escape(name)}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assert found, name
    return found[1]


@pytest.fixture
def server() -> Iterator[WebServer]:
    """A fresh loopback server."""
    server = WebServer()
    yield server
    server.stop()


async def test_the_worked_example_works(server: WebServer) -> None:
    """The module as printed reads the recording as printed, and an unknown name is told."""
    recorded, expected = block("guildhall/vacancies.json").encode(), json.loads(block("guildhall/expected.json"))
    module: Any = types.ModuleType("guildhall")
    exec(compile(block("adapters/boards/guildhall.py"), "guildhall.py", "exec"), module.__dict__)
    server.handle = lambda request: (
        reply(request, 200, recorded, ETag='"g"') if request.path == "/vacancies" else reply(request, 404)
    )
    async with OutboundClient([f"127.0.0.1:{server.port}"], timeout=5) as http:
        source = SourceConfig(kind="guildhall", location="coopers", name="Coopers of Porto", base_url=server.url(""))
        result = await module.GuildhallBoard().fetch(source, http, FetchState())
        [posting] = [each.model_dump(mode="json") for each in result.postings]
        [wanted] = expected["postings"]
        wanted["salary"] |= {"source": "stated", "raw": None}
        assert {name: posting[name] for name in wanted} == wanted
        assert posting["raw"] == json.loads(recorded)["open"][0]
        assert (result.skipped, result.problems) == (expected["skipped"], expected["problems"])
        lost = source.model_copy(update={"base_url": server.url("/nowhere")})
        with pytest.raises(SourceUnknown):
            await module.GuildhallBoard().fetch(lost, http, FetchState())


@pytest.mark.parametrize("kind", BOARD_KINDS)
def test_every_kind_is_told(kind: BoardKind) -> None:
    """Its location, and the table of its module as it stands there."""
    assert re.search(rf"^\|[^|]*`{kind}`", PAGE, re.MULTILINE)
    name = TABLES.get(kind, kind)
    if name:
        rows = [
            row
            for row in (importlib.import_module(f"adapters.boards.{name}").__doc__ or "").splitlines()
            if row[:1] == "|"
        ]
        assert len(rows) > 4
        assert "\n".join(rows) in PAGE


@pytest.mark.parametrize("kind", BOARD_KINDS)
def test_terms_are_told(kind: BoardKind) -> None:
    """The least interval and the credit that the code knows; what has no row has no terms of its own."""
    terms = terms_of(kind)
    rows = PAGE.split("## Terms")[1].split("\n## ")[0].splitlines()
    told = [row for row in rows if row.startswith("|") and f"`{kind}`" in row.split("|")[1]]
    if told:
        assert f"{terms.least_minutes}" in told[0].split("|")[2]
        assert (terms.credit or "") in told[0]
    else:
        assert (terms.least_minutes, terms.credit) == (5, None)
