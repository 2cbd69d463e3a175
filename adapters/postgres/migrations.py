"""Numbered migrations, applied once each under an advisory lock, with a checksum of what was applied."""

from __future__ import annotations

import hashlib
from pathlib import Path

import asyncpg

from adapters.postgres.pool import AWAY
from adapters.postgres.queries import SQL_DIR
from schema.errors import ConfigurationError, Unavailable

MIGRATIONS_DIR = SQL_DIR / "migrations"
_LOCK = 7_305_101
_LEDGER = """
create table if not exists schema_migrations (
    name text primary key, checksum text not null, applied_at timestamptz not null default now())
"""


async def migrate(dsn: str, directory: Path = MIGRATIONS_DIR) -> list[str]:
    """Apply what is missing, in order of the file names; returns the names applied.

    Several processes may call this at once: one works, the others wait and find nothing to do.
    Raises ConfigurationError when an applied migration was edited afterwards, Unavailable without a server.
    """
    files = {path.stem: path.read_text(encoding="utf-8") for path in sorted(directory.glob("*.sql"))}  # noqa: ASYNC240
    try:
        connection = await asyncpg.connect(dsn)
    except AWAY as error:
        raise Unavailable("PostgreSQL does not answer; check DATABASE_URL and that the server runs") from error
    try:
        await connection.execute("select pg_advisory_lock($1)", _LOCK)
        await connection.execute(_LEDGER)
        rows = await connection.fetch("select name, checksum from schema_migrations")
        known = {row["name"]: row["checksum"] for row in rows}
        return [name for name, text in files.items() if await _apply(connection, name, text, known)]
    finally:
        await connection.close()


async def _apply(connection: asyncpg.Connection[asyncpg.Record], name: str, text: str, known: dict[str, str]) -> bool:
    checksum = hashlib.sha256(text.encode()).hexdigest()
    if name in known:
        if known[name] != checksum:
            raise ConfigurationError(
                f"migration {name} was changed after it had been applied; restore it and add a new one instead"
            )
        return False
    async with connection.transaction():
        await connection.execute(text)
        await connection.execute("insert into schema_migrations (name, checksum) values ($1, $2)", name, checksum)
    return True
