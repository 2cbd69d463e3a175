"""The fan-out as its workflow leads it: long batches go on in new runs, failed pages wait, dead letters are retried."""

from __future__ import annotations

from uuid import UUID

import pytest
from temporalio.client import WorkflowHandle
from temporalio.service import RPCError

from schema.ids import new_id
from schema.pipeline import FanoutProgress, MatchFanoutInput
from schema.temporal_names import MAIN_QUEUE
from tests.workflows.conftest import STAGE_ATTRIBUTE, Lab
from tests.world import eventually
from workflows.match_fanout import MatchFanout

Run = WorkflowHandle[MatchFanout, FanoutProgress]


async def start(lab: Lab, people: int, *, hours: float = 1, **failing: str) -> Run:
    """A batch of pages of one person."""
    batch_id = new_id()
    lab.pages.batch(batch_id, people, **failing)
    return await lab.client.start_workflow(
        MatchFanout.run,
        MatchFanoutInput(batch_id=batch_id, retry_window_hours=hours),
        id=f"match-{batch_id}",
        task_queue=MAIN_QUEUE,
    )


async def parked(run: Run) -> FanoutProgress:
    """Wait until it waits for the signal."""

    async def is_parked() -> bool:
        return (await run.describe()).typed_search_attributes.get(STAGE_ATTRIBUTE) == "FAILED_MATCHING"

    await eventually(is_parked)
    return await run.query(MatchFanout.progress)


def batch_of(run: Run) -> UUID:
    """The batch of a run."""
    return UUID(run.id.removeprefix("match-"))


async def test_a_long_batch_goes_on_in_new_runs(lab: Lab) -> None:
    """State is carried over: every page once, all counts right, failed and buried ones of the first run remembered."""
    run = await start(lab, 90, p3="data_error", p5="unavailable")
    progress = await parked(run)
    assert progress == FanoutProgress(pages=90, done_pages=90, pairs=88, matches=88, dead=1, failed_pages=1)
    batch = batch_of(run)
    assert lab.pages.plans[batch] >= 2
    assert lab.pages.tries[batch] == dict.fromkeys(range(1, 91), 1)
    assert batch not in lab.pages.finished
    lab.pages.failing[batch].clear()
    await run.signal(MatchFanout.retry_failed)
    ended = await lab.client.get_workflow_handle(run.id, result_type=FanoutProgress).result()
    assert (ended.pairs, ended.dead, ended.failed_pages) == (90, 0, 0)
    assert batch in lab.pages.finished


async def test_what_fails_again_waits_again(lab: Lab) -> None:
    """A replay counts anew: what went through is off the list, the rest is parked once more."""
    run = await start(lab, 6, p1="data_error", p2="data_error", p3="internal_error")
    assert (await parked(run)).dead == 2
    del lab.pages.failing[batch_of(run)][1]
    await run.signal(MatchFanout.retry_failed)

    async def fewer() -> bool:
        progress = await run.query(MatchFanout.progress)
        return (progress.pairs, progress.dead, progress.failed_pages) == (4, 1, 1)

    await eventually(fewer)
    await run.terminate("end of the test")


async def test_an_unretried_batch_ends_and_keeps_its_failures(lab: Lab) -> None:
    """After the window the result says what is missing; a batch with failed pages is not called finished."""
    run = await start(lab, 4, hours=0.2 / 3600, p2="internal_error")
    ended = await run.result()
    assert (ended.done_pages, ended.failed_pages) == (4, 1)
    assert batch_of(run) not in lab.pages.finished


async def test_a_signal_while_pages_run_is_kept(lab: Lab) -> None:
    """An operator need not wait for the first pass to end."""
    batch_id = new_id()
    lab.pages.batch(batch_id, 3, p2="data_error")
    run = await lab.client.start_workflow(
        MatchFanout.run,
        MatchFanoutInput(batch_id=batch_id, retry_window_hours=0.2 / 3600),
        id=f"match-{batch_id}",
        task_queue=MAIN_QUEUE,
        start_signal="retry_failed",
    )
    assert (await run.result()).dead == 1
    assert lab.pages.tries[batch_id][2] == 2


async def test_an_unknown_batch_has_no_progress(lab: Lab) -> None:
    """The query of a run that never was is refused, it does not hang."""
    with pytest.raises(RPCError):
        await lab.client.get_workflow_handle("match-none").query(MatchFanout.progress)
