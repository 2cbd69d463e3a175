"""What of a new source is refused before anything is scheduled."""

from __future__ import annotations

from typing import Any

import pytest

from schema.jobs import BOARD_KINDS
from schema.source_terms import terms_of
from tests.world import User, World

SOURCES = "/api/v1/sources"


async def added(user: User, **body: Any) -> tuple[int, dict[str, Any]]:
    """Status and answer of POST /sources; what was made is removed again."""
    answer = await user.post(SOURCES, json={"name": "mine", "location": "all", **body})
    problem: dict[str, Any] = answer.json()
    if answer.status_code == 201:
        assert (await user.delete(f"{SOURCES}/{problem['id']}")).status_code == 204
    return answer.status_code, problem


async def test_a_kind_is_not_read_more_often_than_its_terms_allow(caller: User) -> None:
    """The wish is refused with the least interval; without a wish that is what it gets."""
    status, problem = await added(caller, kind="remotive", interval_minutes=60)
    assert status == 422
    assert "390 minutes" in problem["detail"]
    status, source = await added(caller, kind="remotive", base_url="https://mirror.example")
    assert (status, source["interval_seconds"]) == (201, 390 * 60)
    status, source = await added(caller, kind="arbeitnow", base_url="https://mirror.example")
    assert (status, source["interval_seconds"]) == (201, 3600)


@pytest.mark.parametrize("kind", ["file", "jobspy"])
async def test_what_acts_in_the_servers_name_needs_an_admin(world: World, caller: User, kind: str) -> None:
    """Files of the server, and searches past the guarded client; the first account is an admin, a later one is not."""
    user = await world.user()
    status, problem = await added(user, kind=kind, location="jobs.csv", interval_minutes=600)
    await user.aclose()
    assert status == 403
    assert kind in problem["detail"]


def test_terms_are_within_what_an_interval_may_be() -> None:
    """A week at most, for every kind."""
    assert all(5 <= terms_of(kind).least_minutes <= 7 * 24 * 60 for kind in BOARD_KINDS)
