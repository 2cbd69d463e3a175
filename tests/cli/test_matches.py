"""Jobs, matches and feedback from the option to the API."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from cli.jobs import jobs
from cli.matches import feedback, matches
from tests.cli.service import Service

app = typer.Typer()
for command in (jobs, matches, feedback):
    app.command()(command)

runner = CliRunner(env={"COLUMNS": "250"})

MATCH = {
    "id": "m1",
    "score": 91,
    "base_score": 87,
    "title": "Data Engineer",
    "company": "Acme",
    "adjustments": [{"by": "feedback", "points": 4, "because": "You asked for more like “Analyst” at Acme: alike"}],
    "analysis": {"explanation": "Seven of eight", "recommendation": "apply", "pros": ["SQL"], "cons": ["Far away"]},
}


@pytest.fixture(autouse=True)
def _api(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands find the test server in their environment, as a person's would."""
    monkeypatch.setenv("VITAEFLOW_API", service.url)
    monkeypatch.setenv("VITAEFLOW_API_KEY", "key-1")


def test_filters_of_matches_go_to_the_api_and_its_notices_to_the_person(service: Service) -> None:
    """A filter that sorted out nothing is said beside the table, not in it."""
    service.items["matches"] = [MATCH]
    service.notices = ["None of your 4 matches answers `least_pay`"]
    done = runner.invoke(
        app,
        ["matches", "--place", "Porto, PT", "--least-pay", "40000", "--currency", "EUR", "--no-remote",
         "--unknown", "drop"],
    )  # fmt: skip
    asked = service.queries[-1]
    assert (asked["places"], asked["least_pay"], asked["currency"]) == ("Porto, PT", "40000", "EUR")
    assert (asked["remote"], asked["unknown"]) == ("false", "drop")
    assert "least_pay" in done.stderr
    assert "least_pay" not in done.stdout


def test_reasons_show_both_sides_and_what_moved_the_score(service: Service) -> None:
    """For, against, and the points of feedback with the score as it was without them."""
    service.items["matches"] = [MATCH]
    done = runner.invoke(app, ["matches", "--reasons"])
    for part in ("91  Data Engineer — Acme  (apply)", "+ SQL", "− Far away", "+4 points: You asked", "without it: 87"):
        assert part in done.stdout


def test_the_matches_of_a_saved_search_are_its_own_list(service: Service) -> None:
    """The filter is the search's."""
    service.answers["GET /searches/s1/matches"] = {"items": [MATCH], "next_cursor": None}
    assert "Data Engineer" in runner.invoke(app, ["matches", "--search", "s1"]).stdout


@pytest.mark.parametrize(("said", "sent"), [("not_this", "not_this"), ("nothing", None)])
def test_feedback_is_sent_and_taken_back(service: Service, said: str, sent: str | None) -> None:
    """`nothing` is the null of the API."""
    service.answers["PATCH /matches/m1"] = MATCH
    done = runner.invoke(app, ["feedback", "m1", said])
    assert done.exit_code == 0
    assert service.sent == [("PATCH /matches/m1", {"feedback": sent})]


def test_feedback_that_is_none_is_a_usage_error(service: Service) -> None:
    """Nothing is sent."""
    assert runner.invoke(app, ["feedback", "m1", "meh"]).exit_code == 2
    assert service.requests == []


@pytest.mark.parametrize("name", ["jobs", "matches"])
def test_lists_are_written_as_csv(service: Service, tmp_path: Path, name: str) -> None:
    """To a file, or to stdout as it came."""
    file = tmp_path / "mine.csv"
    assert json.loads(runner.invoke(app, [name, "--csv", str(file), "--json"]).stdout)["bytes"] == 5
    assert file.read_bytes() == runner.invoke(app, [name, "--csv", "-"]).stdout_bytes == b"a,b\r\n"
    assert f"GET /exports/{name}.csv" in service.requests


def test_jobs_are_filtered_and_say_what_they_do_not_say(service: Service) -> None:
    """Unknown is marked where a filter asked."""
    service.items["jobs"] = [{"id": "j1", "title": "Cook", "company": "Acme", "posting": {}, "unknown": ["pay"]}]
    done = runner.invoke(app, ["jobs", "--country", "PT", "--least-pay", "1", "--currency", "EUR", "-q", "cook"])
    assert (service.queries[-1]["country"], service.queries[-1]["q"]) == ("PT", "cook")
    assert "pay" in done.stdout
