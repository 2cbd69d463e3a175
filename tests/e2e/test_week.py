"""Seven days of a feed as they happen: every vacancy is announced once, whatever the board does with its postings."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest_asyncio

from tests.adapters.web_server import WebServer
from tests.e2e.test_jobs import posting
from tests.e2e.test_sources import Feed, Source, create
from tests.world import User, World, eventually

TEXT = """<p>We keep the booking of ferries afloat.</p><p>Requirements:</p><ul><li>Python</li><li>{skill}</li>
<li>PostgreSQL</li><li>4 years of experience</li></ul><p>You work with a team of six and take turns on call.</p>"""


def vacancy(key: str, title: str, skill: str, city: str = "Brno", **more: Any) -> dict[str, Any]:
    """A posting that fits the person of these tests."""
    place = {"@type": "Place", "address": {"addressLocality": city, "addressCountry": "CZ"}}
    return posting(key, title, TEXT.format(skill=skill), jobLocation=place, **more)


BACKEND = vacancy("w-1", "Backend Engineer", "Kubernetes")
PLATFORM = [vacancy(f"w-2{n}", f"Platform Engineer {city}", "Docker", city) for n, city in enumerate(["Brno", "Praha"])]
DATA = vacancy("w-3", "Python Engineer", "AWS")
LATE = vacancy("w-4", "Software Engineer", "Go")
RENEWED = {**BACKEND, "datePosted": "2026-11-04"}
REPOSTED = {**DATA, "identifier": {"@type": "PropertyValue", "value": "w-9"}, "datePosted": "2026-11-07"}

# What the feed answers on each day: postings, or a status with a body that is none.
WEEK: list[list[dict[str, Any]] | tuple[int, bytes]] = [
    [BACKEND, *PLATFORM],
    [BACKEND, *PLATFORM, DATA],
    [*PLATFORM, DATA],  # one is missing for a day
    [RENEWED, *reversed(PLATFORM), DATA],  # back, with a new date
    (200, b"<html>Maintenance</html>"),
    [RENEWED, *PLATFORM, LATE],  # one goes
    [RENEWED, PLATFORM[1], REPOSTED, LATE],  # and is back under another id, while a city of another goes
    [RENEWED, PLATFORM[1], REPOSTED, LATE],
]


@pytest_asyncio.fixture
async def person(lean: World) -> Any:
    """Somebody whom all of these postings fit."""
    user = await lean.user()
    assert (await user.patch("/api/v1/me/preferences", json={"threshold": 30})).status_code == 200
    await user.wait((await user.upload())["job_id"])
    yield user
    await user.aclose()


async def announced(user: User) -> Counter[str]:
    """How often each vacancy stands in a notification, by its title without a city."""
    items = (await user.get("/api/v1/notifications?limit=100")).json()["items"]
    lines = [line["title"] for item in items for line in item["payload"]["matches"]]
    return Counter(title.rsplit(" ", 1)[0] if title.endswith(("Brno", "Praha")) else title for title in lines)


async def test_each_vacancy_of_a_week_is_announced_once(person: User, server: WebServer) -> None:
    """Two cities, a gap of a day, a renewed date, an outage, a repost under a new id: one line each, all week long."""
    feed = Feed(server)
    source: Source | None = None
    for day, answer in enumerate(WEEK):
        if isinstance(answer, tuple):
            feed.status, feed.body = answer
        else:
            feed.has(*answer)
        if source is None:
            source = await create(person, feed)
        else:
            row = await source.again()
            assert row["health"] == ("degraded" if isinstance(answer, tuple) else "ok"), (day, row["last_error"])
    expected = {"Backend Engineer", "Platform Engineer", "Python Engineer", "Software Engineer"}

    async def all_told() -> bool:
        return expected <= set(await announced(person))

    await eventually(all_told)
    # a batch that comes later than all others: when it is through, nothing of the week is still on its way
    feed.has(RENEWED, PLATFORM[1], REPOSTED, LATE, vacancy("w-5", "DevOps Engineer", "Kubernetes"))
    assert source is not None
    await source.again()

    async def last_told() -> bool:
        return "DevOps Engineer" in await announced(person)

    await eventually(last_told)
    assert await announced(person) == Counter([*expected, "DevOps Engineer"])
    open_jobs = (await person.get("/api/v1/jobs?postings=all")).json()["items"]
    assert sorted(job["posting"]["external_id"] for job in open_jobs) == ["w-1", "w-21", "w-4", "w-5", "w-9"]
