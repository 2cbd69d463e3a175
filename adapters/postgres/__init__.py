"""The record: PostgreSQL through asyncpg, SQL by name from schema/sql/queries."""

from adapters.postgres.migrations import migrate
from adapters.postgres.pool import Connection, Database, EncodedJson, open_database
from adapters.postgres.queries import queries

__all__ = ["Connection", "Database", "EncodedJson", "migrate", "open_database", "queries"]
