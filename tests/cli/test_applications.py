"""`vitaeflow applications` from the option to the API."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.applications import app
from tests.cli.service import Service, problem

runner = CliRunner(env={"COLUMNS": "200"})
ITEM = {
    "id": "a1", "title": "Cook", "company": "Diner", "state": "interview", "state_on": "2026-11-20",
    "notes": "call back",
    "history": [{"before": None, "after": "interview", "happened_on": "2026-11-20"}],
}  # fmt: skip


@pytest.fixture(autouse=True)
def _api(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands find the test server in their environment, as a person's would."""
    monkeypatch.setenv("VITAEFLOW_API", service.url)
    monkeypatch.setenv("VITAEFLOW_API_KEY", "key-1")


def test_they_are_listed_by_state_and_written_as_csv(service: Service, tmp_path: Path) -> None:
    """The filter goes to the API; the file is the API's."""
    service.items["applications"] = [ITEM]
    done = runner.invoke(app, ["list", "--state", "interview"])
    assert service.queries[-1]["state"] == "interview"
    for part in ("a1", "2026-11-20", "Cook", "call back"):
        assert part in done.stdout
    file = tmp_path / "applications.csv"
    assert runner.invoke(app, ["list", "--csv", str(file)]).exit_code == 0
    assert file.read_bytes() == b"a,b\r\n"


def test_adding_and_changing_send_what_is_given_and_no_more(service: Service) -> None:
    """What is left out stays as it is."""
    service.answers |= {"POST /applications": ITEM, "PATCH /applications/a1": ITEM}
    assert runner.invoke(app, ["add", "j1", "--state", "applied", "--on", "2026-11-02"]).exit_code == 0
    assert runner.invoke(app, ["set", "a1", "interview"]).exit_code == 0
    assert runner.invoke(app, ["set", "a1", "--notes", ""]).exit_code == 0
    assert [body for _, body in service.sent] == [
        {"job_id": "j1", "state": "applied", "happened_on": "2026-11-02"},
        {"state": "interview"},
        {"notes": ""},
    ]


def test_a_change_of_nothing_and_a_second_of_one_posting_say_what_to_do(service: Service) -> None:
    """A usage error, and the way to the one that is there."""
    assert runner.invoke(app, ["set", "a1"]).exit_code == 2
    service.answers["POST /applications"] = problem(409, "conflict", "You follow this posting already")
    done = runner.invoke(app, ["add", "j1"])
    assert done.exit_code == 1
    assert "vitaeflow applications list" in done.stderr


def test_one_is_shown_with_its_history(service: Service) -> None:
    """Each step with its day."""
    service.answers["GET /applications/a1"] = ITEM
    done = runner.invoke(app, ["show", "a1"])
    assert "2026-11-20" in done.stdout
    assert "call back" in done.stderr
