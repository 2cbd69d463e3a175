"""Every route of the OpenAPI document: what belongs to one account does not exist for another."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import pytest_asyncio

from api.app import create_app
from schema.settings import Settings
from tests.adapters.web_server import WebServer
from tests.api.estate import Estate, build_estate
from tests.api.test_auth import client
from tests.world import Listener, User, World

DOCUMENT = create_app(Settings(_env_file=None)).openapi()
ROUTES = sorted((method.upper(), path) for path, methods in DOCUMENT["paths"].items() for method in methods)
OPEN = {
    ("GET", "/healthz"),
    ("GET", "/readyz"),
    ("GET", "/metrics"),
    ("POST", "/api/v1/auth/register"),
    ("POST", "/api/v1/auth/login"),
    ("POST", "/api/v1/auth/refresh"),
    ("POST", "/api/v1/auth/logout"),
    ("GET", "/api/v1/unsubscribe"),
    ("POST", "/api/v1/unsubscribe"),
}
OWN_ACCOUNT = {
    ("GET", "/api/v1/me"),
    ("PATCH", "/api/v1/me"),
    ("DELETE", "/api/v1/me"),
    ("GET", "/api/v1/me/settings"),
    ("PATCH", "/api/v1/me/settings"),
    ("GET", "/api/v1/me/preferences"),
    ("PATCH", "/api/v1/me/preferences"),
    ("PUT", "/api/v1/me/preferences"),
    ("GET", "/api/v1/me/delivery"),
    ("PUT", "/api/v1/me/delivery"),
    ("GET", "/api/v1/matches/ranking"),
    ("GET", "/api/v1/matches/candidates"),
    ("POST", "/api/v1/matches/ranking"),
}
CREATING = {
    ("POST", "/api/v1/me/api-keys"),
    ("POST", "/api/v1/resumes"),
    ("POST", "/api/v1/resumes/text"),
    ("POST", "/api/v1/channels"),
    ("POST", "/api/v1/sources"),
    ("POST", "/api/v1/searches"),
}
EXPORTS = {("GET", f"/api/v1/exports/{name}.csv") for name in ("jobs", "matches", "applications")}
OF_ONE = [route for route in ROUTES if "{" in route[1]]
LISTS = [
    route for route in ROUTES if route[0] == "GET" and "{" not in route[1] and route not in OPEN | OWN_ACCOUNT | EXPORTS
]
BY_BODY = {
    ("POST", "/api/v1/analyses"): {"resume_id": "resumes"},
    ("POST", "/api/v1/applications"): {"job_id": "jobs"},
}
BODIES: dict[tuple[str, str], dict[str, Any]] = {
    ("PATCH", "/api/v1/channels/{channel_id}"): {"name": "mine now"},
    ("PATCH", "/api/v1/matches/{match_id}"): {"feedback": "hide"},
    ("PATCH", "/api/v1/applications/{application_id}"): {"notes": "mine now"},
    ("PATCH", "/api/v1/searches/{search_id}"): {"name": "mine now"},
}


@pytest_asyncio.fixture(scope="module")
async def stranger(world: World) -> User:
    """Another account; registered first, so that where it is the admin, it gets no further either."""
    return await world.user()


@pytest_asyncio.fixture(scope="module")
async def listening(stranger: User) -> AsyncIterator[Listener]:
    """The stranger's WebSocket, open from before the estate was made."""
    async with stranger.listen(last_event_id=0) as listener:
        yield listener


@pytest_asyncio.fixture(scope="module")
async def estate(world: World, stranger: User, listening: Listener, outside: WebServer) -> Estate:
    """Somebody's one of everything."""
    return await build_estate(world, outside)


def path_of(path: str, estate: Estate) -> str:
    """A path with the estate's own id in it. A resource that the estate lacks fails the test."""
    before, _, rest = path.partition("{")
    resource = before.rstrip("/").rpartition("/")[2]
    assert resource in estate.ids, f"{path} is new: give the estate one of its resource"
    return before + estate.ids[resource] + rest.partition("}")[2]


def assert_silent(answer: httpx.Response, estate: Estate) -> None:
    """An answer to the stranger holds nothing of the estate, headers included."""
    seen = answer.text + str(answer.headers)
    assert not [mark for mark in estate.marks if mark in seen]


def test_every_route_is_of_a_known_kind() -> None:
    """A new route is either of one resource, a list, of the own account, creating or open to all."""
    known = {*OF_ONE, *LISTS, *OPEN, *OWN_ACCOUNT, *EXPORTS, *CREATING, *BY_BODY}
    assert set(ROUTES) == known


@pytest.mark.parametrize(("method", "path"), OF_ONE)
async def test_a_resource_of_somebody_else_is_not_found(method: str, path: str, stranger: User, estate: Estate) -> None:
    """Reading, changing, deleting, exporting: 404, as for an id that never was."""
    body = BODIES.get((method, path))
    answer = await stranger.request(method, path_of(path, estate), json=body)
    assert answer.status_code == 404, answer.text
    assert_silent(answer, estate)
    before, _, rest = path.partition("{")
    never = await stranger.request(
        method, f"{before}0199c2f4-c0de-7abc-8def-0123456789ab{rest.partition('}')[2]}", json=body
    )
    mine, nobodys = answer.json(), never.json()
    assert {**mine, "request_id": ""} == {**nobodys, "request_id": ""}


@pytest.mark.parametrize("fmt", ["json", "csv", "pdf", "docx"])
async def test_exports_of_somebody_else_are_not_found(fmt: str, stranger: User, estate: Estate) -> None:
    """Each export format answers 404, also with the owner's ETag."""
    path = f"/api/v1/analyses/{estate.ids['analyses']}/export?format={fmt}"
    etag = (await estate.owner.get(path)).headers["etag"]
    answer = await stranger.get(path, headers={"If-None-Match": etag})
    assert answer.status_code == 404
    assert_silent(answer, estate)


@pytest.mark.parametrize(("method", "path"), LISTS)
async def test_lists_hold_nothing_of_somebody_else(method: str, path: str, stranger: User, estate: Estate) -> None:
    """The stranger's lists are without the estate's ids and words; the owner's hold them."""
    answer = await stranger.request(method, path)
    assert answer.status_code == 200
    assert_silent(answer, estate)
    assert estate.ids[path.rpartition("/")[2]] in (await estate.owner.request(method, path)).text


@pytest.mark.parametrize(("method", "path"), sorted(EXPORTS))
async def test_exported_lists_hold_nothing_of_somebody_else(
    method: str, path: str, stranger: User, estate: Estate
) -> None:
    """Jobs of private sources, matches, applications: in the owner's file and in no other."""
    answer = await stranger.request(method, path)
    assert answer.status_code == 200
    assert_silent(answer, estate)
    assert "Thrumvale" in (await estate.owner.request(method, path)).text


async def test_filters_and_bodies_do_not_reach_over(stranger: User, estate: Estate) -> None:
    """A filter by somebody's résumé gives nothing; starting its analysis is 404."""
    answer = await stranger.get("/api/v1/analyses", params={"resume_id": estate.ids["resumes"]})
    assert answer.json() == {"items": [], "next_cursor": None}
    for (method, path), fields in BY_BODY.items():
        body = {field: estate.ids[resource] for field, resource in fields.items()}
        answer = await stranger.request(method, path, json=body)
        assert answer.status_code == 404, answer.text
        assert_silent(answer, estate)


@pytest.mark.parametrize(("method", "path"), [route for route in ROUTES if route not in OPEN])
async def test_without_credentials_everything_is_unauthorized(
    method: str, path: str, world: World, estate: Estate
) -> None:
    """401 as a problem, before anything is looked up or any value is checked."""
    target = path_of(path, estate) if "{" in path else path
    async with client(world.urls[0]) as nobody:
        answer = await nobody.request(method, target)
    assert answer.status_code == 401, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.json()["code"] == "unauthorized"
    assert_silent(answer, estate)


async def test_the_websocket_never_hears_of_somebody_else(listening: Listener, stranger: User, estate: Estate) -> None:
    """All that was made while the stranger listened and replayed from zero stayed unheard; their own is heard."""
    accepted = await stranger.upload()
    messages = await listening.until("completed")
    jobs = {message["payload"]["job_id"] for message in messages if message["type"] == "job_status"}
    assert jobs == {accepted["job_id"]}
    text = json.dumps(messages, ensure_ascii=False)
    assert not [mark for mark in estate.marks if mark in text]


async def test_the_estate_stands_after_all_attempts(stranger: User, estate: Estate) -> None:
    """What the stranger tried on every route changed nothing."""

    async def read(resource: str, identity: str) -> Any:
        path = f"/api/v1/{resource}/{identity}"
        return (await estate.owner.get(path)).json()

    single = [name for name in estate.ids if name not in ("api-keys", "notifications")]
    before = [await read(name, estate.ids[name]) for name in single]
    await asyncio.gather(
        *(
            stranger.request(method, path_of(path, estate), json=BODIES.get((method, path)))
            for method, path in OF_ONE
            if method != "GET"
        )
    )
    assert [await read(name, estate.ids[name]) for name in single] == before
    keys = (await estate.owner.get("/api/v1/me/api-keys")).json()["items"]
    assert [key["id"] for key in keys] == [estate.ids["api-keys"]]
    notifications = (await estate.owner.get("/api/v1/notifications")).json()["items"]
    assert [item["read_at"] for item in notifications if item["id"] == estate.ids["notifications"]] == [None]
