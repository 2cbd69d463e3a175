"""The command: exit codes, and which run writes what."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from cli import evaluate as command
from cli.evaluate import evaluate
from eval import figures, report, run
from eval.figures import Figure, Part, Table, load_bounds

app = typer.Typer()
app.command()(evaluate)


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What the command asks for; the parts answer at once, and floors and report are in `tmp_path`."""
    calls: list[dict[str, Any]] = []

    async def answer(names: Sequence[str], *_: object, left_out: bool, progress: object) -> list[Part]:
        calls.append({"names": list(names), "left_out": left_out})
        table = Table("Shares", ("what", "share"), [("all", 0.9)], "A note.")
        return [Part(name, [Figure("share", 0.9, slack=0.01)], [table], seconds=1.0) for name in names]

    floors = tmp_path / "floors.toml"
    floors.write_text("".join(f"[{name}]\nshare = {{ floor = 0.85 }}\n" for name in run.PARTS))
    monkeypatch.setattr(run, "run", answer)
    monkeypatch.setattr(figures.load_bounds, "__defaults__", (floors,))
    monkeypatch.setattr(figures.record, "__defaults__", (floors,))
    monkeypatch.setattr(report.write_report, "__defaults__", (tmp_path / "report.md",))
    return calls


def invoke(*arguments: str) -> Result:
    """Run the command."""
    return CliRunner().invoke(app, arguments)


def test_a_whole_run_within_bounds_writes_the_report(asked: list[dict[str, Any]], tmp_path: Path) -> None:
    """All parts in their order, tables on the terminal, exit code 0."""
    done = invoke()
    assert done.exit_code == 0, done.output
    assert asked == [{"names": ["parse", "hostile", "match"], "left_out": False}]
    assert done.stdout.count("Shares") == 3
    assert "A note." in done.stdout
    assert "Every figure is within its bound" in (tmp_path / "report.md").read_text()


def test_a_figure_below_its_floor_fails_the_run(asked: list[dict[str, Any]], tmp_path: Path) -> None:
    """Exit code 1, the figure is named, and the report says so too."""
    floors = tmp_path / "floors.toml"
    floors.write_text(floors.read_text().replace("0.85", "0.95", 1))
    done = invoke()
    assert done.exit_code == 1
    assert "share is 0.9, its floor is 0.95" in done.stderr
    assert "its floor is 0.95" in (tmp_path / "report.md").read_text()


def test_some_parts_leave_the_report_alone(asked: list[dict[str, Any]], tmp_path: Path) -> None:
    """It holds a whole run, always."""
    assert invoke("hostile", "match", "--cv").exit_code == 0
    assert asked == [{"names": ["hostile", "match"], "left_out": True}]
    assert not (tmp_path / "report.md").exists()


def test_json_has_figures_tables_goals_and_misses(asked: list[dict[str, Any]]) -> None:
    """On stdout, and nothing else there."""
    answer = json.loads(invoke("parse", "--json").stdout)
    assert answer["parts"]["parse"] == {
        "seconds": 1.0,
        "figures": {"share": 0.9},
        "tables": {"Shares": [{"what": "all", "share": 0.9}]},
    }
    assert (answer["goals"], answer["out_of_bounds"]) == ([], [])


def test_recording_writes_the_bounds_of_the_parts_that_ran(asked: list[dict[str, Any]], tmp_path: Path) -> None:
    """A little below what was measured."""
    assert invoke("match", "--record").exit_code == 0
    bounds = load_bounds(tmp_path / "floors.toml")
    assert bounds["match"]["share"] == {"floor": 0.89, "measured": 0.9}
    assert bounds["parse"]["share"] == {"floor": 0.85}


def test_recording_a_lower_floor_is_told(asked: list[dict[str, Any]], tmp_path: Path) -> None:
    """Nobody lowers one without seeing it."""
    floors = tmp_path / "floors.toml"
    floors.write_text(floors.read_text().replace("0.85", "0.95"))
    done = invoke("match", "--record")
    assert "loosened: share was bound to 0.95, is bound to 0.89 now" in done.stderr


def test_an_installed_package_says_where_the_kit_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The corpus is in the source tree only."""
    monkeypatch.setattr(command, "_CHECKOUT", tmp_path)
    done = invoke("--json")
    assert done.exit_code == 1
    assert "make eval" in json.loads(done.stderr)["error"]["detail"]


def test_an_unknown_part_is_a_usage_error() -> None:
    """Nothing is started for it."""
    assert invoke("everything").exit_code == 2
