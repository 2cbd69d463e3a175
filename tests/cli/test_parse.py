"""Résumés to profiles on this machine, with the real readers."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from cli import parse as parsing
from cli.batch import Parser, ParseResult, as_of_date
from cli.parse import output_names, parse
from domain.importing.profiles import read_profile
from schema.document import Line, document_of
from schema.settings import Settings
from tests.interchange import JSON_RESUME, as_json, linkedin

RESUME = """\
Marta Exemplo
marta@example.com

Experience

Engineer, Acme
Jan 2020 - Present
- Built the billing service

Education

BSc Mathematics, Example University
2014 - 2017
"""

app = typer.Typer()
app.command()(parse)
runner = CliRunner()


@pytest.fixture
def resume(tmp_path: Path) -> Path:
    """A small text résumé."""
    file = tmp_path / "marta.txt"
    file.write_text(RESUME)
    return file


def run(*arguments: object, code: int = 0) -> str:
    """Run the command; its stdout."""
    done = runner.invoke(app, [*map(str, arguments), "--processes", "1"])
    assert done.exit_code == code, done.stderr
    return done.stdout


def results_in(folder: Path) -> list[dict[str, Any]]:
    """The lines of results.jsonl."""
    return [json.loads(line) for line in (folder / "results.jsonl").read_text().splitlines()]


def test_accepted_and_rejected_files_each_get_their_line(resume: Path, tmp_path: Path) -> None:
    """A profile per accepted file, a line per file in the order given, and exit code 0: a rejection is an answer."""
    empty = tmp_path / "empty.pdf"
    empty.touch()
    out = tmp_path / "out"
    run(empty, resume, "--out", out)
    rejected, accepted = results_in(out)
    assert (rejected["outcome"], rejected["reason"], rejected["output"]) == ("reject", "empty_document", None)
    assert (accepted["outcome"], accepted["output"], accepted["flags"]) == ("accept", "marta.json", [])
    assert accepted["engine"]
    assert accepted["ms"] > 0
    assert accepted["max_rss_mb"] > 10
    assert json.loads((out / "marta.json").read_text())["basics"]["email"] == "marta@example.com"
    assert sorted(file.name for file in out.iterdir()) == ["marta.json", "results.jsonl"]


def test_a_rejection_removes_the_profile_of_an_earlier_run(resume: Path, tmp_path: Path) -> None:
    """The folder never holds a profile that its results.jsonl denies."""
    out = tmp_path / "out"
    run(resume, "--out", out)
    resume.write_bytes(b"")
    run(resume, "--out", out)
    assert not (out / "marta.json").exists()


def test_without_a_folder_the_profile_is_shown(resume: Path) -> None:
    """One file, one look."""
    assert "marta@example.com" in run(resume)


def test_json_without_a_folder_carries_the_profile(resume: Path) -> None:
    """One line per file, with the whole profile in it, and nothing is written."""
    answer = json.loads(run(resume, "--json"))
    assert answer["outcome"] == "accept"
    assert answer["profile"]["basics"]["email"] == "marta@example.com"
    assert list(resume.parent.glob("*.json*")) == []


def test_a_rejected_file_says_why(tmp_path: Path) -> None:
    """The reason stands where the profile would."""
    empty = tmp_path / "empty.pdf"
    empty.touch()
    assert "empty_document" in run(empty)


def test_a_text_that_is_no_resume_is_flagged(tmp_path: Path) -> None:
    """It is passed on with a mark: nobody mistakes an empty profile for a person."""
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear all,\n\nthe canteen is closed on Monday.\n")
    answer = json.loads(run(letter, "--json"))
    assert (answer["outcome"], answer["flags"]) == ("accept_with_flag", ["not_a_resume"])


def test_the_same_file_twice_is_read_once(resume: Path) -> None:
    """Shell globs overlap."""
    assert len(run(resume, resume.parent / "." / resume.name, "--json").splitlines()) == 1


def test_a_file_over_the_limit_is_rejected_unread(
    resume: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The limit of uploads holds here too."""
    monkeypatch.setattr(parsing, "get_settings", lambda: Settings(max_upload_bytes=10))
    run(resume, "--out", tmp_path / "out")
    assert results_in(tmp_path / "out")[0]["reason"] == "too_large"


def test_a_defect_costs_one_file_and_shows_in_the_exit_code(
    resume: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other files are read; the line names the kind of defect, never the text of the résumé."""
    other = tmp_path / "other.txt"
    other.write_text(RESUME.replace("Marta", "Olga"))

    def broken(document: Any, **options: Any) -> Any:
        if "Olga" in document.text:
            raise ValueError("Olga")
        return read_profile(document, **options)

    monkeypatch.setattr("cli.batch.read_profile", broken)
    run(other, resume, "--out", tmp_path / "out", code=1)
    defect, fine = results_in(tmp_path / "out")
    assert (defect["reason"], fine["outcome"]) == ("internal_error", "accept")
    assert "ValueError" in defect["detail"]
    assert "Olga" not in defect["detail"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_has_no_answer(resume: Path, tmp_path: Path) -> None:
    """Not judged is not rejected: the exit code says so."""
    resume.chmod(0)
    run(resume, "--out", tmp_path / "out", code=1)
    assert results_in(tmp_path / "out")[0]["reason"] == "unreadable_file"


def test_a_folder_that_cannot_be_made_is_a_message(resume: Path) -> None:
    """--out below a file is a typing error, not a traceback."""
    done = runner.invoke(app, [str(resume), "--out", str(resume / "out")])
    assert done.exit_code == 1
    assert "choose another --out" in done.stderr


def test_a_missing_file_is_a_usage_error() -> None:
    """Nothing is started for it."""
    assert runner.invoke(app, ["no-such-file.pdf"]).exit_code == 2


def test_the_day_comes_from_the_option_then_the_document_then_the_file(tmp_path: Path) -> None:
    """Never from the clock: the same file gives the same profile next year."""
    file = tmp_path / "cv.txt"
    file.touch()
    os.utime(file, (0, datetime(2021, 6, 1, 12, tzinfo=UTC).timestamp()))
    bare = document_of([Line(text="x", start=0, end=1)], format="txt", engine="plain")
    dated = bare.model_copy(update={"modified": "2022-03-04T05:06:07"})
    broken = bare.model_copy(update={"modified": "yesterday"})
    assert as_of_date(dated, file, date(2020, 1, 1)) == date(2020, 1, 1)
    assert as_of_date(dated, file, None) == date(2022, 3, 4)
    assert as_of_date(bare, file, None) == as_of_date(broken, file, None) == date(2021, 6, 1)


def test_the_chosen_day_reaches_the_profile(resume: Path) -> None:
    """Open-ended entries are counted to --as-of."""
    answer = json.loads(run(resume, "--as-of", "2024-01-31", "--json"))
    assert answer["profile"]["meta"]["vitaeflow"]["as_of"] == "2024-01-31"


@pytest.mark.parametrize(
    ("name", "content", "outcome", "engine"),
    [
        ("pia.json", as_json(JSON_RESUME), "accept", "json"),
        ("export.zip", linkedin(), "accept", "linkedin"),
        ("broken.json", b'{"work": {"name": "x"}}', "reject", None),
        ("other.json", b'{"name": "a-package", "version": "1.0.0"}', "reject", None),
        ("other.csv", b"a,b\n1,2\n", "reject", None),
    ],
)
def test_data_is_read_as_well(name: str, content: bytes, outcome: str, engine: str | None, tmp_path: Path) -> None:
    """JSON Resume and a LinkedIn archive give profiles; data that is neither is rejected with one reason."""
    file = tmp_path / name
    file.write_bytes(content)
    answer = json.loads(run(file, "--json"))
    assert (answer["outcome"], answer["engine"]) == (outcome, engine)
    assert answer["reason"] == (None if outcome == "accept" else "invalid_resume_data")
    if outcome == "accept":
        assert answer["profile"]["basics"]["name"] == "Pia Sandvik"


def test_an_export_written_to_a_folder_reads_back_equal(tmp_path: Path) -> None:
    """What `parse` writes for data is the data."""
    file = tmp_path / "pia.json"
    file.write_bytes(as_json(JSON_RESUME))
    run(file, "--out", tmp_path / "out")
    written = json.loads((tmp_path / "out" / "pia.json").read_text())
    del written["meta"]["vitaeflow"]
    assert written == JSON_RESUME


def test_a_profile_is_replaced_whole_or_not_at_all(
    resume: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that is full in the midst of a file leaves the one before, and nothing half written."""
    out = tmp_path / "out"
    run(resume, "--out", out)
    before = (out / "marta.json").read_text()

    def half(file: Path, text: str, encoding: str) -> int:
        file.write_bytes(text.encode(encoding)[:40])
        raise OSError("the disk is full")

    monkeypatch.setattr(Path, "write_text", half)
    assert "cannot be written to" in runner.invoke(app, [str(resume), "--out", str(out), "--processes", "1"]).stderr
    assert (out / "marta.json").read_text() == before
    assert sorted(file.name for file in out.iterdir()) == ["marta.json", "results.jsonl"]


def test_a_folder_stands_for_the_files_below_it(resume: Path, tmp_path: Path) -> None:
    """By name, hidden ones and the results themselves left out; the same twice gives the same."""
    below = tmp_path / "more" / "marta.txt"
    below.parent.mkdir()
    below.write_text(RESUME.replace("Marta", "Olga"))
    (tmp_path / ".hidden.txt").write_text(RESUME)
    for _ in range(2):
        run(tmp_path, "--out", tmp_path / "out")
        assert [Path(line["file"]) for line in results_in(tmp_path / "out")] == [resume, below]
        assert [line["output"] for line in results_in(tmp_path / "out")] == ["marta.txt.json", "marta.txt-2.json"]
    names = [json.loads((tmp_path / "out" / f"marta.txt{n}.json").read_text())["basics"]["name"] for n in ("", "-2")]
    assert names == ["Marta Exemplo", "Olga Exemplo"]


def test_a_name_that_is_no_text_is_shown_by_its_bytes(tmp_path: Path) -> None:
    """Old archives bring names in other encodings; the line about such a file is JSON all the same."""
    (tmp_path / os.fsdecode(b"cv\xff.txt")).write_text(RESUME)
    run(tmp_path, "--out", tmp_path / "out")
    (line,) = results_in(tmp_path / "out")
    assert (line["file"], line["output"]) == (f"{tmp_path}/cv\\xff.txt", "cv\\xff.json")
    assert (tmp_path / "out" / line["output"]).exists()


def test_an_empty_folder_is_a_usage_error(tmp_path: Path) -> None:
    """Nothing to do is not a success."""
    assert "no file" in runner.invoke(app, [str(tmp_path)]).stderr


@pytest.mark.parametrize("content", [RESUME.encode(), as_json(JSON_RESUME)])
def test_standard_input_is_read_too(content: bytes, tmp_path: Path) -> None:
    """Pasted text or data through a pipe: told by its content, written as stdin.json."""
    done = runner.invoke(app, ["-", "--out", str(tmp_path / "out"), "--processes", "1"], input=content)
    assert done.exit_code == 0, done.stderr
    (line,) = results_in(tmp_path / "out")
    assert (line["file"], line["output"], line["outcome"]) == ("-", "stdin.json", "accept")
    assert json.loads((tmp_path / "out" / "stdin.json").read_text())["basics"]["email"].endswith("@example.com")


def test_standard_input_over_the_limit_is_rejected(monkeypatch: pytest.MonkeyPatch) -> None:
    """No more is read than may be."""
    monkeypatch.setattr(parsing, "get_settings", lambda: Settings(max_upload_bytes=10))
    done = runner.invoke(app, ["-", "--json"], input=RESUME)
    assert json.loads(done.stdout)["reason"] == "too_large"


async def test_many_files_are_a_few_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten thousand names do not become ten thousand tasks, and all are answered in their order."""
    tasks: list[int] = []

    async def parsed(_: Parser, file: Path) -> tuple[ParseResult, None]:
        tasks.append(len(asyncio.all_tasks()))
        return ParseResult(file=str(file), outcome="accept", ms=0, max_rss_mb=0), None

    monkeypatch.setattr(Parser, "parse", parsed)
    files = [tmp_path / str(number) for number in range(10_000)]
    async with Parser(Settings(), processes=1) as parser:
        answered = [result.file async for result, _ in parser.parse_all(files)]
    assert answered == list(map(str, files))
    assert max(tasks) < 100


def test_ctrl_c_leaves_whole_lines_and_whole_profiles(tmp_path: Path) -> None:
    """What was answered is there to be read; nothing is half written, no process is left."""
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    for number in range(2000):
        (folder / f"{number:04}.txt").write_text(RESUME)
    # who runs the tests in the background has Ctrl-C ignored, and so would its children
    command = ["env", "--default-signal=INT", sys.executable, "-m", "cli.main", "parse", str(folder)]
    command += ["--out", str(out), "--processes", "1"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True) as process:
        deadline = time.monotonic() + 30
        while not ((out / "results.jsonl").exists() and (out / "results.jsonl").read_text().count("\n") > 3):
            assert time.monotonic() < deadline
            assert process.poll() is None
            time.sleep(0.05)
        os.killpg(process.pid, signal.SIGINT)
        _, messages = process.communicate(timeout=20)
    assert process.returncode == 130, messages
    assert "Traceback" not in messages
    lines = results_in(out)
    assert 3 < len(lines) < 2000
    assert {line["output"] for line in lines} <= {file.name for file in out.iterdir()}
    assert all(json.loads(file.read_text()) for file in out.glob("*.json"))
    assert not list(out.glob(".*"))


@pytest.mark.parametrize(
    ("files", "names"),
    [
        (["a.pdf", "b.docx"], ["a.json", "b.json"]),
        (["a.pdf", "a.docx"], ["a.pdf.json", "a.docx.json"]),
        (["one/a.pdf", "two/a.pdf"], ["a.pdf.json", "a.pdf-2.json"]),
        (["CV.pdf", "cv.docx"], ["CV.pdf.json", "cv.docx.json"]),
        (["a.pdf.txt", "a.pdf", "a.txt"], ["a.pdf.json", "a.pdf-2.json", "a.txt.json"]),
    ],
)
def test_no_two_files_write_the_same_output(files: list[str], names: list[str]) -> None:
    """Stems are enough where they differ, also without case."""
    assert output_names([Path(file) for file in files]) == names
