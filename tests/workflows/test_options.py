"""No workflow calls anything without limits: every call names an option, every option is bounded."""

from __future__ import annotations

import ast
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

import workflows
from workflows import options

FOLDER = Path(workflows.__file__).parent
CONFIGS: dict[str, Any] = {
    name: value for name, value in vars(options).items() if name.isupper() and isinstance(value, dict)
} | {"deliver(5)": options.deliver(5)}
MOST = {"FETCH": timedelta(minutes=5)}
"""Boards that are read in pages, politely, take longer than the two minutes that are the rule."""
CALLS = {"execute_activity", "start_activity", "execute_local_activity", "start_local_activity"}


def calls_of(source: str) -> list[ast.Call]:
    """All calls of activities in a module."""
    return [
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CALLS
    ]


def is_bounded_by_options(call: ast.Call) -> bool:
    """`**options.NAME` or `**options.function(…)`, and no time-out or policy beside it."""
    spread = [keyword.value for keyword in call.keywords if keyword.arg is None]
    if len(spread) != 1 or {keyword.arg for keyword in call.keywords} - {None, "result_type"}:
        return False
    value = spread[0].func if isinstance(spread[0], ast.Call) else spread[0]
    return isinstance(value, ast.Attribute) and isinstance(value.value, ast.Name) and value.value.id == "options"


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.py")), ids=lambda path: path.stem)
def test_every_activity_is_called_with_a_named_option(path: Path) -> None:
    """Time-outs and policies stand in one file."""
    loose = [call.lineno for call in calls_of(path.read_text()) if not is_bounded_by_options(call)]
    assert loose == []


def test_the_rule_sees_all_calls_and_refuses_loose_ones() -> None:
    """The check above would notice a call without an option, and it does look at the real ones."""
    assert sum(len(calls_of(path.read_text())) for path in FOLDER.glob("*.py")) >= 25
    for loose in ("start_to_close_timeout=x", "**limits.SHORT", "**options.SHORT, retry_policy=x", ""):
        (call,) = calls_of(f"workflow.execute_activity('name', 1, {loose})")
        assert not is_bounded_by_options(call)


@pytest.mark.parametrize("name", sorted(CONFIGS))
def test_every_option_is_bounded(name: str) -> None:
    """One attempt, all attempts together, and their number are limited; backoff too."""
    config = CONFIGS[name]
    policy = config["retry_policy"]
    assert timedelta(0) < config["start_to_close_timeout"] <= MOST.get(name, timedelta(minutes=2))
    assert config["start_to_close_timeout"] <= config["schedule_to_close_timeout"] <= timedelta(days=1)
    assert 1 <= policy.maximum_attempts <= 60
    assert policy.maximum_interval is not None
    assert policy.maximum_interval <= timedelta(minutes=10)


@pytest.mark.parametrize("name", sorted(CONFIGS))
def test_what_may_take_long_heartbeats(name: str) -> None:
    """A killed worker's attempt is noticed within seconds, not at its start-to-close; sending has its own lease."""
    config = CONFIGS[name]
    if config["start_to_close_timeout"] > timedelta(seconds=10):
        assert config["heartbeat_timeout"] <= timedelta(seconds=10)


def test_local_activities_are_shorter_than_the_takeover_of_their_task() -> None:
    """A workflow task that a killed worker held is given on after its time-out: local work must fit into it."""
    local = [config for config in CONFIGS.values() if "task_queue" not in config and "heartbeat_timeout" not in config]
    assert len(local) >= 4
    assert all(config["start_to_close_timeout"] < options.WORKFLOW_TASK_TIMEOUT for config in local)
