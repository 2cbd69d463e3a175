"""Histories that were recorded from the real product replay with today's workflows: running work survives a deploy."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pydantic import ValidationError
from temporalio.client import WorkflowHistory
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import Replayer
from temporalio.workflow import NondeterminismError

from tests.workflows.test_sandbox import strict_sandbox
from workflows.registry import WORKFLOWS

HISTORIES = {path.stem: path.read_text() for path in sorted((Path(__file__).parent / "histories").glob("*.json"))}


def replayer() -> Replayer:
    """The converter and the sandbox of production; unnamed modules are refused."""
    return Replayer(
        workflows=WORKFLOWS,
        data_converter=pydantic_data_converter,
        workflow_runner=strict_sandbox(),
        workflow_failure_exception_types=[ValidationError],
    )


def kind_of(text: str) -> str:
    """Which workflow a history is of."""
    start = json.loads(text)["events"][0]["workflowExecutionStartedEventAttributes"]
    return str(start["workflowType"]["name"])


@pytest.mark.parametrize("name", HISTORIES)
async def test_a_recorded_history_replays(name: str) -> None:
    """Commands come in the same order as they were recorded."""
    await replayer().replay_workflow(WorkflowHistory.from_json(name, HISTORIES[name]))


@pytest.mark.parametrize(
    ("name", "was", "now"),
    [
        ("analysis-completed", '"extract_text"', '"read_text"'),
        ("fanout-dead-letter-replayed", '"plan_batch"', '"make_plan"'),
        ("notify-dead-letter-replayed", '"pending_deliveries"', '"ledger"'),
    ],
)
async def test_a_workflow_that_went_another_way_is_noticed(name: str, was: str, now: str) -> None:
    """A history in which another activity was called does not replay: the check above is able to fail."""
    text = HISTORIES[name]
    assert was in text
    with pytest.raises(NondeterminismError):
        await replayer().replay_workflow(WorkflowHistory.from_json(name, text.replace(was, now)))


def test_every_workflow_has_a_history() -> None:
    """A new workflow needs a recording."""
    assert {kind_of(text) for text in HISTORIES.values()} == {kind.__name__ for kind in WORKFLOWS}


def test_histories_say_nothing_of_the_machine() -> None:
    """No host, no path, no person."""
    for text in HISTORIES.values():
        assert all(word not in text for word in ("identity", "stackTrace", "/site-packages/", "Kovářová", "@example"))
