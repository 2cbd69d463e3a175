"""The life of one analysis as its workflow leads it: stages, parking, retry, cancellation."""

from __future__ import annotations

import asyncio
from uuid import UUID

import pytest
from temporalio.client import WorkflowExecutionStatus, WorkflowFailureError, WorkflowUpdateFailedError
from temporalio.exceptions import ApplicationError, CancelledError

from schema.analysis import AnalysisOutcome, Stage
from schema.ids import new_id
from tests.workflows.conftest import Lab
from tests.workflows.stages import STAGE_OF, STEPS
from tests.world import eventually
from workflows import options
from workflows.resume_analysis import ResumeAnalysis


async def test_stages_run_once_each_in_order(lab: Lab) -> None:
    """Without failures every step is made once and the run ends completed."""
    run = await lab.start(job_id := new_id())
    assert await run.result() == AnalysisOutcome(status="completed")
    assert lab.stages.calls[job_id] == [*STEPS, "wake_matching"]
    await lab.shows(run, "COMPLETED")


@pytest.mark.parametrize("by", ["signal", "update"])
@pytest.mark.parametrize("step", STEPS)
async def test_a_failed_stage_parks_and_goes_on_there(lab: Lab, step: str, by: str) -> None:
    """The run says where it stands, and after a retry that stage comes next, not the first one."""
    job_id = new_id()
    lab.stages.breaks(job_id, step)
    run = await lab.start(job_id)
    await lab.parked(run)
    stage = STAGE_OF[step]
    state = await run.query(ResumeAnalysis.status)
    assert (state.stage, state.parked, state.error_code) == (stage, True, "scripted")
    await lab.shows(run, f"FAILED_{stage.upper()}")
    (failure,) = lab.stages.failures[job_id]
    assert (failure.stage, failure.code, failure.retryable) == (stage, "scripted", False)
    before = len(lab.stages.calls[job_id])
    lab.stages.mend(job_id, step)
    if by == "signal":
        await run.signal(ResumeAnalysis.retry, "mended")
    else:
        assert await run.execute_update(ResumeAnalysis.retry_analysis) == 1
    assert await run.result() == AnalysisOutcome(status="completed", retries=1)
    first_of_stage = next(index for index, each in enumerate(STEPS) if STAGE_OF[each] == stage)
    assert lab.stages.calls[job_id][before:] == ["reopen_analysis", *STEPS[first_of_stage:], "wake_matching"]


async def test_attempts_are_used_up_before_parking(lab: Lab) -> None:
    """What may heal by itself is tried as often as its policy says; only then the run parks."""
    job_id = new_id()
    lab.stages.breaks(job_id, "extract_text", retryable=True)
    run = await lab.start(job_id)
    await lab.parked(run)
    attempts = options.EXTRACT["retry_policy"].maximum_attempts  # type: ignore[union-attr]
    assert attempts > 1
    assert lab.stages.calls[job_id] == ["extract_text"] * attempts + ["fail_analysis"]
    assert lab.stages.failures[job_id][0].retryable
    await run.signal(ResumeAnalysis.cancel)
    await run.result()


async def test_a_stage_may_fail_again_after_a_retry(lab: Lab) -> None:
    """Each failure parks anew and retries are counted."""
    job_id = new_id()
    lab.stages.breaks(job_id, "chunk_text")
    run = await lab.start(job_id)
    for count in (1, 2):
        await lab.parked(run)
        assert await run.execute_update(ResumeAnalysis.retry_analysis) == count
    await lab.parked(run)
    lab.stages.mend(job_id, "chunk_text")
    lab.stages.breaks(job_id, "analyze")
    await run.signal(ResumeAnalysis.retry)
    await eventually(lambda: _failures(lab, job_id, 4))
    await lab.shows(run, "FAILED_ANALYZING")
    lab.stages.mend(job_id, "analyze")
    await run.signal(ResumeAnalysis.retry)
    assert await run.result() == AnalysisOutcome(status="completed", retries=4)


async def test_an_update_is_refused_unless_parked(lab: Lab) -> None:
    """While a stage runs there is nothing to retry."""
    gate = lab.stages.holds(job_id := new_id(), "extract_text")
    run = await lab.start(job_id)
    await lab.reached(job_id, "extract_text")
    with pytest.raises(WorkflowUpdateFailedError) as refusal:
        await run.execute_update(ResumeAnalysis.retry_analysis)
    assert _conflict(refusal.value)
    gate.set()
    assert (await run.result()).retries == 0


async def test_an_update_is_refused_when_retries_are_used_up(lab: Lab) -> None:
    """The cap of the run holds without asking the record."""
    job_id = new_id()
    lab.stages.breaks(job_id, "chunk_text")
    run = await lab.start(job_id, max_retries=1)
    await lab.parked(run)
    assert await run.execute_update(ResumeAnalysis.retry_analysis) == 1
    await lab.parked(run)
    asked = lab.stages.calls[job_id].count("reopen_analysis")
    with pytest.raises(WorkflowUpdateFailedError) as refusal:
        await run.execute_update(ResumeAnalysis.retry_analysis)
    assert _conflict(refusal.value)
    assert lab.stages.calls[job_id].count("reopen_analysis") == asked
    await run.signal(ResumeAnalysis.cancel)
    await run.result()


async def test_the_record_has_the_last_word_about_retries(lab: Lab) -> None:
    """A retry that the record refuses is answered as a conflict, and the run stays parked."""
    job_id = new_id()
    lab.stages.breaks(job_id, "chunk_text")
    lab.stages.allowed_retries[job_id] = 0
    run = await lab.start(job_id)
    await lab.parked(run)
    with pytest.raises(WorkflowUpdateFailedError) as refusal:
        await run.execute_update(ResumeAnalysis.retry_analysis)
    assert _conflict(refusal.value)
    assert (await run.query(ResumeAnalysis.status)).parked
    await run.signal(ResumeAnalysis.cancel)
    await run.result()


async def test_the_run_ends_failed_when_nobody_retries(lab: Lab) -> None:
    """After the window the run is over; the record keeps `failed`, nothing is cancelled or completed."""
    job_id = new_id()
    lab.stages.breaks(job_id, "analyze")
    run = await lab.start(job_id, hours=0.3 / 3600)
    assert await run.result() == AnalysisOutcome(status="failed")
    await lab.shows(run, "FAILED")
    assert lab.stages.calls[job_id][-1] == "fail_analysis"


async def test_cancel_stops_in_every_stage(lab: Lab) -> None:
    """A step in flight is given up, the record says cancelled, nothing later runs.

    All at once: a local activity learns of it only when its workflow task is prolonged.
    """
    jobs = {step: new_id() for step in STEPS}
    for step, job_id in jobs.items():
        lab.stages.holds(job_id, step)
    runs = {step: await lab.start(job_id) for step, job_id in jobs.items()}
    for step, job_id in jobs.items():
        await lab.reached(job_id, step)
    await asyncio.gather(*(run.signal(ResumeAnalysis.cancel) for run in runs.values()))
    for step, run in runs.items():
        assert await run.result() == AnalysisOutcome(status="cancelled")
        assert list(dict.fromkeys(lab.stages.calls[jobs[step]])) == [*STEPS[: STEPS.index(step) + 1], "cancel_analysis"]
        await lab.shows(run, "CANCELLED")


async def test_a_cancel_after_publication_comes_too_late(lab: Lab) -> None:
    """The profile is there for everybody to see: the run ends completed, and matching is woken."""
    lab.stages.holds(job_id := new_id(), "wake_matching")
    run = await lab.start(job_id)
    await lab.reached(job_id, "wake_matching")
    await run.signal(ResumeAnalysis.cancel)
    lab.stages.holds(job_id, "wake_matching").set()
    assert (await run.result()).status == "completed"
    assert "cancel_analysis" not in lab.stages.calls[job_id]


async def test_cancel_works_while_parked(lab: Lab) -> None:
    """A failed run that nobody wants any more ends cancelled."""
    job_id = new_id()
    lab.stages.breaks(job_id, "chunk_text")
    run = await lab.start(job_id)
    await lab.parked(run)
    await run.signal(ResumeAnalysis.cancel)
    assert await run.result() == AnalysisOutcome(status="cancelled")


@pytest.mark.parametrize("parked", [False, True])
async def test_an_operators_cancel_is_recorded(lab: Lab, *, parked: bool) -> None:
    """Temporal's own cancellation leaves `cancelled` in the record and in the server."""
    job_id = new_id()
    if parked:
        lab.stages.breaks(job_id, "chunk_text")
    else:
        lab.stages.holds(job_id, "chunk_text")
    run = await lab.start(job_id)
    await (lab.parked(run) if parked else lab.reached(job_id, "chunk_text"))
    await run.cancel()
    with pytest.raises(WorkflowFailureError) as ended:
        await run.result()
    assert isinstance(ended.value.cause, CancelledError)
    assert lab.stages.calls[job_id][-1] == "cancel_analysis"


async def test_after_a_termination_a_new_run_goes_on_at_a_stage(lab: Lab) -> None:
    """A terminated run records nothing; a new one under the same id starts where it is told to."""
    job_id = new_id()
    lab.stages.breaks(job_id, "analyze")
    run = await lab.start(job_id)
    await lab.parked(run)
    await run.terminate("by an operator")
    assert (await run.describe()).status == WorkflowExecutionStatus.TERMINATED
    before = len(lab.stages.calls[job_id])
    lab.stages.mend(job_id, "analyze")
    again = await lab.start(job_id, start_stage=Stage.ANALYZING)
    assert (await again.result()).status == "completed"
    assert lab.stages.calls[job_id][before:] == ["enter_stage", "analyze", "save_profile", "wake_matching"]


async def test_a_double_retry_is_one_retry(lab: Lab) -> None:
    """Two clicks and two signals at once take the run up once; the later click hears the same or conflict."""
    job_id = new_id()
    lab.stages.breaks(job_id, "chunk_text")
    run = await lab.start(job_id)
    await lab.parked(run)
    lab.stages.mend(job_id, "chunk_text")
    gate = lab.stages.holds(job_id, "reopen_analysis")
    clicks = [asyncio.ensure_future(run.execute_update(ResumeAnalysis.retry_analysis)) for _ in range(2)]
    await lab.reached(job_id, "reopen_analysis")
    await run.signal(ResumeAnalysis.retry)
    await run.signal(ResumeAnalysis.retry)
    gate.set()
    answers = await asyncio.gather(*clicks, return_exceptions=True)
    assert all(answer == 1 or (isinstance(answer, BaseException) and _conflict(answer)) for answer in answers)
    assert 1 in answers
    assert await run.result() == AnalysisOutcome(status="completed", retries=1)
    assert lab.stages.calls[job_id].count("reopen_analysis") == 1


async def test_a_retry_before_the_start_is_ignored(lab: Lab) -> None:
    """A signal that was there first must not count as a retry of a failure to come."""
    job_id = new_id()
    lab.stages.breaks(job_id, "chunk_text")
    run = await lab.start(job_id, signal="retry")
    await lab.parked(run)
    await asyncio.sleep(0.1)
    assert "reopen_analysis" not in lab.stages.calls[job_id]
    await run.signal(ResumeAnalysis.cancel)
    await run.result()


async def test_a_cancel_before_the_start_wins(lab: Lab) -> None:
    """Nothing of the résumé is touched."""
    run = await lab.start(job_id := new_id(), signal="cancel")
    assert (await run.result()).status == "cancelled"
    assert lab.stages.calls[job_id] == ["cancel_analysis"]


async def test_an_operator_retries_a_batch_by_search_attribute(lab: Lab) -> None:
    """The command line of Temporal wakes all runs that failed in one stage, and no others."""
    runs = {}
    for step, count in (("analyze", 3), ("chunk_text", 1)):
        for _ in range(count):
            job_id = new_id()
            lab.stages.breaks(job_id, step)
            runs[job_id] = await lab.start(job_id)
    for job_id, run in runs.items():
        await lab.parked(run)
        del lab.stages.broken[next(key for key in lab.stages.broken if key[0] == job_id)]
    query = "VitaeStage='FAILED_ANALYZING' and ExecutionStatus='Running'"

    async def visible() -> bool:
        return (await lab.client.count_workflows(query)).count == 3

    await eventually(visible)
    process = await asyncio.create_subprocess_exec(
        *(str(lab.server.binary), "workflow", "signal", "--address", lab.server.address),
        *("--query", "VitaeStage='FAILED_ANALYZING'", "--name", "retry", "--reason", "mended", "--yes"),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    _, problem = await asyncio.wait_for(process.communicate(), 20)
    assert process.returncode == 0, problem
    *analysing, chunking = runs.values()
    for run in analysing:
        assert (await asyncio.wait_for(run.result(), 20)).retries == 1
    assert (await chunking.query(ResumeAnalysis.status)).parked
    await chunking.signal(ResumeAnalysis.cancel)
    await chunking.result()


async def _failures(lab: Lab, job_id: UUID, count: int) -> bool:
    return len(lab.stages.failures[job_id]) == count


def _conflict(error: BaseException) -> bool:
    return (
        isinstance(error, WorkflowUpdateFailedError)
        and isinstance(error.cause, ApplicationError)
        and error.cause.type == "conflict"
    )
