"""A record of its own, which no worker looks at, and sources that tests turn as they like."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import pytest
import pytest_asyncio

from activities.postings import LifeRules
from adapters.postgres import Database, queries
from schema.ids import new_id
from tests.activities.board import RULES, Board, MakeBoard
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


@pytest_asyncio.fixture
async def database(bare: Database) -> Database:
    """The record without anybody, and without companies and postings."""
    await bare.pool.execute("truncate users, companies cascade")
    return bare


@pytest.fixture
def make_board(database: Database) -> MakeBoard:
    """Makes sources, of one user or of another."""

    async def make(owner: UUID | None = None, *, shared: bool = True, rules: LifeRules = RULES) -> Board:
        source, owner = new_id(), owner or new_id()
        async with database.transaction() as connection:
            await connection.execute(
                "insert into users (id, email, password_hash) values ($1, $1::uuid::text, '') on conflict do nothing",
                owner,
            )
            await queries.insert_source(
                connection, id=source, user_id=owner, kind="feed", name="a feed", location=f"https://x.example/{source}",
                base_url=None, options={}, shared=shared, interval_seconds=3600,
            )  # fmt: skip
        return Board(database, source, rules)

    return make
