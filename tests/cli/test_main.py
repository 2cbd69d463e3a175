"""The command's frame: exit codes, errors as messages, help."""

from __future__ import annotations

import subprocess
import sys

import pytest
from typer.testing import CliRunner

from cli import main
from schema.errors import Unavailable


def test_help_documents_exit_codes() -> None:
    """A script's author finds them where they look first."""
    output = CliRunner().invoke(main.app, ["--help"]).output
    assert "Exit codes" in output
    for command in ("up", "doctor"):
        assert command in output


def test_a_named_error_becomes_a_message_and_an_exit_code(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """No traceback for what has a name; unreachable has a code of its own."""

    def fail() -> None:
        raise Unavailable("nobody is there\nits last words")

    monkeypatch.setattr(main, "app", fail)
    assert main._run() == 3
    captured = capsys.readouterr()
    assert captured.err.splitlines() == ["error unavailable: nobody is there", "its last words"]
    assert captured.out == ""


def test_an_interrupt_has_the_shell_s_code(monkeypatch: pytest.MonkeyPatch) -> None:
    """130, as for any program that Ctrl-C ended."""

    def interrupted() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(main, "app", interrupted)
    assert main._run() == 130


@pytest.mark.parametrize(("arguments", "code"), [(["--help"], 0), (["no-such-command"], 2)])
def test_the_process_leaves_with_the_code_and_all_its_output(arguments: list[str], code: int) -> None:
    """Leaving directly must not lose what was printed."""
    answer = subprocess.run(
        [sys.executable, "-m", "cli.main", *arguments], capture_output=True, text=True, check=False, timeout=60
    )
    assert answer.returncode == code
    assert "Usage" in answer.stdout + answer.stderr
