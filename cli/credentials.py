"""Where `vitaeflow login` keeps tokens: one JSON file in the user's configuration directory, mode 0600.

Refresh tokens rotate and a second use of an old one ends the session, so two commands must never refresh at the
same time: `exclusive` holds a file lock around read, refresh and write.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer
from pydantic import BaseModel, ValidationError

from schema.errors import ConfigurationError


class Tokens(BaseModel):
    """What a login answers; the access token lives for minutes, the refresh token for days."""

    access_token: str
    refresh_token: str


class CredentialStore:
    """Tokens by API base URL."""

    def __init__(self, directory: Path | None = None) -> None:
        self._directory = directory or Path(typer.get_app_dir("vitaeflow"))
        self._file = self._directory / "credentials.json"

    def get(self, api: str) -> Tokens | None:
        """The tokens stored for this API, if any."""
        return self._read().get(api)

    def put(self, api: str, tokens: Tokens) -> None:
        """Store tokens. The caller holds `exclusive`."""
        self._write(self._read() | {api: tokens})

    def remove(self, api: str) -> None:
        """Forget an API; unknown ones are fine. The caller holds `exclusive`."""
        self._write({known: tokens for known, tokens in self._read().items() if known != api})

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """Hold the store against other processes; the kernel lets go when a process dies."""
        self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(self._directory / "credentials.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def _read(self) -> dict[str, Tokens]:
        try:
            stored = json.loads(self._file.read_bytes())
            return {api: Tokens.model_validate(tokens) for api, tokens in stored.items()}
        except FileNotFoundError:
            return {}
        except (ValueError, AttributeError, ValidationError):
            raise ConfigurationError(f"{self._file} is damaged: delete it and run `vitaeflow login` again") from None

    def _write(self, known: dict[str, Tokens]) -> None:
        """Replace the file in one step, so that a killed command leaves the old tokens or the new ones."""
        fresh = self._file.with_suffix(".new")
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            json.dump({api: tokens.model_dump() for api, tokens in known.items()}, stream, indent=2)
        fresh.replace(self._file)
