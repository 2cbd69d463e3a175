"""Matches as their person sees them: the order, the filters, and what feedback does."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
import pytest_asyncio

from tests.api.listed import Listed, in_city, opening, pay
from tests.world import User, World

MATCHES = "/api/v1/matches"
POSTINGS = [
    opening("Baker", "Sourdough", "Pastry", locations=in_city("Porto", "PT"), workplace="onsite"),
    opening(
        "Pastry Baker", "Pastry", "Sourdough", company="Oven", locations=in_city("Graz", "AT"), workplace="hybrid",
        employment_type="part_time", employment_types=["part_time"], salary=pay(30000, 36000),
    ),
    opening(
        "Backend Engineer", "Python", "PostgreSQL", company="Quay", workplace="remote", remote_scope=["PT"],
        employment_type="full_time", employment_types=["full_time"], salary=pay(60000, 70000),
        description="Build billing services. No experience with AI needed.",
    ),
    opening("Data Engineer", "Python", "PostgreSQL", company="Quay & Sons", salary=pay(70000, 80000, "USD")),
]  # fmt: skip


@pytest_asyncio.fixture
async def listed(world: World, user: User) -> Listed:
    """Somebody with four matches."""
    person = Listed(user, await world.database())
    await person.settle()
    await person.match(*POSTINGS)
    return person


def titles(items: list[dict[str, Any]]) -> set[str]:
    """What is in a list."""
    return {item["title"] for item in items}


async def test_the_score_shown_is_the_one_sorted_by_and_accounted_for(listed: Listed) -> None:
    """Base score and adjustments sum to the score, before and after feedback, and the list is in its order."""
    await listed.change("Pastry Baker", feedback="more_like_this")
    items = await listed.matches()
    assert [item["score"] for item in items] == sorted((item["score"] for item in items), reverse=True)
    for item in items:
        moved = sum(line["points"] for line in item["adjustments"])
        assert item["score"] == max(0, min(100, item["base_score"] + moved)), item["title"]
    assert any(item["adjustments"] for item in items)


async def test_feedback_moves_what_is_alike_says_so_and_goes_away_again(listed: Listed) -> None:
    """More like one baker lifts the other baker and no engineer; deleting it leaves nothing behind."""
    before = {item["title"]: item["score"] for item in await listed.matches()}
    changed = await listed.change("Pastry Baker", feedback="more_like_this")
    assert (changed["feedback"], changed["adjustments"][0]["points"]) == ("more_like_this", 10)
    baker = await listed.match_of("Baker")
    assert baker["base_score"] == before["Baker"]
    assert baker["adjustments"][0]["points"] > 0
    assert "Pastry Baker" in baker["adjustments"][0]["because"]
    assert (await listed.match_of("Backend Engineer"))["adjustments"] == []
    said = (await listed.user.get("/api/v1/feedback")).json()["items"]
    assert [(each["title"], each["kind"]) for each in said] == [("Pastry Baker", "more_like_this")]
    assert (await listed.user.delete(f"/api/v1/feedback/{said[0]['id']}")).status_code == 204
    assert {item["title"]: item["score"] for item in await listed.matches()} == before
    assert all(item["adjustments"] == [] for item in await listed.matches())


async def test_a_new_match_has_the_points_of_earlier_feedback(listed: Listed) -> None:
    """What was said before a posting came moves it when it comes; somebody who said nothing is not moved."""
    await listed.change("Baker", feedback="not_this")
    await listed.match(opening("Head Baker", "Sourdough", "Pastry", company="Other"))
    line = (await listed.match_of("Head Baker"))["adjustments"][0]
    assert line["points"] < 0
    assert line["kind"] == "not_this"


async def test_feedback_beside_a_page_is_not_lost(listed: Listed) -> None:
    """Whichever comes first, the page or the feedback: the new match has the points."""
    posting = opening("Night Baker", "Sourdough", "Pastry", company="Other")
    identity = (await listed.match_of("Baker"))["id"]
    patch = listed.user.patch(f"{MATCHES}/{identity}", json={"feedback": "not_this"})
    await asyncio.gather(listed.match(posting), patch)
    assert (await listed.match_of("Night Baker"))["adjustments"]


async def test_the_last_word_counts_and_null_takes_it_back(listed: Listed) -> None:
    """Not this after more like this is not this; null is as if nothing had been said."""
    await listed.change("Baker", feedback="more_like_this")
    assert (await listed.change("Baker", feedback="not_this"))["adjustments"][0]["points"] == -20
    assert (await listed.change("Baker", feedback=None))["adjustments"] == []
    assert (await listed.match_of("Pastry Baker"))["adjustments"] == []


async def test_lines_of_a_model_stay_when_feedback_comes_and_goes(listed: Listed) -> None:
    """Feedback touches its own points alone."""
    async with listed.database.transaction() as connection:
        await connection.execute(
            "update matches set model_points = 3, adjusted = $2 where user_id = $1", listed.id,
            [{"by": "model", "points": 3, "because": "fits", "evidence": []}],
        )  # fmt: skip
    for feedback in ("more_like_this", None):
        changed = await listed.change("Baker", feedback=feedback)
        assert [line["points"] for line in changed["adjustments"] if line["by"] == "model"] == [3]
        assert changed["score"] == min(100, changed["base_score"] + 3 + (10 if feedback else 0))


async def test_hidden_vacancies_leave_the_list_and_can_come_back(listed: Listed) -> None:
    """Hide is about this vacancy alone; `hidden` shows it, null brings it back."""
    await listed.change("Baker", feedback="hide")
    assert titles(await listed.matches()) == {"Pastry Baker", "Backend Engineer", "Data Engineer"}
    assert (await listed.match_of("Baker"))["feedback"] == "hide"
    await listed.change("Baker", feedback=None)
    assert "Baker" in titles(await listed.matches())


async def test_a_hidden_vacancy_stays_hidden_under_another_posting(listed: Listed) -> None:
    """The same vacancy listed again is not news to somebody who hid it."""
    await listed.match(opening("Baker", "Sourdough", "Pastry", company="Mill North"))
    async with listed.database.transaction() as connection:
        await connection.execute(
            "update jobs set vacancy_id = (select min(id::text)::uuid from jobs where audience_id = $1) "
            "where audience_id = $1 and title = 'Baker'", listed.id,
        )  # fmt: skip
    await listed.change("Baker", feedback="hide")
    assert "Baker" not in titles(await listed.matches())


async def test_applied_is_followed_as_an_application(listed: Listed) -> None:
    """One word does both; an interview is not set back by it."""
    changed = await listed.change("Baker", feedback="applied")
    assert changed["application_state"] == "applied"
    await listed.change("Baker", state="interview")
    assert (await listed.change("Baker", feedback="applied"))["application_state"] == "interview"
    assert (await listed.change("Baker", state=None))["application_state"] is None


@pytest.mark.parametrize(
    ("filters", "kept", "dropped"),
    [
        ({"titles": ["baker"]}, {"Baker", "Pastry Baker"}, {"Baker", "Pastry Baker"}),
        ({"titles": ["baker pastry", "data"]}, {"Pastry Baker", "Data Engineer"}, {"Pastry Baker", "Data Engineer"}),
        ({"companies": ["quay"]}, {"Backend Engineer", "Data Engineer"}, {"Backend Engineer", "Data Engineer"}),
        ({"companies": ["qu"]}, set(), set()),
        ({"words": "billing"}, {"Backend Engineer"}, {"Backend Engineer"}),
        ({"words": "engineer -data"}, {"Backend Engineer"}, {"Backend Engineer"}),
        ({"words": "ai"}, {"Backend Engineer"}, {"Backend Engineer"}),
        ({"places": ["Porto, PT"]}, {"Baker", "Backend Engineer", "Data Engineer"}, {"Baker", "Backend Engineer"}),
        ({"places": ["Austria"]}, {"Pastry Baker", "Data Engineer"}, {"Pastry Baker"}),
        ({"remote": True}, {"Backend Engineer", "Data Engineer"}, {"Backend Engineer"}),
        ({"remote": False}, {"Baker", "Pastry Baker", "Data Engineer"}, {"Baker", "Pastry Baker"}),
        ({"employment": ["full_time"]}, {"Baker", "Backend Engineer", "Data Engineer"}, {"Backend Engineer"}),
        ({"least_pay": 50000, "currency": "EUR"}, {"Baker", "Backend Engineer", "Data Engineer"}, {"Backend Engineer"}),
        ({"min_score": 100}, None, None),
    ],
)
async def test_filters_have_three_values(
    listed: Listed, filters: dict[str, Any], kept: set[str] | None, dropped: set[str] | None
) -> None:
    """What a posting does not say keeps it, and it says so, unless unknown is to be dropped."""
    items = await listed.matches(**filters)
    sure = await listed.matches(**filters, unknown="drop")
    if kept is None:
        assert all(item["score"] >= 100 for item in items)
        return
    assert titles(items) == kept
    assert titles(sure) == dropped
    assert titles([item for item in items if not item["unknown"]]) == dropped


async def test_a_filter_that_nothing_answers_says_so(listed: Listed) -> None:
    """Pay is unknown in all of them: a notice, not silence; with one that answers there is none."""
    for unknown, became in (("keep", "all are kept"), ("drop", "none is shown")):
        asked: dict[str, Any] = {"least_pay": 1, "currency": "CHF", "unknown": unknown}
        notices = (await listed.user.get(MATCHES, params=asked)).json()["notices"]
        assert len(notices) == 1
        assert "None of your 4 matches answers `least_pay`" in notices[0]
        assert became in notices[0]
    assert (await listed.user.get(MATCHES, params={"least_pay": 1, "currency": "EUR"})).json()["notices"] == []


async def test_filters_that_are_no_filters_are_refused(caller: User) -> None:
    """A typing error does not list everything: 422 names the field."""
    refused: list[dict[str, Any]] = [
        {"titel": "baker"}, {"currency": "EUR"}, {"currency": "euro", "least_pay": 1}, {"min_score": 101},
        {"employment": "sometimes"}, {"titles": " "}, {"unknown": "maybe"},
    ]  # fmt: skip
    for wrong in refused:
        answer = await caller.get(MATCHES, params=wrong)
        assert answer.status_code == 422, wrong
    assert (await caller.get(MATCHES, params={"words": "---"})).json()["items"] == []


async def test_pages_hold_each_match_once(listed: Listed) -> None:
    """One at a time, by score, with filters."""
    seen: list[str] = []
    params: dict[str, Any] = {"limit": 1, "titles": ["engineer", "baker"]}
    while True:
        page = (await listed.user.get(MATCHES, params=params)).json()
        seen += [item["title"] for item in page["items"]]
        if not page["next_cursor"]:
            break
        params["cursor"] = page["next_cursor"]
    assert len(seen) == len(set(seen)) == 4
