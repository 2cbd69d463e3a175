"""Boards of applicant tracking systems, from the API to the record."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest_asyncio

from tests.adapters.boards.recorded import RECORDED
from tests.adapters.web_server import WebServer, reply
from tests.e2e.test_sources import Source
from tests.world import User, World


@pytest_asyncio.fixture
async def person(lean: World) -> AsyncIterator[User]:
    """An account of the second product."""
    user = await lean.user()
    yield user
    await user.aclose()


async def create(user: User, kind: str, server: WebServer, **options: str) -> Source:
    """A source of a recorded board at the server, after its first run."""
    body = {"kind": kind, "name": "Weft", "location": RECORDED[kind].location, "base_url": server.url("")}
    made = await user.post("/api/v1/sources", json={**body, "options": options})
    assert made.status_code == 201, made.text
    source = Source(user, made.json())
    await source.read()
    return source


async def descriptions(user: User) -> dict[str, str]:
    """What the record holds, by title."""
    items: list[dict[str, Any]] = (await user.get("/api/v1/jobs")).json()["items"]
    found = [(await user.get(f"/api/v1/jobs/{item['id']}")).json() for item in items]
    return {job["title"]: job["posting"]["description"] for job in found}


async def test_descriptions_come_over_refreshes_and_stay(person: User, server: WebServer) -> None:
    """A refresh asks for what is not described yet, by the option's number, and loses nothing of what was."""
    board = RECORDED["rippling"]
    pages = [path for path in board.routes if path != board.list_path]
    other = pages[0].replace("0001", "0002")
    board.serve(server, {other: board.body(pages[0])})
    source = await create(person, "rippling", server, details="1")
    assert [bool(text) for text in (await descriptions(person)).values()].count(True) == 1
    row = await source.again()
    assert (row["health"], row["last_rows"], row["options"]) == ("ok", 2, {"details": "1"})
    assert all((await descriptions(person)).values())
    await source.again()
    assert [path for path in server.seen if path != board.list_path] == [pages[0], other]
    assert all((await descriptions(person)).values())
    await person.delete(source.path)


async def test_an_unknown_account_is_told_at_once(person: User, server: WebServer) -> None:
    """404 is not repeated, and the source says what to look at."""
    server.handle = lambda request: reply(request, 404)
    source = await create(person, "greenhouse", server)
    row = await source.row()
    assert row["health"] == "degraded"
    assert "location" in row["last_error"]
    assert len(server.seen) == 1
    await person.delete(source.path)


async def test_a_location_that_is_no_account_is_told_too(person: User, server: WebServer) -> None:
    """Nobody is called with it."""
    made = await person.post("/api/v1/sources", json={"kind": "lever", "name": "L", "location": "../admin"})
    source = Source(person, made.json())
    row = await source.read()
    assert row["health"] == "degraded"
    assert "account's name" in row["last_error"]
    await person.delete(source.path)
