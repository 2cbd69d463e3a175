"""The commands of the API's client from the option to the exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from cli.analyze import analyze, follow, retry
from cli.jobs import jobs
from cli.listing import analyses, export
from cli.login import login, logout
from cli.matches import matches
from tests.cli.service import COMPLETED, FAILED, JOB, Service, state

app = typer.Typer()
for command in (analyze, follow, retry, analyses, jobs, matches, export, login, logout):
    app.command()(command)

runner = CliRunner()


@pytest.fixture(autouse=True)
def _api(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands find the test server in their environment, as a person's would."""
    monkeypatch.setenv("VITAEFLOW_API", service.url)
    monkeypatch.setenv("VITAEFLOW_API_KEY", "key-1")


@pytest.fixture
def resume(tmp_path: Path) -> str:
    """A file to upload."""
    file = tmp_path / "cv.txt"
    file.write_text("Ada Example")
    return str(file)


def test_analyze_uploads_follows_and_shows_the_profile(service: Service, resume: str) -> None:
    """One command from file to profile; stages on stderr, the profile on stdout."""
    service.recorded = [state("processing", "chunking", 30, current_step="Splitting the text"), COMPLETED]
    service.pushed = [COMPLETED]
    done = runner.invoke(app, ["analyze", resume])
    assert done.exit_code == 0
    assert "Ada Example" in done.stdout
    assert "Engineer — Acme" in done.stdout
    assert "30 % Splitting the text" in done.stderr
    assert f"vitaeflow export {JOB}" in done.stderr
    assert service.uploads[0][0] == "cv.txt"


def test_analyze_as_json_is_one_document(resume: str) -> None:
    """A program gets the analysis and the JSON Resume, and nothing else on stdout."""
    done = runner.invoke(app, ["analyze", resume, "--json"])
    answer = json.loads(done.stdout)
    assert answer["analysis"]["status"] == "completed"
    assert answer["profile"]["basics"]["name"] == "Ada Example"


def test_a_failed_analysis_exits_with_4_and_says_where_and_what_next(service: Service, resume: str) -> None:
    """Stage, code, message and the next step are in one line."""
    service.recorded = [FAILED]
    done = runner.invoke(app, ["analyze", resume])
    assert done.exit_code == 4
    for part in ("extracting_text", "needs_ocr", "The file is a scan", "upload it again"):
        assert part in done.stderr
    assert done.stdout == ""


def test_a_failure_that_may_pass_names_the_retry(service: Service) -> None:
    """Another try without a new upload is one command away."""
    service.recorded = [{**FAILED, "error": {**FAILED["error"], "retryable": True}}]
    done = runner.invoke(app, ["follow", JOB, "--json"])
    error = json.loads(done.stderr.splitlines()[-1])["error"]
    assert done.exit_code == 4
    assert f"vitaeflow retry {JOB}" in error["detail"]
    assert (error["stage"], error["retryable"], error["error_code"]) == ("extracting_text", True, "needs_ocr")


def test_a_cancelled_analysis_is_no_success(service: Service) -> None:
    """Cancelled is an end without a profile."""
    service.recorded = [state("cancelled", "chunking", 30)]
    done = runner.invoke(app, ["follow", JOB])
    assert done.exit_code == 4
    assert "was cancelled" in done.stderr


def test_retry_starts_again_and_follows(service: Service) -> None:
    """The same job goes on, and its profile comes out."""
    done = runner.invoke(app, ["retry", JOB])
    assert done.exit_code == 0
    assert f"POST /analyses/{JOB}/retry" in service.requests
    assert "Ada Example" in done.stdout


def test_a_service_that_is_away_exits_with_3(resume: str) -> None:
    """A script can wait and try again."""
    done = runner.invoke(app, ["analyze", resume, "--api", "http://127.0.0.1:9"])
    assert done.exit_code == 3
    assert "make up" in done.stderr


def test_a_missing_file_exits_with_2(service: Service) -> None:
    """Nothing is uploaded."""
    done = runner.invoke(app, ["analyze", "no-such-file.pdf"])
    assert done.exit_code == 2
    assert service.requests == []


def test_a_refused_key_exits_with_1(resume: str) -> None:
    """The API's own words come with it."""
    done = runner.invoke(app, ["analyze", resume, "--api-key", "wrong"])
    assert done.exit_code == 1
    assert "no valid token" in done.stderr


def test_login_keeps_a_session_for_the_next_command(monkeypatch: pytest.MonkeyPatch, service: Service) -> None:
    """The password comes from stdin, never from an option; logout ends it."""
    monkeypatch.delenv("VITAEFLOW_API_KEY")
    answer = runner.invoke(app, ["login", "--email", "a@example.com", "--password-stdin"], input="correct horse\n")
    assert answer.exit_code == 0
    assert runner.invoke(app, ["jobs"]).exit_code == 0
    assert runner.invoke(app, ["logout"]).exit_code == 0
    refused = runner.invoke(app, ["jobs"])
    assert refused.exit_code == 1
    assert "vitaeflow login" in refused.stderr


def test_a_wrong_password_stores_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A refused login is not half a login."""
    monkeypatch.delenv("VITAEFLOW_API_KEY")
    answer = runner.invoke(app, ["login", "--email", "a@example.com"], input="wrong\n")
    assert answer.exit_code == 1
    assert "wrong e-mail or password" in answer.stderr
    assert "vitaeflow login" in runner.invoke(app, ["jobs"]).stderr


def test_an_empty_stdin_is_no_password(service: Service) -> None:
    """A script with an unset variable hears about it before anything is sent."""
    answer = runner.invoke(app, ["login", "--email", "a@example.com", "--password-stdin"], input="")
    assert answer.exit_code == 2
    assert service.requests == []


def test_matches_come_with_score_and_reason(service: Service) -> None:
    """The bound goes to the API; the reasons are shown."""
    service.items["matches"] = [
        {
            "id": "m1",
            "score": 87,
            "title": "Data Engineer",
            "company": "Acme",
            "analysis": {"explanation": "Seven of eight skills", "recommendation": "apply"},
        }
    ]
    done = runner.invoke(app, ["matches", "--min-score", "70"])
    assert service.queries[-1]["min_score"] == "70"
    for part in ("87", "Data Engineer", "Acme", "apply", "Seven of eight"):
        assert part in done.stdout


def test_jobs_show_place_and_workplace(service: Service) -> None:
    """Where the work is stands in the list, as the posting says it."""
    posting = {"locations": [{"raw": "Lisbon"}], "workplace": "hybrid", "posted_at": "2025-09-01"}
    service.items["jobs"] = [{"id": "j1", "title": "Cook", "company": "Acme", "posting": posting}]
    done = runner.invoke(app, ["jobs"], env={"COLUMNS": "200"})
    assert "Lisbon / hybrid" in done.stdout


def test_analyses_can_be_filtered_and_read_by_programs(service: Service) -> None:
    """--status goes to the API, --json gives the items as they are."""
    service.items["analyses"] = [COMPLETED]
    done = runner.invoke(app, ["analyses", "--status", "completed", "--json"])
    assert json.loads(done.stdout) == [COMPLETED]
    assert service.queries[-1]["status"] == "completed"


def test_ids_can_be_copied_from_a_narrow_terminal(service: Service) -> None:
    """An id that is broken over two lines is no use to the next command."""
    service.items["analyses"] = [COMPLETED]
    assert JOB in runner.invoke(app, ["analyses"], env={"COLUMNS": "80"}).stdout


def test_an_empty_list_says_so_on_stderr() -> None:
    """Nothing is not an error, and stdout has no decoration for it."""
    done = runner.invoke(app, ["jobs"])
    assert (done.exit_code, done.stdout) == (0, "")
    assert "no jobs yet" in done.stderr


def test_export_writes_where_it_is_told(service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Into a folder, to a file, under the given name here, or to stdout."""
    service.export = (b"a,b\r\n", "text/csv; charset=utf-8", 'attachment; filename="x.csv"')
    monkeypatch.chdir(tmp_path)
    call = ["export", JOB, "--format", "csv"]
    folder = tmp_path / "folder"
    folder.mkdir()
    for out in ([], ["--out", str(folder)], ["--out", "mine.csv"]):
        assert runner.invoke(app, call + out).exit_code == 0
    for written in ("x.csv", "folder/x.csv", "mine.csv"):
        assert (tmp_path / written).read_bytes() == b"a,b\r\n"
    assert runner.invoke(app, [*call, "--out", "-"]).stdout_bytes == b"a,b\r\n"
    answer = json.loads(runner.invoke(app, [*call, "--json"]).stdout)
    assert answer == {"file": "x.csv", "media_type": "text/csv", "bytes": 5}


def test_export_to_a_place_that_is_not_there_fails_with_a_message(tmp_path: Path) -> None:
    """No traceback for a typing error in --out."""
    done = runner.invoke(app, ["export", JOB, "--out", str(tmp_path / "no" / "x.json")])
    assert done.exit_code == 1
    assert "choose another --out" in done.stderr


def test_an_unknown_format_is_a_usage_error(service: Service) -> None:
    """The four formats are named before anything is asked of the API."""
    done = runner.invoke(app, ["export", JOB, "--format", "xml"])
    assert done.exit_code == 2
    assert "docx" in done.stderr
    assert service.requests == []
