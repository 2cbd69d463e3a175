"""`vitaeflow deadletters` from the option to the API."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from cli.deadletters import app
from tests.cli.service import Service

runner = CliRunner(env={"COLUMNS": "200"})
FANOUT = {"id": "f1", "state": "parked", "dead_letters": 3, "failed_pages": 0, "pairs": 900, "created_at": "2026-11-20"}
WHOLE = {**FANOUT, "id": "f2", "dead_letters": 0}
DELIVERY = {"id": "d1", "channel_id": "c1", "attempts": 5, "last_error": "delivery_failed", "created_at": "2026-11-20"}


@pytest.fixture(autouse=True)
def _api(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two fan-outs, one of them with dead letters, and a dead delivery."""
    monkeypatch.setenv("VITAEFLOW_API", service.url)
    monkeypatch.setenv("VITAEFLOW_API_KEY", "key-1")
    service.items |= {"fanouts": [FANOUT, WHOLE], "deliveries": [DELIVERY]}
    service.answers |= {"POST /fanouts/f1/retry": FANOUT, "POST /deliveries/d1/replay": DELIVERY}


def test_both_kinds_are_listed_and_what_is_whole_is_not(service: Service) -> None:
    """Only what waits for somebody."""
    done = runner.invoke(app, ["list"])
    assert "f1" in done.stdout
    assert "delivery_failed" in done.stdout
    assert "f2" not in done.stdout
    found = json.loads(runner.invoke(app, ["list", "--json"]).stdout)
    assert [each["id"] for each in found["fanouts"] + found["deliveries"]] == ["f1", "d1"]


@pytest.mark.parametrize(
    ("arguments", "calls"),
    [
        (["f1"], ["POST /fanouts/f1/retry"]),
        (["d1"], ["POST /deliveries/d1/replay"]),
        (["--all"], ["POST /fanouts/f1/retry", "POST /deliveries/d1/replay"]),
    ],
)
def test_one_or_all_are_tried_again(service: Service, arguments: list[str], calls: list[str]) -> None:
    """Whatever kind it is, by its id alone."""
    done = runner.invoke(app, ["replay", *arguments])
    assert done.exit_code == 0, done.stderr
    assert [request for request in service.requests if request.startswith("POST")] == calls


def test_nothing_named_is_a_usage_error_and_nothing_dead_is_said(service: Service) -> None:
    """Neither is a failure of the service."""
    assert runner.invoke(app, ["replay"]).exit_code == 2
    service.items.clear()
    for arguments in (["list"], ["replay", "--all"]):
        done = runner.invoke(app, arguments)
        assert done.exit_code == 0
        assert "no dead letters" in done.stderr
