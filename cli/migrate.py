"""`vitaeflow migrate`: bring the schema of a PostgreSQL server up to date, before API and worker start on it."""

from __future__ import annotations

import asyncio

from adapters.postgres import migrate as apply_migrations
from cli.options import Json
from cli.output import emit_json, note, reported
from schema.errors import ConfigurationError
from schema.settings import get_settings


def migrate(as_json: Json = False) -> None:
    """Apply the migrations that DATABASE_URL lacks. Safe to run twice, and from several machines at once."""
    with reported(as_json=as_json):
        dsn = get_settings().database_url
        if dsn is None:
            raise ConfigurationError("DATABASE_URL is not set: set it to postgresql://user:password@host:5432/name")
        applied = asyncio.run(apply_migrations(dsn))
        if as_json:
            emit_json({"applied": applied})
        else:
            note(f"applied {', '.join(applied)}" if applied else "the schema is up to date")
