"""What the tests of the command line share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.credentials import CredentialStore
from tests.cli.service import Service, running_service


@pytest.fixture
def service() -> Iterator[Service]:
    """A fresh server."""
    with running_service() as running:
        yield running


@pytest.fixture(autouse=True)
def _own_configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the configuration of the person who runs it."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    for name in ("VITAEFLOW_API", "VITAEFLOW_API_KEY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def store(tmp_path: Path) -> CredentialStore:
    """An empty store."""
    return CredentialStore(tmp_path / "store")
