"""Where the Temporal binary is looked for, in which order, and what is said when there is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.embedded import temporal_cli
from adapters.embedded.temporal_cli import CLI_VERSION, cache_dir, find_temporal, installed_temporal
from schema.errors import ConfigurationError
from schema.settings import Settings


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without any Temporal, without Go, and without a way to the download host."""
    for name in ("GOBIN", "GOPATH", "XDG_CACHE_HOME", "TEMPORAL_CLI"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setattr(temporal_cli, "_DOWNLOAD_HOST", "http://127.0.0.1:9")
    return tmp_path


def program(path: Path, script: str) -> Path:
    """An executable shell script."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def temporal(path: Path, server: str = "1.29.1") -> Path:
    """Something that says it is Temporal."""
    return program(path, f"echo 'temporal version 1.5.1 (Server {server}, UI 2.42.1)'")


def test_path_comes_before_the_cache_and_the_cache_before_go_s_folder(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The cheapest place wins; each next one is used when those before it are empty."""
    gopath = temporal(machine / "go" / "bin" / "temporal")
    assert find_temporal(Settings(), print) == gopath
    monkeypatch.setenv("GOBIN", str(machine / "gobin"))
    gobin = temporal(machine / "gobin" / "temporal")
    assert find_temporal(Settings(), print) == gobin
    cached = temporal(machine / ".cache" / "vitaeflow" / f"temporal-{CLI_VERSION}" / "temporal")
    assert cached == cache_dir() / "temporal"
    assert find_temporal(Settings(), print) == cached
    on_path = temporal(machine / "bin" / "temporal")
    assert find_temporal(Settings(), print) == on_path


def test_a_server_too_old_is_passed_over_and_said(machine: Path) -> None:
    """Fairness keys need server 1.29: an older binary on PATH is not used, and the reason is told."""
    temporal(machine / "bin" / "temporal", server="1.24.2")
    newer = temporal(machine / "go" / "bin" / "temporal", server="1.30.0")
    said: list[str] = []
    assert installed_temporal(said.append) == newer
    assert said == [f"Not using {machine}/bin/temporal: its server 1.24 is older than 1.29"]


def test_the_binary_that_was_asked_for_is_used_or_refused(machine: Path) -> None:
    """TEMPORAL_CLI is never silently replaced by another one."""
    temporal(machine / "bin" / "temporal")
    chosen = temporal(machine / "mine")
    assert find_temporal(Settings(temporal_cli=chosen), print) == chosen
    with pytest.raises(ConfigurationError, match=r"TEMPORAL_CLI=.*cannot be run"):
        find_temporal(Settings(temporal_cli=machine / "nowhere"), print)


def test_go_builds_it_into_the_cache(machine: Path) -> None:
    """Without a binary and a download, `go install` is asked for the pinned version, and the result is kept."""
    build = f'test "$1 $2" = "install github.com/temporalio/cli/cmd/temporal@v{CLI_VERSION}" || exit 9'
    made = 'printf \'#!/bin/sh\\necho "temporal version 0.0.0 (Server 1.29.1, UI 2)"\\n\' > "$GOBIN/temporal"'
    program(machine / "bin" / "go", f'{build}\n{made}\n/bin/chmod +x "$GOBIN/temporal"')
    said: list[str] = []
    assert find_temporal(Settings(), said.append) == cache_dir() / "temporal"
    assert any("does not answer" in line for line in said)
    assert any("three minutes" in line for line in said)
    said.clear()
    assert find_temporal(Settings(), said.append) == cache_dir() / "temporal"
    assert said == []
    assert [path.name for path in cache_dir().iterdir()] == ["temporal"]


def test_a_failed_build_tells_what_go_said(machine: Path) -> None:
    """The end of the tool's message is handed on, with the other ways out."""
    program(machine / "bin" / "go", "echo 'module lookup disabled' >&2; exit 1")
    with pytest.raises(ConfigurationError, match=r"(?s)TEMPORAL_ADDRESS.*module lookup disabled"):
        find_temporal(Settings(), print)
    assert list(cache_dir().iterdir()) == []


def test_without_any_way_the_message_names_all_of_them(machine: Path) -> None:
    """A server of one's own, a binary on PATH, or Go."""
    with pytest.raises(ConfigurationError, match=r"TEMPORAL_ADDRESS.*PATH.*install Go"):
        find_temporal(Settings(), print)


def test_the_module_prints_the_path(
    machine: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """`make test` fetches the binary this way before the first test needs it."""
    found = temporal(machine / "bin" / "temporal")
    monkeypatch.setattr(temporal_cli, "get_settings", Settings)
    temporal_cli.main()
    assert capsys.readouterr().out == f"{found}\n"
