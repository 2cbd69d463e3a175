"""`vitaeflow doctor`: what is found, how to mend it, what is never printed."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import NamedTuple

import pytest
from typer.testing import CliRunner

from adapters.embedded.ports import free_port
from cli import doctor
from cli.doctor import Finding, examine
from cli.main import app
from schema.settings import Settings


class DiskUsage(NamedTuple):
    """What `shutil.disk_usage` answers."""

    total: int
    used: int
    free: int


def found(name: str, **given: object) -> Finding:
    """The finding of that name for these settings."""
    settings = Settings.model_validate({"database_url": None, "temporal_address": None, "qdrant_url": None, **given})
    return next(each for each in examine(settings) if each.name == name)


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str, **given: object) -> tuple[int, str]:
    """Exit code and output of the command with these settings."""
    monkeypatch.setattr(doctor, "get_settings", lambda: Settings.model_validate(given))
    # Whether the project itself is installed depends on how the tests are run.
    monkeypatch.setattr(doctor, "_packages", lambda: Finding("packages", "ok", "not looked at"))
    result = CliRunner().invoke(app, ["doctor", *arguments])
    return result.exit_code, result.output


def test_a_usable_machine_gives_zero(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Every check answers in one line, none fails."""
    code, output = run(monkeypatch, state_dir=tmp_path)
    assert code == 0
    for name in ("python", "packages", "postgres", "temporal", "go", "port api", "qdrant", "model", "state", "disk"):
        assert name in output
    assert "fail" not in output


def test_json_has_every_field(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Programs get an array of objects, and the exit code says whether one of them is a fail."""
    code, output = run(monkeypatch, "--json", state_dir=tmp_path, qdrant_url=f"http://127.0.0.1:{free_port()}")
    assert code == 1
    findings = {each["name"]: each for each in json.loads(output)}
    assert findings["qdrant"]["level"] == "fail"
    assert findings["qdrant"]["mend"]
    assert findings["python"] == {"name": "python", "level": "ok", "detail": findings["python"]["detail"], "mend": ""}


def test_secrets_are_never_printed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Whether a key is set is said; the key, the secret and the password of the database are not."""
    given = {
        "openai_api_key": "sk-canary-1",
        "jwt_secret": "canary-2" * 5,
        "database_url": f"postgresql://somebody:canary-3@127.0.0.1:{free_port()}/x",
        "qdrant_api_key": "canary-4",
    }
    _, output = run(monkeypatch, state_dir=tmp_path, **given)
    assert "canary" not in output
    assert "a key is set" in output


def test_servers_elsewhere_are_knocked_at() -> None:
    """A configured server that answers is ok; one that does not is a fail that names the variable."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert found("postgres", database_url=f"postgresql://u@127.0.0.1:{port}/x").level == "ok"
        assert found("temporal", temporal_address=f"127.0.0.1:{port}").level == "ok"
        assert found("qdrant", qdrant_url=f"http://127.0.0.1:{port}").level == "ok"
    away = found("postgres", database_url=f"postgresql://u@127.0.0.1:{port}/x")
    assert away.level == "fail"
    assert "DATABASE_URL" in away.mend
    assert found("temporal", temporal_address="nonsense").level == "fail"
    assert found("postgres", database_url="postgresql://u@/x?host=/run/somewhere").level == "ok"


def test_a_missing_temporal_says_what_the_first_start_does(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """It is a warning, not a failure: the first start fetches it."""
    for name in ("GOBIN", "GOPATH", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    finding = found("temporal")
    assert finding.level == "warn"
    assert "TEMPORAL_ADDRESS" in finding.mend
    assert found("go").detail.startswith("not installed")
    assert found("temporal", temporal_cli=tmp_path / "nowhere").level == "fail"


def test_a_taken_port_warns_unless_it_was_asked_for() -> None:
    """A default port gives way, a configured one cannot."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        finding = found("port api", api_port=taken.getsockname()[1])
    assert finding.level == "fail"
    assert "API_PORT" in finding.mend


def test_a_short_secret_is_refused() -> None:
    """Under 32 characters a token could be forged by trying."""
    assert found("secret", jwt_secret="short").level == "fail"
    assert found("secret", jwt_secret="x" * 32).level == "ok"
    assert found("secret").level == "ok"


def test_a_state_directory_that_cannot_be_written_fails(tmp_path: Path) -> None:
    """The nearest existing folder decides; nothing is made by looking."""
    (tmp_path / "file").touch()
    assert found("state", state_dir=tmp_path / "file" / "state").level == "fail"
    assert found("state", state_dir=tmp_path / "new" / "state").level == "ok"
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(("free_gib", "level"), [(0.1, "fail"), (1.0, "warn"), (9.0, "ok")])
def test_disk_space(free_gib: float, level: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Little space is told before a server dies of it."""
    usage = DiskUsage(100 * 1024**3, 0, int(free_gib * 1024**3))
    monkeypatch.setattr("shutil.disk_usage", lambda path: usage)
    assert found("disk", state_dir=tmp_path).level == level


def test_missing_packages_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """An environment that does not fit the requirements is told by name; extras that were not asked for are not."""
    wanted = ["typer>=0.1", "no-such-package>=1", "rich>=9999", "other; extra == 'dev'"]
    monkeypatch.setattr("importlib.metadata.requires", lambda name: wanted)
    finding = found("packages")
    assert finding.level == "fail"
    assert finding.detail.endswith(": no-such-package, rich")


def test_text_recognition_is_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """What reads scans, that nothing does and how to mend it, or that it is switched off."""
    monkeypatch.setattr(doctor, "installed", lambda: ["rapidocr", "tesseract"])
    assert "rapidocr, then tesseract" in found("ocr").detail
    assert found("ocr", ocr_pages=0).detail.startswith("switched off")
    monkeypatch.setattr(doctor, "installed", list)
    assert (found("ocr").level, "extra `ocr`" in found("ocr").mend) == ("warn", True)
