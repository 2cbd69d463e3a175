"""More like this, and postings near a person, as the API gives them."""

from __future__ import annotations

import json
from datetime import timedelta
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID

import pytest
import pytest_asyncio

from adapters.postgres import Database
from api.similar import _search
from api.state import AppState
from schema.errors import Unavailable
from schema.ids import new_id
from schema.similar import SearchInput
from schema.temporal_names import WATCHDOG_SCHEDULE
from tests.adapters.web_server import WebServer, reply
from tests.e2e.test_jobs import matches_of, posting
from tests.world import User, World, eventually
from workflows import options

LUTHIER = "<p>Requirements: violin making, varnishing, wood carving, bow rehairing.</p>"
DIVER = "<p>Requirements: saturation diving, underwater welding, decompression tables.</p>"
LUTHIERS = [
    posting("l-1", "Luthier", LUTHIER),
    posting("l-2", "Senior Luthier", "<p>Requirements: violin making, varnishing, lute making.</p>"),
    posting("l-3", "Commercial Diver", DIVER),
]


@pytest_asyncio.fixture
async def record(world: World) -> Database:
    """The database behind it."""
    return await world.database()


class Feed:
    """A feed of one user's own."""

    def __init__(self, server: WebServer) -> None:
        self._server = server
        self._source = ""

    async def add(self, user: User, *postings: dict[str, Any]) -> None:
        """Make the source."""
        self._server.handle = lambda request: reply(request, 200, json.dumps(postings).encode())
        made = await user.post("/api/v1/sources", json={"kind": "feed", "name": "own", "location": self._server.url()})
        assert made.status_code == 201, made.text
        self._source, self._user = made.json()["id"], user

    async def jobs(self, count: int) -> dict[str, str]:
        """Title → id, once there are so many open."""

        async def listed() -> dict[str, str] | None:
            items = (await self._user.get("/api/v1/jobs", params={"source_id": self._source})).json()["items"]
            return {item["title"]: item["id"] for item in items} if len(items) == count else None

        found: dict[str, str] = await eventually(listed)
        return found


async def similar(user: User, job_id: str, count: int) -> list[dict[str, Any]]:
    """GET more like this, once so many are found."""

    async def found() -> list[dict[str, Any]] | None:
        answer = await user.get(f"/api/v1/jobs/{job_id}/similar")
        assert answer.status_code == 200, answer.text
        items: list[dict[str, Any]] = answer.json()["items"]
        mine = [item for item in items if item["job"]["title"] in {each["title"] for each in LUTHIERS}]
        return mine if len(mine) == count else None

    items: list[dict[str, Any]] = await eventually(found)
    return items


@pytest.fixture
def feed(server: WebServer) -> Feed:
    """A feed that no source reads yet."""
    return Feed(server)


async def private(world: World, record: Database) -> User:
    """An account whose sources are its own, whoever registered first."""
    user = await world.user()
    await record.pool.execute("update users set role = 'user' where id = $1", UUID(user.id))
    return user


async def test_more_like_this(world: World, record: Database, feed: Feed) -> None:
    """The alike posting comes first, with its similarity; one that closes goes; nobody else sees private ones."""
    owner, stranger = await private(world, record), await private(world, record)
    await feed.add(owner, *LUTHIERS)
    jobs = await feed.jobs(3)
    items = await similar(owner, jobs["Luthier"], 2)
    assert items[0]["job"]["id"] == jobs["Senior Luthier"]
    assert 1 >= items[0]["similarity"] > items[1]["similarity"] >= 0
    assert items[0]["job"]["requirements"]
    one = (await owner.get(f"/api/v1/jobs/{jobs['Luthier']}/similar", params={"limit": 1})).json()
    assert [item["job"]["id"] for item in one["items"]] == [jobs["Senior Luthier"]]
    assert one["compared_by"] == "vitaeflow-lexical-1"
    assert (await stranger.get(f"/api/v1/jobs/{jobs['Luthier']}/similar")).status_code == 404
    assert (await stranger.get(f"/api/v1/jobs/{new_id()}/similar")).status_code == 404
    await record.pool.execute("update jobs set status = 'closed' where id = $1", UUID(jobs["Senior Luthier"]))
    assert [item["job"]["id"] for item in await similar(owner, jobs["Luthier"], 1)] == [jobs["Commercial Diver"]]
    assert await similar(owner, jobs["Senior Luthier"], 2), "more like a closed one"


async def test_people_have_candidates(world: World, record: Database, feed: Feed) -> None:
    """Near the profile, by exact score and labelled, whatever the threshold is; matches are not among them."""
    user = await private(world, record)
    assert (await user.get("/api/v1/matches/candidates")).json() == {
        "items": [],
        "next_cursor": None,
        "compared_by": None,
    }
    await user.patch("/api/v1/me/preferences", json={"threshold": 60})
    await user.wait((await user.upload())["job_id"])
    await feed.add(
        user,
        posting("c-1", "Billing Backend Engineer", "<p>Requirements: Python, PostgreSQL, Kubernetes, Docker.</p>"),
        posting("c-2", "Embedded Engineer", "<p>Requirements: C, Rust, Docker, CAN bus, Zephyr, oscilloscopes.</p>"),
    )
    jobs = await feed.jobs(2)

    async def found() -> dict[str, Any] | None:
        matched = [match["title"] for match in await matches_of(user)]
        items = (await user.get("/api/v1/matches/candidates", params={"limit": 50})).json()["items"]
        by_id = {item["job"]["id"]: item for item in items}
        return by_id if jobs["Embedded Engineer"] in by_id and "Billing Backend Engineer" in matched else None

    by_id = await eventually(found)
    assert jobs["Billing Backend Engineer"] not in by_id
    candidate = by_id[jobs["Embedded Engineer"]]
    assert candidate["found_by"] == "similarity"
    assert candidate["below_threshold"] is (candidate["score"] < 60) is True
    assert candidate["analysis"]["explanation"]
    assert candidate["analysis"]["requirements"]
    scores = [item["score"] for item in by_id.values()]
    assert scores == sorted(scores, reverse=True)


async def test_the_sweep_repairs_the_index(world: World, record: Database, feed: Feed) -> None:
    """Postings that were stored and never indexed, because a worker was killed between, are found by the watchdog."""
    user = await private(world, record)
    await feed.add(user, *LUTHIERS)
    jobs = await feed.jobs(3)
    await similar(user, jobs["Luthier"], 2)
    lost = UUID(jobs["Senior Luthier"])
    await record.pool.execute("delete from job_vectors where job_id = $1", lost)
    await (await world.temporal()).get_schedule_handle(WATCHDOG_SCHEDULE).trigger()

    async def indexed() -> bool:
        return bool(
            await record.pool.fetchval("select content_hash is not null from job_vectors where job_id = $1", lost)
        )

    await eventually(indexed)


async def test_no_answer_in_time_is_said(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A store without an owner makes a request wait for seconds, not for ever: 503, try again."""
    monkeypatch.setattr(options, "SEARCH_TIMEOUT", timedelta(milliseconds=1))
    state = cast(AppState, SimpleNamespace(temporal=await world.temporal()))
    with pytest.raises(Unavailable):
        await _search(state, SearchInput(user_id=new_id()))
