"""The life of a source: what it has, what changes, what goes and comes back, and how it fails and recovers."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from schema.temporal_names import source_schedule_id
from tests.adapters.web_server import WebServer, reply
from tests.e2e.test_jobs import BACKEND, NURSE, matches_of, posting
from tests.world import Listener, User, World, eventually


class Feed:
    """A source that a test turns as it likes."""

    def __init__(self, server: WebServer) -> None:
        self.server = server
        self.status = 200
        self.body = b"[]"
        self.server.handle = self._answer

    def has(self, *postings: dict[str, Any]) -> None:
        """From now on these."""
        self.status, self.body = 200, json.dumps(postings).encode()

    def _answer(self, request: Any) -> None:
        tag = f'"{hash(self.body)}"'
        if self.status == 200 and request.headers.get("If-None-Match") == tag:
            reply(request, 304)
        else:
            reply(request, self.status, self.body, ETag=tag)


class Source:
    """One source of one user."""

    def __init__(self, user: User, row: dict[str, Any]) -> None:
        self.user, self.path = user, f"/api/v1/sources/{row['id']}"
        self.id = str(row["id"])
        self.last_run: str | None = None

    async def row(self) -> dict[str, Any]:
        """As the API shows it."""
        row: dict[str, Any] = (await self.user.get(self.path)).json()
        return row

    async def read(self) -> dict[str, Any]:
        """Wait for the next run to end; the row."""

        async def has_run() -> dict[str, Any] | None:
            row = await self.row()
            return row if row["last_run_at"] != self.last_run else None

        row: dict[str, Any] = await eventually(has_run)
        self.last_run = row["last_run_at"]
        return row

    async def again(self) -> dict[str, Any]:
        """Trigger, and wait for it."""
        answer = await self.user.post(f"{self.path}/trigger")
        assert answer.status_code == 202, answer.text
        return await self.read()


@pytest_asyncio.fixture
async def person(lean: World) -> AsyncIterator[User]:
    """An account of the second product."""
    user = await lean.user()
    yield user
    await user.aclose()


@pytest.fixture
def feed(server: WebServer) -> Feed:
    """An empty feed."""
    return Feed(server)


async def create(user: User, feed: Feed) -> Source:
    """POST /sources, and wait for the first run."""
    made = await user.post("/api/v1/sources", json={"kind": "feed", "name": "mine", "location": feed.server.url()})
    assert made.status_code == 201, made.text
    source = Source(user, made.json())
    await source.read()
    return source


async def jobs(user: User, status: str = "open") -> dict[str, str]:
    """Ids of postings by title."""
    items = (await user.get(f"/api/v1/jobs?status={status}")).json()["items"]
    return {item["title"]: item["id"] for item in items}


async def test_postings_come_change_go_and_come_back(person: User, feed: Feed) -> None:
    """New → open; changed → the same id with the new text; gone twice → closed; back → open under its old id."""
    feed.has(BACKEND, NURSE)
    source = await create(person, feed)
    first = await jobs(person)
    assert sorted(first) == sorted([BACKEND["title"], NURSE["title"]])
    feed.has({**BACKEND, "title": "Staff Backend Engineer"})
    row = await source.again()
    assert (row["health"], row["last_rows"]) == ("ok", 1)
    assert sorted(await jobs(person)) == sorted(["Staff Backend Engineer", NURSE["title"]])
    await source.again()
    assert await jobs(person) == {"Staff Backend Engineer": first[BACKEND["title"]]}
    assert await jobs(person, "closed") == {NURSE["title"]: first[NURSE["title"]]}
    feed.has(BACKEND, NURSE)
    await source.again()
    assert await jobs(person) == first
    assert await jobs(person, "closed") == {}


async def test_an_unchanged_source_is_not_read_again(person: User, feed: Feed) -> None:
    """A 304 keeps what is there: nothing closes, nothing is matched again."""
    feed.has(BACKEND)
    source = await create(person, feed)
    row = await source.again()
    assert (row["health"], row["last_rows"]) == ("ok", 1)
    assert feed.server.headers[-1]["if-none-match"]
    assert list(await jobs(person)) == [BACKEND["title"]]


async def test_a_source_that_breaks_is_degraded_once_and_its_recovery_told(person: User, feed: Feed) -> None:
    """A page instead of data, then no rows at all: nothing closes, one event; one more when it is back."""
    feed.has(BACKEND)
    source = await create(person, feed)
    async with person.listen() as listener:
        feed.status, feed.body = 200, b"<html><body>Sign in</body></html>"
        row = await source.again()
        assert (row["health"], row["last_rows"]) == ("degraded", 1)
        assert row["last_error"]
        feed.has()
        assert (await source.again())["health"] == "degraded"
        assert list(await jobs(person)) == [BACKEND["title"]]
        feed.has(BACKEND)
        row = await source.again()
        assert (row["health"], row["last_error"]) == ("ok", None)
        assert await _system(listener, 2) == [("source.degraded", source.id), ("source.recovered", source.id)]


async def test_private_postings_reach_only_their_owner(lean: World, person: User, feed: Feed) -> None:
    """A user's own source is nobody else's: neither jobs nor matches, also when the other's profile changes later."""
    other = await lean.user()
    for each in (person, other):
        assert (await each.patch("/api/v1/me/preferences", json={"threshold": 0})).status_code == 200
        await each.wait((await each.upload())["job_id"])
    feed.has(BACKEND)
    await create(person, feed)

    async def matched() -> bool:
        return bool(await matches_of(person))

    await eventually(matched)
    await other.wait((await other.upload())["job_id"])
    # the other's change is matched before a later one of the owner's: when that shows, the first is through
    feed.has(BACKEND, posting("b-2", "Backend Engineer", "<p>Requirements: Python, PostgreSQL, Kubernetes.</p>"))
    await person.post(f"/api/v1/sources/{(await _only_source(person))}/trigger")

    async def matched_again() -> bool:
        return len(await matches_of(person)) == 2

    await eventually(matched_again)
    assert await matches_of(other) == []
    assert await jobs(other) == {}


async def test_a_paused_source_waits_and_a_trigger_still_reads_it(lean: World, person: User, feed: Feed) -> None:
    """Pause and resume reach Temporal's schedule; a trigger reads also while paused."""
    feed.has(BACKEND)
    source = await create(person, feed)
    schedule = (await lean.temporal()).get_schedule_handle(source_schedule_id(source.id))
    assert (await person.post(f"{source.path}/pause")).json()["paused"] is True
    assert (await schedule.describe()).schedule.state.paused
    feed.has(BACKEND, NURSE)
    assert (await source.again())["last_rows"] == 2
    assert (await person.post(f"{source.path}/resume")).json()["paused"] is False
    assert not (await schedule.describe()).schedule.state.paused


async def test_a_schedule_that_temporal_lost_is_made_anew(lean: World, person: User, feed: Feed) -> None:
    """By the next thing asked of it: paused stays paused, and a trigger reads once."""
    feed.has(BACKEND)
    source = await create(person, feed)
    schedule = (await lean.temporal()).get_schedule_handle(source_schedule_id(source.id))
    await schedule.delete()
    assert (await person.post(f"{source.path}/pause")).json()["paused"] is True
    assert (await schedule.describe()).schedule.state.paused
    await schedule.delete()
    feed.has(BACKEND, NURSE)
    assert (await source.again())["last_rows"] == 2
    described = await schedule.describe()
    assert described.schedule.state.paused
    assert described.info.num_actions == 1


async def test_deleting_a_source_ends_its_schedule_and_its_postings(lean: World, person: User, feed: Feed) -> None:
    """Nothing is read for a source that is not there any more."""
    feed.has(BACKEND)
    source = await create(person, feed)
    assert (await person.delete(source.path)).status_code == 204
    assert await jobs(person) == {}

    async def unscheduled() -> bool:
        ids = [entry.id async for entry in await (await lean.temporal()).list_schedules()]
        return source_schedule_id(source.id) not in ids

    await eventually(unscheduled)


async def _system(listener: Listener, count: int) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    while len(found) < count:
        message = await listener.next()
        if message["type"] == "system" and "source_id" in message["payload"]:
            found.append((message["payload"]["type"], message["payload"]["source_id"]))
    return found


async def _only_source(user: User) -> str:
    (source,) = (await user.get("/api/v1/sources")).json()["items"]
    return str(source["id"])
