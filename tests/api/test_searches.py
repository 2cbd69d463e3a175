"""Saved searches: named filters with a list of their own."""

from __future__ import annotations

from typing import Any

import pytest
import pytest_asyncio

from api.searches import MOST_SEARCHES
from tests.api.listed import Listed, in_city, opening, pay
from tests.world import User, World

PATH = "/api/v1/searches"


@pytest_asyncio.fixture
async def listed(world: World, user: User) -> Listed:
    """Somebody with three matches."""
    person = Listed(user, await world.database())
    await person.settle()
    await person.match(
        opening("Baker", "Sourdough", locations=in_city("Porto", "PT"), salary=pay(20000, 24000)),
        opening("Pastry Baker", "Pastry", locations=in_city("Graz", "AT")),
        opening("Backend Engineer", "Python", workplace="remote", salary=pay(60000, 70000)),
    )
    return person


async def save(user: User, name: str, **wanted: Any) -> dict[str, Any]:
    """A saved search."""
    answer = await user.post(PATH, json={"name": name, "filter": wanted})
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def test_a_search_lists_what_its_filter_finds_by_score(listed: Listed) -> None:
    """Also what came after it was saved, in the order of the scores shown, page by page."""
    search = await save(listed.user, "bread", titles=["baker"], places=["Portugal", "Graz"])
    await listed.match(opening("Head Baker", "Pastry", locations=in_city("Graz", "AT")))
    await listed.change("Pastry Baker", feedback="more_like_this")
    found = (await listed.user.get(f"{PATH}/{search['id']}/matches")).json()["items"]
    assert {item["title"] for item in found} == {"Baker", "Pastry Baker", "Head Baker"}
    assert [item["score"] for item in found] == sorted((item["score"] for item in found), reverse=True)
    first = (await listed.user.get(f"{PATH}/{search['id']}/matches", params={"limit": 1})).json()
    rest = await listed.user.get(f"{PATH}/{search['id']}/matches", params={"cursor": first["next_cursor"]})
    assert [item["id"] for item in first["items"] + rest.json()["items"]] == [item["id"] for item in found]


async def test_unknown_pay_is_kept_or_dropped_as_the_search_says(listed: Listed) -> None:
    """The floor sorts out what is known to be less, and drops the unknown only when asked to."""
    asked = {"least_pay": 30000, "currency": "EUR"}
    kept = await save(listed.user, "kept", **asked)
    dropped = await save(listed.user, "dropped", **asked, unknown="drop")
    for search, expected in ((kept, {"Pastry Baker", "Backend Engineer"}), (dropped, {"Backend Engineer"})):
        items = (await listed.user.get(f"{PATH}/{search['id']}/matches")).json()["items"]
        assert {item["title"] for item in items} == expected


async def test_changing_one_keeps_what_is_not_sent(user: User) -> None:
    """A new filter replaces the filter, a new name only the name."""
    search = await save(user, "bread", titles=["baker"], remote=True)
    path = f"{PATH}/{search['id']}"
    renamed = (await user.patch(path, json={"name": "rolls"})).json()
    assert (renamed["name"], renamed["filter"]) == ("rolls", search["filter"])
    filtered = (await user.patch(path, json={"filter": {"words": "night"}, "digest": True})).json()
    assert (filtered["filter"]["words"], filtered["filter"]["titles"], filtered["digest"]) == ("night", [], True)
    assert (await user.get(path)).json() == filtered
    assert (await user.delete(path)).status_code == 204
    assert (await user.get(f"{path}/matches")).status_code == 404


async def test_names_are_unique_whatever_their_case(user: User) -> None:
    """409 on saving and on renaming."""
    await save(user, "bread")
    other = await save(user, "rolls")
    assert (await user.post(PATH, json={"name": "Bread", "filter": {}})).status_code == 409
    assert (await user.patch(f"{PATH}/{other['id']}", json={"name": "BREAD"})).status_code == 409


@pytest.mark.parametrize("wanted", [{"titel": ["x"]}, {"least_pay": 1}, {"titles": [""]}, {"min_score": 200}])
async def test_a_filter_that_is_none_is_refused(caller: User, wanted: dict[str, Any]) -> None:
    """It would find everything, or nothing, for ever."""
    assert (await caller.post(PATH, json={"name": "x", "filter": wanted})).status_code == 422


async def test_there_is_a_most(user: User) -> None:
    """One more answers 409 and says what to do."""
    for number in range(MOST_SEARCHES):
        await save(user, f"search {number}")
    answer = await user.post(PATH, json={"name": "one more", "filter": {}})
    assert answer.status_code == 409
    assert "delete one" in answer.json()["detail"]
