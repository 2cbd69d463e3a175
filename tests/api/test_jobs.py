"""Postings as the API lists them: filters with three values, requirements, where a vacancy is listed, its company."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
import pytest_asyncio

from tests.adapters.web_server import WebServer, reply
from tests.e2e.test_jobs import posting
from tests.world import User, World, eventually

PAY = {
    "@type": "MonetaryAmount",
    "currency": "EUR",
    "value": {"minValue": 50000, "maxValue": 60000, "unitText": "YEAR"},
}
TEXT = "<p>We build bridges for trains.</p><p>Requirements:</p><ul><li>Python</li><li>3 years of experience</li></ul>"


def bridge(key: str, title: str, city: str, country: str, text: str = TEXT, **more: Any) -> dict[str, Any]:
    """A posting of one employer."""
    place = {"@type": "Place", "address": {"addressLocality": city, "addressCountry": country}}
    organisation = {"@type": "Organization", "name": "Brückenbau Nord", "url": SITE["url"]}
    return posting(key, title, text, jobLocation=place, hiringOrganization=organisation, **more)


SITE = {"url": ""}


@pytest.fixture(scope="module")
def outside_world() -> Iterator[WebServer]:
    """A feed at `/feed`, a company's site at all else."""
    server = WebServer()
    SITE["url"] = server.url("/company")
    rows = [
        bridge("1", "Bridge Engineer", "Porto", "PT", baseSalary=PAY, employmentType="FULL_TIME"),
        bridge("2", "Tunnel Engineer", "Bonn", "DE", jobLocationType="TELECOMMUTE"),
        bridge("3", "Track Layer Lisboa", "Lisboa", "PT", employmentType="CONTRACTOR"),
        bridge("4", "Track Layer Braga", "Braga", "PT", employmentType="CONTRACTOR"),
    ]

    def answer(request: Any) -> None:
        if request.path == "/feed":
            reply(request, 200, json.dumps(rows).encode(), Content_Type="application/json")
        elif request.path == "/robots.txt":
            reply(request, 404)
        else:
            reply(request, 200, "<p>Gegründet 1911 in Kiel.</p>".encode(), Content_Type="text/html; charset=utf-8")

    server.handle = answer
    yield server
    server.stop()


@pytest_asyncio.fixture(scope="module")
async def owner(world: World, outside_world: WebServer) -> AsyncIterator[User]:
    """Somebody with the feed as a source of their own."""
    await world.user()  # whoever is first is the admin
    user = await world.user()
    made = await user.post(
        "/api/v1/sources", json={"kind": "feed", "name": "bridges", "location": outside_world.url("/feed")}
    )
    assert made.status_code == 201, made.text

    async def read() -> bool:
        return len((await user.get("/api/v1/jobs?postings=all")).json()["items"]) == 4

    await eventually(read)
    yield user
    await user.aclose()


async def found(user: User, query: str = "") -> dict[str, list[str]]:
    """Titles of the owner's postings, with the filters that each does not answer."""
    answer = await user.get(f"/api/v1/jobs?company=Brückenbau Nord&{query}")
    assert answer.status_code == 200, answer.text
    return {item["title"]: item["unknown"] for item in answer.json()["items"]}


async def test_one_posting_stands_for_each_vacancy(owner: User) -> None:
    """Duplicates are listed when asked for, and by the posting that stands for them."""
    vacancies = await found(owner)
    assert len(vacancies) == 3
    everything = (await owner.get("/api/v1/jobs?postings=all&q=Track Layer")).json()["items"]
    head = next(item for item in everything if item["canonical_id"] is None)
    detail = (await owner.get(f"/api/v1/jobs/{head['id']}")).json()
    cities = {place["city"] for listing in detail["listings"] for place in listing["locations"]}
    assert cities == {"Lisboa", "Braga"}


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("country=DE", {"Tunnel Engineer": []}),
        ("workplace=remote&unknown=drop", {"Tunnel Engineer": []}),
        ("employment=full_time&unknown=drop", {"Bridge Engineer": []}),
        ("employment=full_time", {"Bridge Engineer": [], "Tunnel Engineer": ["employment"]}),
        ("least_pay=55000&currency=EUR&unknown=drop", {"Bridge Engineer": []}),
        ("least_pay=70000&currency=EUR&unknown=drop", {}),
        ("least_pay=70000&currency=EUR&country=DE", {"Tunnel Engineer": ["pay"]}),
        ("least_pay=1&currency=USD&country=PT&q=Bridge", {"Bridge Engineer": ["pay"]}),
        ("posted_after=2026-12-01T00:00:00Z", {}),
        ("status=closed", {}),
    ],
)
async def test_filters_keep_what_is_unknown_and_say_so(owner: User, query: str, titles: dict[str, list[str]]) -> None:
    """Nothing is rejected because a field is empty, unless that is asked for; other currencies are unknown pay."""
    assert await found(owner, query) == titles


async def test_pay_is_asked_for_with_its_currency(owner: User) -> None:
    """Nothing is converted, so a number alone means nothing."""
    answer = await owner.get("/api/v1/jobs?least_pay=1000")
    assert answer.status_code == 422
    assert "currency" in answer.text


async def test_pages_follow_each_other_newest_first(owner: User) -> None:
    """Every posting once, in the order in which they were first seen."""
    seen: list[dict[str, Any]] = []
    cursor = ""
    while True:
        page = (await owner.get(f"/api/v1/jobs?postings=all&limit=3{cursor}")).json()
        seen += page["items"]
        if not page["next_cursor"]:
            break
        cursor = f"&cursor={page['next_cursor']}"
    moments = [item["first_seen_at"] for item in seen]
    assert len({item["id"] for item in seen}) == len(seen) >= 4
    assert moments == sorted(moments, reverse=True)


async def test_requirements_are_said_in_the_posting(owner: User) -> None:
    """Skills, months, level and languages as matching reads them."""
    (job,) = (await owner.get("/api/v1/jobs?q=Bridge Engineer&company=Brückenbau Nord")).json()["items"]
    assert job["requirements"]["must"] == [{"name": "Python", "text": "Python", "months": None}]
    assert (job["requirements"]["months"], job["requirements"]["languages"]) == (36, {})


async def test_a_company_says_what_its_own_pages_say(owner: User, world: World) -> None:
    """Each fact with its page and words, in the company and in its postings; a stranger finds no such company."""
    (job,) = (await owner.get("/api/v1/jobs?q=Bridge Engineer&company=Brückenbau Nord")).json()["items"]
    path = f"/api/v1/companies/{job['company_id']}"

    async def researched() -> dict[str, Any] | None:
        company: dict[str, Any] = (await owner.get(path)).json()
        return company if company["status"] == "found" else None

    company = await eventually(researched)
    (fact,) = company["facts"]
    assert (fact["kind"], fact["value"], fact["source_url"]) == ("founded", "1911", SITE["url"])
    assert "Gegründet 1911" in fact["quote"]
    assert (await owner.get(f"/api/v1/jobs/{job['id']}")).json()["about_company"]["facts"] == company["facts"]
    stranger = await world.user()
    assert (await stranger.get(path)).status_code == 404
    assert (await stranger.post(f"{path}/research")).status_code == 404


async def test_a_company_without_a_page_is_not_researched(world: World) -> None:
    """It says so; a shared one is looked up by admins only, and only with an address."""
    database = await world.database()
    async with database.transaction() as connection:
        company = await connection.fetchval(
            "insert into companies (id, name) values (gen_random_uuid(), gen_random_uuid()::text) returning id"
        )
    user = await world.user()
    path = f"/api/v1/companies/{company}"
    assert (await user.get(path)).json()["research"] == "not researched"
    assert (await user.post(f"{path}/research", json={"url": "https://example.com"})).status_code == 403
    admin = await world.user()
    async with database.transaction() as connection:
        await connection.execute("update users set role = 'admin' where id = $1", admin.id)
    assert (await admin.post(f"{path}/research")).status_code == 422
    assert (await admin.post(f"{path}/research", json={"url": "ftp://example.com"})).status_code == 422


async def test_a_source_shows_its_runs_and_warnings(owner: User) -> None:
    """What each answer held and changed, and which fields it fills."""
    (source,) = (await owner.get("/api/v1/sources")).json()["items"]
    assert source["warnings"] == []
    run, *_ = (await owner.get(f"/api/v1/sources/{source['id']}/runs")).json()["items"]
    assert (run["rows"], run["problem"]) == (4, None)
    assert run["filled"]["salary"] == 0.25
