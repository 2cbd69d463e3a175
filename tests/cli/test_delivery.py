"""The commands about messages, from the option to the API."""

from __future__ import annotations

import json

import pytest
import typer
from typer.testing import CliRunner

from cli.delivery import channels, deliveries, notifications, replay
from tests.cli.service import Service

app = typer.Typer()
for command in (notifications, channels, deliveries, replay):
    app.command()(command)

runner = CliRunner(env={"COLUMNS": "250"})


@pytest.fixture(autouse=True)
def _api(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands find the test server in their environment, as a person's would."""
    monkeypatch.setenv("VITAEFLOW_API", service.url)
    monkeypatch.setenv("VITAEFLOW_API_KEY", "key-1")


def test_notifications_say_what_was_told(service: Service) -> None:
    """The number of jobs and the best of them; a filter goes to the API."""
    best = {"title": "Cook", "company": "Diner"}
    service.items["notifications"] = [
        {"id": "n1", "kind": "matches", "payload": {"total": 4, "matches": [best]}, "read_at": None},
        {
            "id": "n2",
            "kind": "channel_disabled",
            "payload": {"reason": "it is gone"},
            "read_at": "2026-11-20T00:00:00Z",
        },
    ]
    done = runner.invoke(app, ["notifications", "--unread"])
    assert service.queries[-1]["unread"] == "true"
    for part in ("n1", "4 jobs, best: Cook — Diner", "it is gone"):
        assert part in done.stdout


def test_channels_say_whether_they_work(service: Service) -> None:
    """On, failing, or off with the reason."""
    service.items["channels"] = [
        {"id": "c1", "kind": "webhook", "name": "a", "host": "a.example", "enabled": True},
        {"id": "c2", "kind": "slack", "name": "b", "host": "b.example", "enabled": True,
         "failing_since": "2026-11-20T10:11:12Z"},
        {"id": "c3", "kind": "email", "name": "c", "host": "c.example", "enabled": False,
         "disabled_reason": "unsubscribed"},
    ]  # fmt: skip
    done = runner.invoke(app, ["channels"])
    for part in ("a.example", "failing since 2026-11-20T10:11:12", "off: unsubscribed"):
        assert part in done.stdout


def test_deliveries_are_listed_by_state(service: Service) -> None:
    """What may have come twice says so; --json gives the rows as they are."""
    rows = [{"id": "d1", "channel_id": "c1", "status": "sent", "attempts": 2, "sent_at": "2026-11-20T10:11:12Z",
             "maybe_repeated": True, "last_error": None}]  # fmt: skip
    service.items["deliveries"] = rows
    done = runner.invoke(app, ["deliveries", "--status", "sent"])
    assert service.queries[-1]["status"] == "sent"
    assert "2026-11-20T10:11:12 (perhaps twice)" in done.stdout
    assert json.loads(runner.invoke(app, ["deliveries", "--json"]).stdout) == rows
    service.items.clear()
    assert "no deliveries yet" in runner.invoke(app, ["deliveries"]).stderr


def test_dead_letters_are_replayed_one_by_one_or_by_channel(service: Service) -> None:
    """Exactly one of both is named."""
    one = runner.invoke(app, ["replay", "d1"])
    assert one.exit_code == 0, one.stderr
    assert service.requests[-1] == "POST /deliveries/d1/replay"
    assert "1 sent again" in one.stderr
    every = runner.invoke(app, ["replay", "--channel", "c1", "--json"])
    assert service.requests[-1] == "POST /channels/c1/replay"
    assert json.loads(every.stdout) == {"revived": 3}
    for wrong in (["replay"], ["replay", "d1", "--channel", "c1"]):
        assert runner.invoke(app, wrong).exit_code == 2
