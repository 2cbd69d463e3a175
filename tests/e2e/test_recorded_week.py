"""Seven recorded days of a feed that shows its newest postings only, read by its own kind of source."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import AsyncIterator
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest_asyncio

from tests.adapters.boards.recorded import FIXTURES
from tests.adapters.web_server import WebServer, reply
from tests.e2e.test_sources import Source
from tests.e2e.test_week import announced
from tests.world import User, World, eventually

WEEK: list[dict[str, Any]] = json.loads((FIXTURES / "remoteok" / "week.json").read_text())
ALL = ["Backend Engineer", "Platform Engineer", "Python Engineer", "Software Engineer", "DevOps Engineer"]


@pytest_asyncio.fixture
async def person(lean: World) -> AsyncIterator[User]:
    """Somebody whom all of these postings fit."""
    user = await lean.user()
    assert (await user.patch("/api/v1/me/preferences", json={"threshold": 30})).status_code == 200
    await user.wait((await user.upload())["job_id"])
    yield user
    await user.aclose()


def play(server: WebServer, day: dict[str, Any]) -> None:
    """Give the answers of a day in their order, the last for as long as somebody asks."""
    answers = list(day["answers"])

    def handle(request: BaseHTTPRequestHandler) -> None:
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        body = answer["body"]
        headers = {name.replace("-", "_"): value for name, value in answer["headers"].items()}
        raw = body.encode() if isinstance(body, str) else json.dumps(body).encode()
        reply(request, answer["status"], raw, **headers)

    server.handle = handle


async def test_each_vacancy_of_the_week_is_announced_once(person: User, server: WebServer) -> None:
    """A corrected row, a list too short for all, an outage, a rest that was asked for, a new id and a new date."""
    source: Source | None = None
    for day in WEEK:
        play(server, day)
        if source is None:
            body = {"kind": "remoteok", "name": "remote", "location": "all", "base_url": server.url("")}
            made = await person.post("/api/v1/sources", json=body)
            assert made.status_code == 201, made.text
            source = Source(person, made.json())
            row = await source.read()
        else:
            row = await source.again()
        outage = "firewall" in day["happens"]
        assert row["health"] == ("degraded" if outage else "ok"), (day["day"], row["last_error"])

    async def all_told() -> bool:
        return set(ALL) <= set(await announced(person))

    await eventually(all_told)
    assert await announced(person) == Counter(ALL)
    news = (await person.get("/api/v1/notifications?limit=100")).json()["items"]
    lines = [line for item in news for line in item["payload"]["matches"]]
    assert {line["credit"] for line in lines} == {"Remote OK"}
    assert all(line["url"].startswith("https://remoteok.com/") for line in lines)
    assert source is not None
    open_jobs = (await person.get("/api/v1/jobs?postings=all&limit=100")).json()["items"]
    titles = Counter(job["title"] for job in open_jobs)
    assert titles.keys() == set(ALL), "what fell off the list is not gone"
    await person.delete(source.path)
