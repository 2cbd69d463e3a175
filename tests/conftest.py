"""Servers once per session, a running product once per session, users as many as wanted."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Generator
from pathlib import Path

import pytest
import pytest_asyncio

from adapters.embedded.postgres import EmbeddedPostgres
from tests.world import User, World, make_world, temporal_server

for _of_the_terminal in ("COLUMNS", "LINES"):  # the size of a table is what its test says
    os.environ.pop(_of_the_terminal, None)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Function) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A test that failed shows what the processes of its products warned of."""
    report = yield
    worlds = [value for value in getattr(item, "funcargs", {}).values() if isinstance(value, World)]
    for name, part in [named for world in worlds for named in world.parts.items()] if report.failed else []:
        warnings = [line for line in part.child.tail(200).splitlines() if '"level": "info"' not in line]
        report.sections.append((f"log of {name}", "\n".join(warnings[-20:])))
    return report


@pytest.fixture(scope="session")
def session_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A short-lived directory of the whole session."""
    return tmp_path_factory.mktemp("s")


@pytest_asyncio.fixture(scope="session")
async def postgres(session_dir: Path) -> AsyncIterator[str]:
    """DSN of one real PostgreSQL; every world makes a database of its own in it."""
    server = EmbeddedPostgres(session_dir / "pg")
    await server.start()
    yield server.dsn
    await server.stop()


@pytest_asyncio.fixture(scope="session")
async def temporal(session_dir: Path) -> AsyncIterator[str]:
    """Address of one real Temporal dev server."""
    async with temporal_server(session_dir / "temporal") as server:
        yield server.address


@pytest_asyncio.fixture(scope="session")
async def world(postgres: str, temporal: str, session_dir: Path) -> AsyncIterator[World]:
    """The product as a user meets it: one worker, one API."""
    async with await make_world(postgres, temporal, session_dir) as running:
        yield await running.start_all()


@pytest_asyncio.fixture
async def user(world: World) -> User:
    """A new account."""
    return await world.user()
