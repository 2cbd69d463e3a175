"""Messages, exit codes and text that may be shown."""

from __future__ import annotations

import json

import pytest
import typer

from cli.output import AnalysisFailed, ExitCode, UsageError, emit_json, exit_code_of, plain, reported, table
from schema.errors import NotFound, Unavailable, Unprocessable, VitaeflowError


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (NotFound("gone"), 1),
        (UsageError("no"), 2),
        (Unavailable("away"), 3),
        (AnalysisFailed("failed"), 4),
        (VitaeflowError("?"), 1),
    ],
)
def test_every_kind_of_error_has_its_exit_code(error: VitaeflowError, code: int) -> None:
    """A script tells a failed analysis from a service that is away by `$?` alone."""
    assert exit_code_of(error) == code


def test_control_characters_of_a_file_never_reach_the_terminal() -> None:
    """Escape sequences, bells and direction overrides in a résumé lose their effect; letters of all scripts stay."""
    assert plain("\x1b[2JInês\x07\u202egnp\x9b31m\nNguyễn 李\t!") == "[2JInêsgnp31m Nguyễn 李 !"


def test_markup_in_values_is_shown_as_it_stands(capsys: pytest.CaptureFixture[str]) -> None:
    """Square brackets in a job title are text, not markup."""
    from cli.output import stdout

    stdout.print(table("Jobs", ("title",), [("[red]Lead[/red]",), (None,)]))
    assert "[red]Lead[/red]" in capsys.readouterr().out


def test_a_named_error_becomes_a_message_and_an_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    """What happened stands on stderr, stdout stays empty for the program that reads it."""
    with pytest.raises(typer.Exit) as left, reported(as_json=False):
        raise Unavailable("nobody answers")
    shown = capsys.readouterr()
    assert left.value.exit_code == ExitCode.UNREACHABLE
    assert "unavailable: nobody answers" in shown.err
    assert shown.out == ""


def test_the_fields_of_a_refused_request_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    """A 422 says which field is wrong, not only that one is."""
    with pytest.raises(typer.Exit), reported(as_json=False):
        raise Unprocessable("one value", errors=[{"field": "linkedin_url", "message": "is no address"}])
    assert "linkedin_url: is no address" in capsys.readouterr().err


def test_the_request_id_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    """What the operator needs to find the request in the logs."""
    with pytest.raises(typer.Exit), reported(as_json=False):
        raise VitaeflowError("broken", request_id="q-17")
    assert "request_id q-17" in capsys.readouterr().err


def test_json_errors_keep_ids_and_counts(capsys: pytest.CaptureFixture[str]) -> None:
    """With --json a program finds code, detail and extras on stderr."""
    with pytest.raises(typer.Exit), reported(as_json=True):
        raise NotFound("no such job", job_id="j1")
    error = json.loads(capsys.readouterr().err)["error"]
    assert (error["code"], error["detail"], error["job_id"]) == ("not_found", "no such job", "j1")


def test_json_results_are_not_escaped(capsys: pytest.CaptureFixture[str]) -> None:
    """Names stay readable, and a line is one line."""
    emit_json({"name": "Łukasz"}, line=True)
    assert capsys.readouterr().out == '{"name": "Łukasz"}\n'
