"""The migration command on a real server."""

from __future__ import annotations

import asyncio
import json

import asyncpg
import pytest
import typer
from typer.testing import CliRunner

from cli import migrate as migrating
from schema.settings import Settings

app = typer.Typer()
app.command()(migrating.migrate)
runner = CliRunner()


@pytest.fixture
def database(postgres: str) -> str:
    """DSN of an empty database."""

    async def create() -> None:
        connection = await asyncpg.connect(postgres)
        try:
            await connection.execute("create database migrate_command")
        finally:
            await connection.close()

    asyncio.run(create())
    address, mark, options = postgres.partition("?")
    return f"{address.rpartition('/')[0]}/migrate_command{mark}{options}"


def test_it_applies_what_is_missing_once(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second run finds nothing to do, and that is a success."""
    monkeypatch.setattr(migrating, "get_settings", lambda: Settings(database_url=database))
    first, second = (runner.invoke(app, ["--json"]) for _ in range(2))
    assert json.loads(first.stdout)["applied"]
    assert json.loads(second.stdout) == {"applied": []}
    assert "up to date" in runner.invoke(app, []).stderr


def test_a_server_that_is_away_exits_with_3(monkeypatch: pytest.MonkeyPatch) -> None:
    """A start-up script tells it from a broken migration."""
    monkeypatch.setattr(migrating, "get_settings", lambda: Settings(database_url="postgresql://x@127.0.0.1:9/x"))
    assert runner.invoke(app, []).exit_code == 3


def test_without_an_address_it_says_which_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    """It never brings up a server of its own to migrate."""
    monkeypatch.setattr(migrating, "get_settings", lambda: Settings(database_url=None))
    answer = runner.invoke(app, [])
    assert answer.exit_code == 1
    assert "DATABASE_URL" in answer.stderr
