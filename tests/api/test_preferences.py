"""What somebody wants to hear about: kept whole, understood aloud, refused when it means nothing."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.listed import Listed, opening
from tests.world import User, World, eventually

PATH = "/api/v1/me/preferences"


async def test_a_new_account_has_no_wishes(caller: User) -> None:
    """Empty and null, and the usual threshold."""
    wishes = (await caller.get(PATH)).json()
    assert wishes["threshold"] == 60
    assert wishes["salary_floor"] is None
    assert [value for value in wishes.values() if value] == [60]


async def test_patch_changes_what_is_sent_and_put_replaces_all(user: User) -> None:
    """PATCH keeps the rest, a nested floor included; PUT brings back the defaults of what it leaves out."""
    floor = {"amount": 45000, "currency": "EUR", "period": "year"}
    await user.patch(PATH, json={"titles": ["Baker"], "salary_floor": floor})
    kept = (await user.patch(PATH, json={"languages": ["pt"], "remote": False})).json()
    assert (kept["titles"], kept["salary_floor"], kept["languages"]) == (["Baker"], floor, ["pt"])
    assert (await user.get(PATH)).json() == kept
    assert (await user.patch(PATH, json={"remote": None})).json()["remote"] is None
    replaced = (await user.put(PATH, json={"threshold": 70})).json()
    assert (replaced["threshold"], replaced["titles"], replaced["salary_floor"]) == (70, [], None)


async def test_places_are_said_back_as_they_were_understood(user: User) -> None:
    """City, country, both or neither: who wrote `Prto` sees that it is a city without a country."""
    wished = ["Porto, PT", "Portugal", " Prto ", "Remote", "portugal"]
    places = (await user.patch(PATH, json={"locations": wished})).json()["places"]
    assert [(place["text"], place["city"], place["country"]) for place in places] == [
        ("Porto, PT", "porto", "PT"),
        ("Portugal", None, "PT"),
        ("Prto", "prto", None),
        ("Remote", None, None),
    ]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"languages": ["english"]}, "languages"),
        ({"languages": ["xx"]}, "languages"),
        ({"salary_floor": {"amount": 1, "currency": "EURO"}}, "salary_floor"),
        ({"salary_floor": {"amount": 1, "currency": "XQX"}}, "salary_floor"),
        ({"salary_floor": {"amount": 0, "currency": "EUR"}}, "salary_floor"),
        ({"threshold": 101}, "threshold"),
        ({"titles": [" "]}, "titles"),
        ({"titles": None}, "titles"),
        ({"employment_types": ["sometimes"]}, "employment_types"),
        ({"titel": ["Baker"]}, "titel"),
    ],
)
async def test_what_means_nothing_is_refused_by_its_field(caller: User, body: dict[str, Any], field: str) -> None:
    """422 names the field, and nothing is changed."""
    before = (await caller.get(PATH)).json()
    for method in ("PATCH", "PUT"):
        answer = await caller.request(method, PATH, json=body)
        assert answer.status_code == 422
        assert field in answer.text
    assert (await caller.get(PATH)).json() == before


@pytest.mark.parametrize("method", ["PATCH", "PUT"])
async def test_a_change_has_the_open_jobs_compared_again(world: World, user: User, method: str) -> None:
    """A posting that nobody compared yet becomes a match by nothing but the change."""
    person = Listed(user, await world.database())
    await person.settle()
    await person.store(opening("Baker", "Sourdough", "Pastry"))
    assert await person.matches() == []
    assert (await user.request(method, PATH, json={"threshold": 1})).status_code == 200
    assert [match["title"] for match in await eventually(person.matches)] == ["Baker"]


async def test_wishes_of_an_earlier_version_do_not_lock_anybody_out(world: World, user: User) -> None:
    """What cannot be read any more counts as nothing said, and can be set anew."""
    database = await world.database()
    async with database.transaction() as connection:
        await connection.execute("update users set preferences = $2 where id = $1", user.id, {"threshold": "high"})
    assert (await user.get(PATH)).json()["threshold"] == 60
    assert (await user.patch(PATH, json={"threshold": 50})).json()["threshold"] == 50
