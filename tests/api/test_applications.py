"""How applications go: states, notes, days, history."""

from __future__ import annotations

import pytest_asyncio

from tests.api.listed import Listed, opening
from tests.world import User, World

PATH = "/api/v1/applications"


@pytest_asyncio.fixture
async def listed(world: World, user: User) -> Listed:
    """Somebody with two matches."""
    person = Listed(user, await world.database())
    await person.settle()
    await person.match(opening("Baker", "Sourdough"), opening("Pastry Baker", "Pastry"))
    return person


async def test_an_application_goes_through_its_states_with_its_days(listed: Listed) -> None:
    """Each step is kept with the day it happened on; notes alone are no step."""
    made = await listed.user.post(PATH, json={"job_id": str(listed.jobs["Baker"]), "happened_on": "2026-11-02"})
    assert made.status_code == 201, made.text
    path = f"{PATH}/{made.json()['id']}"
    assert (made.json()["state"], made.json()["title"]) == ("saved", "Baker")
    await listed.user.patch(path, json={"state": "applied", "happened_on": "2026-11-05"})
    await listed.user.patch(path, json={"notes": "asked for references"})
    await listed.user.patch(path, json={"happened_on": "2026-11-06"})
    await listed.user.patch(path, json={"state": "rejected", "happened_on": "2026-11-20"})
    detail = (await listed.user.get(path)).json()
    assert (detail["state"], detail["state_on"], detail["notes"]) == ("rejected", "2026-11-20", "asked for references")
    assert [(step["before"], step["after"], step["happened_on"]) for step in detail["history"]] == [
        (None, "saved", "2026-11-02"),
        ("saved", "applied", "2026-11-05"),
        ("applied", "applied", "2026-11-06"),
        ("applied", "rejected", "2026-11-20"),
    ]


async def test_they_are_listed_by_state(listed: Listed) -> None:
    """All, or those of one state; a state that is none is refused."""
    await listed.change("Baker", state="offer")
    await listed.change("Pastry Baker", state="saved")
    all_of_them = (await listed.user.get(PATH)).json()["items"]
    offers = (await listed.user.get(PATH, params={"state": "offer"})).json()["items"]
    assert [each["title"] for each in all_of_them] == ["Pastry Baker", "Baker"]
    assert [each["title"] for each in offers] == ["Baker"]
    assert (await listed.user.get(PATH, params={"state": "hoped"})).status_code == 422


async def test_a_posting_is_followed_once(listed: Listed) -> None:
    """The second time answers 409 with the id of the first."""
    body = {"job_id": str(listed.jobs["Baker"])}
    first = (await listed.user.post(PATH, json=body)).json()
    again = await listed.user.post(PATH, json=body)
    assert again.status_code == 409
    assert again.json()["application_id"] == first["id"]


async def test_an_application_outlives_its_posting(listed: Listed) -> None:
    """When the source goes with all its postings, title and company stay."""
    changed = await listed.change("Baker", state="applied")
    async with listed.database.transaction() as connection:
        await connection.execute("delete from sources where id = $1", listed.source)
    kept = (await listed.user.get(f"{PATH}/{changed['application_id']}")).json()
    assert (kept["job_id"], kept["title"], kept["company"]) == (None, "Baker", "Mill")


async def test_forgetting_takes_the_history_along(listed: Listed) -> None:
    """Gone, with its steps; the posting can be followed anew."""
    changed = await listed.change("Baker", state="applied")
    path = f"{PATH}/{changed['application_id']}"
    assert (await listed.user.delete(path)).status_code == 204
    assert (await listed.user.get(path)).status_code == 404
    assert (await listed.change("Baker", state="saved"))["application_state"] == "saved"
