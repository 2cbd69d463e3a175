"""Connections: one pool per process, JSON in and out as Python values."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, TypeAlias

import asyncpg
from asyncpg.pool import PoolConnectionProxy
from pydantic_core import from_json

from schema.errors import Unavailable

Connection: TypeAlias = "PoolConnectionProxy[asyncpg.Record] | asyncpg.Connection[asyncpg.Record]"

# what asyncpg raises when the server is away, restarting or out of connections
AWAY = (
    OSError,
    TimeoutError,
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.TooManyConnectionsError,
    asyncpg.InterfaceError,
)


_JSONB_VERSION = b"\x01"


class EncodedJson(str):
    """JSON as text, to be stored as it is: for what another process has encoded."""

    __slots__ = ()


def _encode(value: Any) -> bytes:
    if isinstance(value, EncodedJson):
        return _JSONB_VERSION + value.encode()
    return _JSONB_VERSION + json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _decode(value: bytes) -> Any:
    return from_json(value[1:])


async def prepare_connection(connection: asyncpg.Connection[asyncpg.Record]) -> None:
    """Teach a connection that jsonb is a Python value, in the binary form that COPY needs."""
    await connection.set_type_codec("jsonb", encoder=_encode, decoder=_decode, schema="pg_catalog", format="binary")


async def _keep(connection: asyncpg.Connection[asyncpg.Record]) -> None:
    """Nothing to reset after a use: locks, settings and temporary tables of the product end with their transaction.

    The library's own four statements would be one more round trip each time; open transactions it ends all the same.
    """


class Database:
    """A pool with two ways in: `connection()` for reading, `transaction()` for all that changes."""

    def __init__(self, pool: asyncpg.Pool[asyncpg.Record], dsn: str) -> None:
        self.pool = pool
        self.dsn = dsn

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Connection]:
        """A connection without a transaction: each statement commits by itself. Raises Unavailable, DataError."""
        try:
            async with self.pool.acquire(timeout=10) as connection:
                yield connection
        except AWAY as error:
            if isinstance(error, ValueError):
                # an argument that cannot be sent is an InterfaceError too; the server's word for it is the right one
                raise asyncpg.DataError("an argument does not fit its type") from error
            raise Unavailable("PostgreSQL does not answer; try again in a moment") from error

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Connection]:
        """A connection inside one transaction: commits at the end, rolls back on any error. Raises Unavailable."""
        async with self.connection() as connection, connection.transaction():
            yield connection

    async def close(self) -> None:
        """Close the pool; connections in use get ten seconds."""
        try:
            await asyncio.wait_for(self.pool.close(), 10)
        except TimeoutError:
            self.pool.terminate()


async def open_database(dsn: str, *, max_size: int = 20) -> Database:
    """Connect. Raises Unavailable when the server does not answer."""
    try:
        pool = await asyncpg.create_pool(
            dsn,
            min_size=1,
            max_size=max_size,
            init=prepare_connection,
            reset=_keep,
            max_inactive_connection_lifetime=300,
            command_timeout=60,
        )
    except AWAY as error:
        raise Unavailable("PostgreSQL does not answer; check DATABASE_URL and that the server runs") from error
    return Database(pool, dsn)
