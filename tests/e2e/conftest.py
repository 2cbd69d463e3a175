"""A second product for tests that break things: its own database and Temporal, few tries."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from adapters.postgres import Database
from tests.adapters.web_server import WebServer
from tests.fakes.mail_receiver import MailReceiver
from tests.world import World, make_world, temporal_server


@pytest.fixture(scope="session")
def post_office() -> Iterator[MailReceiver]:
    """The mail server of the second product."""
    with MailReceiver() as running:
        yield running


@pytest_asyncio.fixture(scope="session")
async def lean(postgres: str, session_dir: Path, post_office: MailReceiver) -> AsyncIterator[World]:
    """Two retries of an analysis, two tries of a delivery, pages of eighty people, a mail server."""
    settings = {
        "MAX_RETRIES": "2",
        "DELIVERY_ATTEMPTS": "2",
        "MATCH_PAGE_USERS": "80",
        "SMTP_URL": post_office.url,
        "MAIL_FROM": "Jobs <jobs@example.com>",
        "PUBLIC_URL": "https://jobs.example.com",
    }
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
