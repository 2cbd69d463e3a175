"""A record of its own, which no worker looks at."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from adapters.postgres import Database
from tests.activities.readers import Readers
from tests.world import make_world


@pytest_asyncio.fixture(scope="module")
async def bare(postgres: str, session_dir: Path) -> AsyncIterator[Database]:
    """Its database."""
    async with await make_world(postgres, "nowhere:1", session_dir) as world:
        yield await world.database()


@pytest_asyncio.fixture
async def readers(bare: Database) -> Readers:
    """Nobody yet."""
    await bare.pool.execute("truncate users cascade")
    return Readers(bare)
