"""A stage that fails in the real product: what the API says of it, and how a retry goes on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from adapters.postgres import Database
from schema.temporal_names import analysis_workflow_id
from tests.e2e.faults import refusing
from tests.world import User, World, eventually


@pytest_asyncio.fixture
async def person(lean: World) -> AsyncIterator[User]:
    """An account of the second product."""
    user = await lean.user()
    yield user
    await user.aclose()


async def retry(user: User, job_id: str) -> tuple[int, dict[str, Any]]:
    """POST /retry: status and body."""
    answer = await user.post(f"/api/v1/analyses/{job_id}/retry")
    return answer.status_code, answer.json()


async def profiles(database: Database, job_id: str) -> list[bool]:
    """For each stored profile of an analysis: whether it is published."""
    async with database.connection() as connection:
        rows = await connection.fetch("select published_at is not null as p from profiles where job_id = $1", job_id)
    return [row["p"] for row in rows]


@pytest.mark.parametrize(
    ("table", "operation", "condition", "stage", "progress"),
    [
        ("documents", "insert", "new.user_id = '{user}'", "extracting_text", 10),
        ("chunks", "insert", "new.user_id = '{user}'", "chunking", 30),
        ("chunks", "update", "new.user_id = '{user}'", "generating_embeddings", 50),
        ("profiles", "insert", "new.user_id = '{user}'", "analyzing", 70),
        ("profiles", "update", "new.user_id = '{user}' and new.published_at is not null", "analyzing", 70),
    ],
    ids=["document", "chunks", "vectors", "profile", "publication"],
)
async def test_a_failed_stage_is_told_and_goes_on_after_a_retry(
    lean: World, record: Database, person: User, table: str, operation: str, condition: str, stage: str, progress: int
) -> None:
    """Code, stage and message while it stands; then the same job completes at that stage with one profile."""
    quote = "id" if table == "chunks" else "job_id"
    async with person.listen() as listener:
        async with refusing(record, table, condition.format(user=person.id), operation=operation, quote=quote):
            job_id = (await person.upload())["job_id"]
            state = await person.wait(job_id, "failed")
            error = state["error"]
            assert (state["stage"], error["stage"], error["code"]) == (stage, stage, "data_error")
            assert error["retryable"] is False
            assert "The database refused a row" in error["message"]
            assert (await person.get(f"/api/v1/analyses/{job_id}/profile")).status_code == 409
            assert True not in await profiles(record, job_id)
        await listener.until("failed")
        status, started = await retry(person, job_id)
        assert (status, started["job_id"]) == (202, job_id)
        again = [message["payload"] for message in await listener.until("completed")]
    state = await person.wait(job_id)
    assert (state["error"], state["retries"]) == (None, 1)
    assert [(each["stage"], each["progress"]) for each in again[:2]] == [("queued", 0), (stage, progress)]
    assert [each["progress"] for each in again] == sorted({each["progress"] for each in again})
    assert {each["job_id"] for each in again} == {job_id}
    assert await profiles(record, job_id) == [True]
    assert (await person.profile(job_id))["basics"]["name"] == "Zuzana Kovářová"


async def test_a_passing_fault_is_outlived_without_a_retry(lean: World, record: Database, person: User) -> None:
    """A full disk for a moment costs attempts, not the run."""
    async with refusing(record, "chunks", f"new.user_id = '{person.id}'", sqlstate="53100"):
        job_id = (await person.upload())["job_id"]

        async def has_tried() -> bool:
            return bool((await person.analysis(job_id))["stage"] == "chunking")

        await eventually(has_tried)
    state = await person.wait(job_id)
    assert state["retries"] == 0


async def test_retries_are_capped(lean: World, record: Database, person: User) -> None:
    """After MAX_RETRIES the answer is a conflict that says so, also when a fault is mended; cancel still works."""
    async with refusing(record, "chunks", f"new.user_id = '{person.id}'"):
        job_id = (await person.upload())["job_id"]
        for count in (1, 2):
            await person.wait(job_id, "failed")
            assert (await retry(person, job_id))[0] == 202

            async def failed_again(count: int = count) -> bool:
                state = await person.analysis(job_id)
                return bool(state["status"] == "failed" and state["retries"] == count)

            await eventually(failed_again)
    status, problem = await retry(person, job_id)
    assert (status, problem["code"]) == (409, "conflict")
    assert "2 retries are used up" in problem["detail"]
    assert (await person.post(f"/api/v1/analyses/{job_id}/cancel")).status_code == 202
    await person.wait(job_id, "cancelled")


async def test_a_running_analysis_cannot_be_retried(lean: World, record: Database, person: User) -> None:
    """409 while it runs, 409 when it is completed."""
    async with record.transaction() as connection:
        await connection.execute("lock table documents in exclusive mode")
        job_id = (await person.upload())["job_id"]
        await person.wait(job_id, "processing")
        status, problem = await retry(person, job_id)
        assert (status, problem["code"]) == (409, "conflict")
    await person.wait(job_id)
    assert (await retry(person, job_id))[0] == 409


async def test_a_retry_goes_on_in_a_new_run_when_the_parked_one_is_gone(
    lean: World, record: Database, person: User
) -> None:
    """Its window passed or an operator ended it: the stage is taken up all the same, without a new upload."""
    async with refusing(record, "profiles", f"new.user_id = '{person.id}'", quote="job_id"):
        job_id = (await person.upload())["job_id"]
        await person.wait(job_id, "failed")
    handle = (await lean.temporal()).get_workflow_handle(analysis_workflow_id(job_id))
    await handle.terminate("by an operator")
    assert (await retry(person, job_id))[0] == 202
    await person.wait(job_id)
    activities = [
        event.activity_task_scheduled_event_attributes.activity_type.name
        for event in (await handle.fetch_history()).events
        if event.HasField("activity_task_scheduled_event_attributes")
    ]
    assert "extract_text" not in activities
