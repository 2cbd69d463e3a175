"""`vitaeflow match` over files: the format of its scores, its inputs, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from cli.match import match

app = typer.Typer()
app.command()(match)
runner = CliRunner()

POSTING = {
    "@type": "JobPosting", "id": "reef-1", "title": "Senior Data Engineer",
    "hiringOrganization": {"name": "Kelp Works"}, "skills": ["Python", "event streaming"],
    "description": "Requirements:\n- Python\n- 5 years of experience",
}  # fmt: skip


def profile(title: str, *skills: str) -> dict[str, Any]:
    """Somebody since March 2019, with an open role."""
    work = [{"name": "Acme", "position": title, "startDate": "2019-03"}]
    return {"work": work, "skills": [{"name": "Skills", "keywords": list(skills)}]}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two profiles, and a file that is none."""
    (tmp_path / "people").mkdir()
    for name, document in {
        "fits": profile("Senior Data Engineer", "Python", "Kafka"),
        "other": profile("Nurse", "Triage"),
        "broken": ["no", "profile"],
    }.items():
        (tmp_path / "people" / f"{name}.json").write_text(json.dumps(document))
    (tmp_path / "jobs.json").write_text(json.dumps([POSTING]))
    return tmp_path


def run(folder: Path, *arguments: object, code: int = 0) -> str:
    """Run the command over the folder; its stdout."""
    files = ["--profiles", folder / "people", "--jobs", folder / "jobs.json"]
    done = runner.invoke(app, [*map(str, files), *map(str, arguments)])
    assert done.exit_code == code, done.stderr
    return done.stdout if code == 0 else done.stderr


def test_scores_are_by_job_and_by_name_of_the_profile(folder: Path) -> None:
    """Who fits comes first; what is no profile is left out; the same run gives the same file."""
    out = folder / "deep" / "scores.json"
    run(folder, "--out", out)
    scores = json.loads(out.read_text())
    assert set(scores) == {"reef-1"}
    assert set(scores["reef-1"]) == {"fits", "other"}
    assert scores["reef-1"]["fits"] > 75 > 40 > scores["reef-1"]["other"]
    assert json.loads(run(folder, "--json")) == scores


def test_our_own_postings_are_read_too(folder: Path) -> None:
    """A list of postings in our form, keyed by their ids."""
    own = {"external_id": "own-7", "title": "Nurse", "company": "Clinic", "description": "Requirements:\n- Triage"}
    (folder / "jobs.json").write_text(json.dumps([own]))
    scores = json.loads(run(folder, "--json"))
    assert scores["own-7"]["other"] > scores["own-7"]["fits"]


def test_reasons_quote_both_sides(folder: Path) -> None:
    """An alias is named as one, with the words of posting and résumé."""
    out = folder / "reasons.json"
    run(folder, "--reasons", out)
    analysis = json.loads(out.read_text())["reef-1"]["fits"]["analysis"]
    streaming = next(each for each in analysis["requirements"] if each["name"] == "Apache Kafka")
    assert streaming["found"] == "alias"
    assert (streaming["posting"]["text"], streaming["resume"]["text"]) == ("event streaming", "Kafka")


def test_open_roles_count_to_the_day_given(folder: Path) -> None:
    """Half a year of experience is less than seven years."""
    early, late = (
        json.loads(run(folder, "--json", "--as-of", day))["reef-1"]["fits"] for day in ("2019-09-01", "2026-03-01")
    )
    assert early < late


def test_the_best_are_shown_without_an_output(folder: Path) -> None:
    """A table for people at a terminal."""
    shown = run(folder)
    assert "fits" in shown
    assert "Senior Data Engineer" in shown


@pytest.mark.parametrize("content", ["<html>", "[1", '[{"external_id": "x"}]', '{"title": "no posting"}'])
def test_what_is_no_list_of_postings_is_refused(folder: Path, content: str) -> None:
    """With a message, not a traceback."""
    (folder / "jobs.json").write_text(content)
    assert run(folder, code=1).startswith("error ")


def test_a_folder_without_profiles_is_refused(folder: Path) -> None:
    """Zero profiles are a mistake, not a result."""
    for file in (folder / "people").iterdir():
        file.unlink()
    assert "no JSON Resume file" in run(folder, code=2)
