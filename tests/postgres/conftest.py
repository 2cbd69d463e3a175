"""Fresh databases on the session's server."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Awaitable, Callable

import asyncpg
import pytest_asyncio

from adapters.postgres import Database, migrate, open_database

MakeDatabase = Callable[[], Awaitable[str]]
_numbers = itertools.count()


async def make_database(server: str) -> str:
    """The DSN of a new, empty database."""
    name = f"fresh_{next(_numbers)}"
    connection = await asyncpg.connect(server)
    try:
        await connection.execute(f"create database {name}")
    finally:
        await connection.close()
    base, _, query = server.partition("?")
    return base.rpartition("/")[0] + f"/{name}" + (f"?{query}" if query else "")


@pytest_asyncio.fixture(scope="session")
async def make_dsn(postgres: str) -> MakeDatabase:
    """Makes empty databases."""

    async def make() -> str:
        return await make_database(postgres)

    return make


@pytest_asyncio.fixture(scope="session")
async def migrated(make_dsn: MakeDatabase) -> str:
    """DSN of a database with all migrations."""
    dsn = await make_dsn()
    await migrate(dsn)
    return dsn


@pytest_asyncio.fixture
async def database(migrated: str) -> AsyncIterator[Database]:
    """A pool on the migrated database."""
    pool = await open_database(migrated, max_size=20)
    yield pool
    await pool.close()
