"""Two workers and two APIs on one record: a feed is read once, everybody is matched and told once, on either side."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest_asyncio

from tests.adapters.web_server import WebServer
from tests.e2e.test_jobs import BACKEND, NURSE, matches_of, posting
from tests.e2e.test_sources import Feed, create
from tests.world import User, World, eventually, make_world, temporal_server
from workers.programs import API, WORKER

PEOPLE = 6
LATER = posting("b-2", "Platform Engineer", "<p>Requirements: Python, Docker, PostgreSQL, Kubernetes. English.</p>")


@pytest_asyncio.fixture
async def pair(postgres: str, session_dir: Path) -> AsyncIterator[World]:
    """Two workers, two APIs, and the admin's account, which is the first."""
    async with (
        temporal_server(session_dir / "pair") as server,
        await make_world(postgres, server.address, session_dir) as running,
    ):
        await asyncio.gather(*(running.start(program) for program in (WORKER, API, WORKER, API)))
        yield running


async def _person(world: World, api: int, receiver: WebServer) -> User:
    """Somebody who came by one of the APIs, with a profile and a webhook."""
    user = await world.user(api=api)
    made = await user.post(
        "/api/v1/channels", json={"kind": "webhook", "name": "mine", "config": {"url": receiver.url(f"/{user.id}")}}
    )
    assert made.status_code == 201, made.text
    await user.wait((await user.upload())["job_id"])
    return user


async def _titles(user: User) -> list[str]:
    return sorted(match["title"] for match in await matches_of(user))


async def _all_have(people: list[User], *titles: str) -> None:
    async def there() -> bool:
        return all([await _titles(user) == sorted(titles) for user in people])

    await eventually(there)


async def _announced(user: User) -> list[str]:
    """The titles of all notifications; `user` may ask either API."""
    items: list[dict[str, Any]] = (await user.get("/api/v1/notifications?limit=100")).json()["items"]
    return sorted(line["title"] for item in items for line in item["payload"]["matches"])


async def test_everything_happens_once(pair: World) -> None:
    """One posting, then one more after a worker was killed: each is read, matched, told and delivered once."""
    feed_server, receiver = WebServer(), WebServer()
    try:
        feed, admin = Feed(feed_server), await pair.user()
        people = await asyncio.gather(*(_person(pair, n % 2, receiver) for n in range(PEOPLE)))
        feed.has(BACKEND, NURSE)
        source = await create(admin, feed)
        assert len(feed_server.seen) == 1
        await _all_have(people, BACKEND["title"])
        pair.kill(next(part for name, part in pair.parts.items() if name.startswith("worker")))
        feed.has(BACKEND, NURSE, LATER)
        await source.again()
        await _all_have(people, BACKEND["title"], LATER["title"])
        expected = sorted([BACKEND["title"], LATER["title"]])
        await eventually(lambda: _told(people, expected))
        for n, user in enumerate(people):
            sent = {row["id"] for row in await _deliveries(user)}
            # after a kill a message may come again, under the id by which a receiver knows it
            assert {key for path, key in _received(receiver) if path == f"/{user.id}"} == sent
            user.base_url = pair.urls[1 - n % 2]
            assert (await _titles(user), await _announced(user)) == (expected, expected)
    finally:
        feed_server.stop()
        receiver.stop()


async def _told(people: list[User], titles: list[str]) -> bool:
    """Everybody was told of these, each once, and no message waits; two postings may share one."""
    return all(
        [
            await _announced(user) == titles and all(row["status"] == "sent" for row in await _deliveries(user))
            for user in people
        ]
    )


async def _deliveries(user: User) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = (await user.get("/api/v1/deliveries")).json()["items"]
    return rows


def _received(receiver: WebServer) -> list[tuple[str, str]]:
    """For whom, and under which id."""
    return [(path, headers["webhook-id"]) for path, headers in zip(receiver.seen, receiver.headers, strict=True)]
