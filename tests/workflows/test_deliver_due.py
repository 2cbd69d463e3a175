"""DeliverDue: works until nothing is due, sleeps until there is more, ends when nothing waits at all."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from temporalio.client import WorkflowExecutionStatus, WorkflowHandle
from temporalio.common import WorkflowIDConflictPolicy

from schema.pipeline import DeliverDueInput
from schema.temporal_names import DELIVER_DUE_ID, MAIN_QUEUE
from tests.workflows.conftest import Lab
from tests.world import eventually
from workflows.deliver_due import DeliverDue


async def wake(lab: Lab, page: int = 10) -> WorkflowHandle[Any, None]:
    """Start it, or wake it where it sleeps."""
    return await lab.client.start_workflow(
        DeliverDue.run,
        DeliverDueInput(page=page),
        id=DELIVER_DUE_ID,
        task_queue=MAIN_QUEUE,
        id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
        start_signal="wake",
    )


async def events_of(run: WorkflowHandle[Any, None]) -> int:
    """How long the history of the newest run is."""
    return (await run.describe()).history_length


async def test_everybody_is_told_and_everything_sent(lab: Lab) -> None:
    """Pages of people and of rows until there are none; then it is over, and the next wake-up is a new run."""
    for people in (35, 1):
        lab.ledger.due, lab.ledger.sent = people, 0
        run = await wake(lab)
        await asyncio.wait_for(run.result(), 20)
        assert (lab.ledger.due, lab.ledger.fresh, lab.ledger.sent) == (0, 0, people)


async def test_it_sleeps_until_the_next_is_due(lab: Lab) -> None:
    """A second and a half later the digest goes out, without anybody's call."""
    lab.ledger.sent, lab.ledger.waits = 0, [1.5]
    began = time.monotonic()
    run = await wake(lab)
    await asyncio.sleep(0.5)
    lab.ledger.due = 1
    await asyncio.wait_for(run.result(), 20)
    assert lab.ledger.sent == 1
    assert time.monotonic() - began >= 1.4


async def test_it_is_woken_from_its_sleep(lab: Lab) -> None:
    """A wake-up ends an hour's sleep; the same run goes on."""
    lab.ledger.sent, lab.ledger.waits, lab.ledger.announcements = 0, [3600.0], 0
    run = await wake(lab)

    async def sleeps() -> bool:
        return lab.ledger.announcements == 1 and lab.ledger.waits == []

    await eventually(sleeps)
    lab.ledger.due = 3
    again = await wake(lab)
    assert again.result_run_id == run.result_run_id
    await asyncio.wait_for(run.result(), 10)
    assert lab.ledger.sent == 3


async def test_what_looks_due_and_cannot_be_taken_is_no_busy_loop(lab: Lab) -> None:
    """Rows in another's hands: a look a second, not a thousand."""
    lab.ledger.waits, lab.ledger.announcements = [-5.0, -6.0], 0
    began = time.monotonic()
    await asyncio.wait_for((await wake(lab)).result(), 20)
    assert time.monotonic() - began >= 1.9
    assert lab.ledger.announcements == 3


async def test_a_long_day_goes_on_in_new_runs(lab: Lab) -> None:
    """Hundreds of pages: histories stay short, nothing is left out."""
    lab.ledger.due, lab.ledger.sent = 300, 0
    run = await wake(lab, page=2)
    await asyncio.wait_for(lab.client.get_workflow_handle(run.id).result(), 60)
    assert lab.ledger.sent == 300
    first = await lab.client.get_workflow_handle(run.id, run_id=run.first_execution_run_id).describe()
    assert first.status == WorkflowExecutionStatus.CONTINUED_AS_NEW
    assert await events_of(run) < 400
