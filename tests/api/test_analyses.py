"""Analyses: start again, list, retry, cancel, delete, in every state."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from tests.api.test_me import erased, rows_of
from tests.api.test_resumes import BROKEN_PDF
from tests.world import User, World, eventually

ANALYSES = "/api/v1/analyses"


@asynccontextmanager
async def standstill(world: World) -> AsyncIterator[None]:
    """While it lasts, analyses cannot store the text they extracted: they stay `processing`."""
    database = await world.database()
    async with database.transaction() as connection:
        await connection.execute("lock table documents in share mode")
        yield


async def running(user: User) -> dict[str, Any]:
    """An upload whose analysis has begun; use it inside a standstill."""
    accepted = await user.upload()
    await user.wait(accepted["job_id"], "processing")
    return accepted


async def listed(user: User, **params: str) -> list[str]:
    """Ids of the analyses that a filter gives."""
    answer = await user.get(ANALYSES, params=params)
    assert answer.status_code == 200, answer.text
    return [item["job_id"] for item in answer.json()["items"]]


async def test_a_resume_is_analysed_again_on_request(user: User) -> None:
    """A finished résumé gets a new analysis; both stay listed, newest first."""
    first = await user.upload()
    await user.wait(first["job_id"])
    again = await user.post(ANALYSES, json={"resume_id": first["resume_id"]})
    assert again.status_code == 202
    assert again.json()["job_id"] != first["job_id"]
    await user.wait(again.json()["job_id"])
    assert await listed(user) == [again.json()["job_id"], first["job_id"]]
    profiles = [await user.profile(job) for job in await listed(user)]
    assert profiles[0] == profiles[1]


async def test_a_double_click_is_one_analysis(world: World, user: User) -> None:
    """While one analysis of a résumé is open, starting another gives the open one, also ten at once."""
    async with standstill(world):
        open_one = await running(user)
        body = {"resume_id": open_one["resume_id"]}
        answers = await asyncio.gather(*(user.post(ANALYSES, json=body) for _ in range(10)))
        assert {answer.json()["job_id"] for answer in answers} == {open_one["job_id"]}
    await user.wait(open_one["job_id"])
    assert await listed(user) == [open_one["job_id"]]
    stored = await user.upload(analyze="false")
    body = {"resume_id": stored["resume_id"]}
    async with standstill(world):
        clicks = await asyncio.gather(*(user.post(ANALYSES, json=body) for _ in range(10)))
    assert len({answer.json()["job_id"] for answer in clicks}) == 1


async def test_starting_honours_the_idempotency_key(user: User) -> None:
    """The same key gives the same analysis even after it has completed; for another résumé it is 409."""
    stored, other = await user.upload(analyze="false"), await user.upload(analyze="false")
    headers = {"Idempotency-Key": "again"}
    first = await user.post(ANALYSES, json={"resume_id": stored["resume_id"]}, headers=headers)
    await user.wait(first.json()["job_id"])
    repeated = await user.post(ANALYSES, json={"resume_id": stored["resume_id"]}, headers=headers)
    assert repeated.json()["job_id"] == first.json()["job_id"]
    conflict = await user.post(ANALYSES, json={"resume_id": other["resume_id"]}, headers=headers)
    assert conflict.status_code == 409


async def test_lists_filter_by_resume_and_status(user: User) -> None:
    """Each filter alone and both together; an unknown status is 422."""
    good, bad = await user.upload(), await user.upload(BROKEN_PDF, "broken.pdf")
    await user.wait(good["job_id"])
    await user.wait(bad["job_id"], "failed")
    assert await listed(user, status="completed") == [good["job_id"]]
    assert await listed(user, status="failed") == [bad["job_id"]]
    assert await listed(user, resume_id=good["resume_id"]) == [good["job_id"]]
    assert await listed(user, resume_id=good["resume_id"], status="failed") == []
    assert (await user.get(ANALYSES, params={"status": "done"})).status_code == 422
    assert len(await listed(user, limit="1")) == 1


async def test_only_a_failed_analysis_is_retried(world: World, user: User) -> None:
    """409 while running, when completed and when cancelled; 202 when failed, under the same id and counted."""
    async with standstill(world):
        accepted = await running(user)
        assert (await user.post(f"{ANALYSES}/{accepted['job_id']}/retry")).status_code == 409
    await user.wait(accepted["job_id"])
    answer = await user.post(f"{ANALYSES}/{accepted['job_id']}/retry")
    assert answer.status_code == 409
    assert "completed" in answer.json()["detail"]
    failed = await user.upload(BROKEN_PDF, "broken.pdf")
    await user.wait(failed["job_id"], "failed")
    retried = await user.post(f"{ANALYSES}/{failed['job_id']}/retry")
    assert retried.status_code == 202
    assert retried.json()["job_id"] == failed["job_id"]
    state = await user.wait(failed["job_id"], "failed")
    assert state["retries"] == 1


async def test_an_open_analysis_is_cancelled(world: World, user: User) -> None:
    """Running and failed ones end as cancelled, with an event; then neither cancel nor retry is possible."""
    broken = await user.upload(BROKEN_PDF, "broken.pdf")
    await user.wait(broken["job_id"], "failed")
    async with user.listen() as listener:
        async with standstill(world):
            accepted = await running(user)
            assert (await user.post(f"{ANALYSES}/{accepted['job_id']}/cancel")).status_code == 202
            await user.wait(accepted["job_id"], "cancelled")
        messages = await listener.until("cancelled")
        assert messages[-1]["payload"]["job_id"] == accepted["job_id"]
    assert (await user.post(f"{ANALYSES}/{broken['job_id']}/cancel")).status_code == 202
    await user.wait(broken["job_id"], "cancelled")
    for job in (accepted["job_id"], broken["job_id"]):
        for action in ("cancel", "retry"):
            assert (await user.post(f"{ANALYSES}/{job}/{action}")).status_code == 409
        assert (await user.get(f"{ANALYSES}/{job}/profile")).status_code == 409


async def test_a_completed_analysis_is_not_cancelled(user: User) -> None:
    """409, and the profile stays."""
    accepted = await user.upload()
    await user.wait(accepted["job_id"])
    assert (await user.post(f"{ANALYSES}/{accepted['job_id']}/cancel")).status_code == 409
    assert await user.profile(accepted["job_id"])


async def in_state(world: World, user: User, status: str) -> dict[str, Any]:
    """An analysis that has ended with a status."""
    if status == "cancelled":
        async with standstill(world):
            accepted = await running(user)
            await user.post(f"{ANALYSES}/{accepted['job_id']}/cancel")
            await user.wait(accepted["job_id"], status)
        return accepted
    accepted = await user.upload() if status == "completed" else await user.upload(BROKEN_PDF, "broken.pdf")
    await user.wait(accepted["job_id"], status)
    return accepted


async def assert_erased(world: World, user: User, accepted: dict[str, Any]) -> None:
    """Nothing of the analysis is left, vectors were forgotten, and the résumé is still there."""
    steps = await erased(world, "analysis", accepted["job_id"])
    assert steps == ["stop_analyses", "forget_vectors", "erase_rows"]
    left = await rows_of(world, user.id)
    assert {left[table] for table in ("analysis_jobs", "documents", "chunks", "profiles")} == {0}
    assert (await user.get(f"/api/v1/resumes/{accepted['resume_id']}")).status_code == 200


@pytest.mark.parametrize("status", ["completed", "failed", "cancelled"])
async def test_an_ended_analysis_is_deleted(status: str, world: World, user: User) -> None:
    """204; then 404 on all its routes and no row of it; a second deletion is 404."""
    accepted = await in_state(world, user, status)
    path = f"{ANALYSES}/{accepted['job_id']}"
    assert (await user.delete(path)).status_code == 204
    assert (await user.delete(path)).status_code == 404
    for method, gone in (("GET", ""), ("GET", "/profile"), ("GET", "/export"), ("POST", "/retry"), ("POST", "/cancel")):
        assert (await user.request(method, path + gone)).status_code == 404, gone
    assert await listed(user) == []
    await assert_erased(world, user, accepted)


async def test_a_running_analysis_is_deleted(world: World, user: User) -> None:
    """Its run is ended, and what it had under way leaves nothing behind."""
    async with standstill(world):
        accepted = await running(user)
        assert (await user.delete(f"{ANALYSES}/{accepted['job_id']}")).status_code == 204
        assert await listed(user) == []
    await assert_erased(world, user, accepted)
    again = await user.post(ANALYSES, json={"resume_id": accepted["resume_id"]})
    assert again.status_code == 202
    await user.wait(again.json()["job_id"])


async def test_a_new_analysis_after_a_failed_one_is_allowed(user: User) -> None:
    """A failed analysis is not open: starting again makes a new one."""
    failed = await user.upload(BROKEN_PDF, "broken.pdf")
    await user.wait(failed["job_id"], "failed")
    again = await user.post(ANALYSES, json={"resume_id": failed["resume_id"]})
    assert again.json()["job_id"] != failed["job_id"]

    async def both_failed() -> bool:
        return len(await listed(user, status="failed")) == 2

    await eventually(both_failed)
