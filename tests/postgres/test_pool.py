"""The pool: transactions, JSON as Python values, and a named error when the server is away."""

from __future__ import annotations

import pytest

from adapters.postgres import Database, open_database
from schema.errors import Unavailable


async def test_json_goes_in_and_comes_out_as_values(database: Database) -> None:
    """Any script and any nesting survives."""
    value = {"name": "Łucja 日本", "list": [1, 2.5, None, True], "nested": {"quote": '"'}}
    async with database.connection() as connection:
        assert await connection.fetchval("select $1::jsonb", value) == value


async def test_a_transaction_is_all_or_nothing(database: Database) -> None:
    """An error rolls back what came before it."""

    async def breaks_off() -> None:
        async with database.transaction() as connection:
            await connection.execute("create table never (id int)")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await breaks_off()
    async with database.connection() as connection:
        assert await connection.fetchval("select to_regclass('never')") is None


async def test_a_lost_connection_is_unavailable(database: Database) -> None:
    """A session that the server ended is a named error, and the next one works."""
    with pytest.raises(Unavailable, match="PostgreSQL does not answer"):
        async with database.connection() as connection:
            await connection.execute("select pg_terminate_backend(pg_backend_pid())")
    async with database.connection() as connection:
        assert await connection.fetchval("select 1") == 1


async def test_without_a_server_there_is_no_pool() -> None:
    """The message names the variable to check."""
    with pytest.raises(Unavailable, match="DATABASE_URL"):
        await open_database("postgresql://nobody@127.0.0.1:1/none")
