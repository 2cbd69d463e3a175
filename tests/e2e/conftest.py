"""A second product for tests that break things: its own database and Temporal, few tries."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from adapters.postgres import Database
from tests.adapters.web_server import WebServer
from tests.world import World, make_world, temporal_server


@pytest_asyncio.fixture(scope="session")
async def lean(postgres: str, session_dir: Path) -> AsyncIterator[World]:
    """Two retries of an analysis, two tries of a delivery, pages of eighty people."""
    settings = {"MAX_RETRIES": "2", "DELIVERY_ATTEMPTS": "2", "MATCH_PAGE_USERS": "80"}
    async with (
        temporal_server(session_dir / "lean") as server,
        await make_world(postgres, server.address, session_dir, **settings) as running,
    ):
        await running.start_all()
        await running.user()  # the first account is an admin, whose sources are everybody's
        yield running


@pytest_asyncio.fixture
async def record(lean: World) -> AsyncIterator[Database]:
    """The database of the second product."""
    database = await lean.database()
    yield database
    await database.close()


@pytest_asyncio.fixture
async def server() -> AsyncIterator[WebServer]:
    """A receiver or a feed on the loopback."""
    running = WebServer()
    yield running
    running.stop()
