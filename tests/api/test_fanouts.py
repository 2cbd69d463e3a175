"""Fan-outs as operators and owners of sources see them: parked ones are retried, those that are over are left alone."""

from __future__ import annotations

from typing import Any

import pytest

from schema.temporal_names import fanout_workflow_id
from tests.adapters.web_server import WebServer
from tests.e2e.faults import refusing
from tests.world import User, World, eventually

FANOUTS = "/api/v1/fanouts"


async def _state(user: User, fanout_id: str, state: str) -> dict[str, Any]:
    async def reached() -> dict[str, Any] | None:
        fanout: dict[str, Any] = (await user.get(f"{FANOUTS}/{fanout_id}")).json()
        return fanout if fanout["state"] == state else None

    found: dict[str, Any] = await eventually(reached)
    return found


@pytest.mark.parametrize("ended", [False, True], ids=["parked", "long over"])
async def test_a_parked_fanout_is_retried(world: World, outside: WebServer, *, ended: bool) -> None:
    """Its owner sees the dead letter, asks for a retry, and sees the end, whether the run still waits or is gone."""
    # the first account of the world may be its admin, whose sources are everybody's
    await world.user()
    user, database, client = await world.user(), await world.database(), await world.temporal()
    await user.wait((await user.upload())["job_id"])
    async with refusing(database, "matches", f"new.user_id = '{user.id}'", quote="user_id"):
        feed = {"kind": "feed", "name": "mine", "location": outside.url(f"/feed-{ended}")}
        assert (await user.post("/api/v1/sources", json=feed)).status_code == 201
        (fanout,) = await eventually(lambda: _fanouts(user))
        parked = await _state(user, fanout["id"], "parked")
    assert (parked["dead_letters"], parked["matches"], parked["pages"], parked["kind"]) == (1, 0, 1, "jobs")
    if ended:
        await client.get_workflow_handle(fanout_workflow_id(fanout["id"])).terminate("as after its week")
        assert (await user.post(f"{FANOUTS}/{fanout['id']}/pause")).status_code == 409
    answer = await user.post(f"{FANOUTS}/{fanout['id']}/retry")
    assert answer.status_code == 202, answer.text
    finished = await _state(user, fanout["id"], "finished")
    assert (finished["dead_letters"], finished["failed_pages"]) == (0, 0)
    assert len((await user.get("/api/v1/matches")).json()["items"]) == 1
    again = await user.post(f"{FANOUTS}/{fanout['id']}/retry")
    assert (again.status_code, again.json()["code"]) == (409, "conflict")


async def _fanouts(user: User) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = (await user.get(FANOUTS)).json()["items"]
    return items


async def test_a_fanout_that_is_over_cannot_be_paused(world: World, outside: WebServer) -> None:
    """409 with a word why; and it is marked as paused for nobody."""
    await world.user()
    user = await world.user()
    await user.wait((await user.upload())["job_id"])
    feed = {"kind": "feed", "name": "mine", "location": outside.url("/feed-over")}
    assert (await user.post("/api/v1/sources", json=feed)).status_code == 201
    (fanout,) = await eventually(lambda: _fanouts(user))
    await _state(user, fanout["id"], "finished")
    for hand in ("pause", "resume"):
        answer = await user.post(f"{FANOUTS}/{fanout['id']}/{hand}")
        assert answer.status_code == 409, answer.text
    assert not (await user.get(f"{FANOUTS}/{fanout['id']}")).json()["paused"]
