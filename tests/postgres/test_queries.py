"""SQL by name: every statement fits the schema, and what the API reads or changes belongs to the caller."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import asyncpg
import pytest

import api
from adapters.postgres import Database, queries
from adapters.postgres.queries import SQL_DIR

NAMES = sorted(name for name in queries.available_queries if not name.endswith("_cursor"))
OWNERLESS = {
    # by a secret that only its owner has
    "refresh_token_for_update", "spend_refresh_token", "revoke_family", "user_by_api_key",
    # by the signed link in an e-mail to its owner
    "channel_name", "unsubscribe_channel",
    # before anybody is signed in
    "user_by_email", "insert_user",
    # for admins, of postings that everybody may see
    "people_of_job",
    # ids that PostgreSQL announced, each handed only to its own user's sockets
    "events_by_id",
    # after the row was read with its owner in the same request, and shared with the worker
    "fail_analysis", "cancel_analysis", "reopen_analysis", "open_deliveries", "bury_delivery",
    "feedback_of", "matches_to_move", "set_feedback_points",
}  # fmt: skip


def sql_of(name: str) -> str:
    """The statement as it is sent."""
    return str(getattr(queries, name).sql)


def used_by_the_api() -> set[str]:
    """Names of queries in the modules of the API."""
    return {
        node.attr
        for path in Path(api.__file__).parent.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "queries"
    }


async def owned_tables(database: Database) -> set[str]:
    """Tables whose rows belong to a user."""
    async with database.connection() as connection:
        rows = await connection.fetch(
            "select table_name from information_schema.columns "
            "where table_schema = 'public' and column_name = 'user_id'"
        )
    return {row["table_name"] for row in rows} | {"users"}


def touches(sql: str, tables: set[str]) -> bool:
    """The statement reads or changes one of these tables."""
    return bool(set(re.findall(r"\b(?:from|join|update|into)\s+(\w+)", sql)) & tables)


def is_owned(sql: str) -> bool:
    """The owner is in the condition, or in the values of an insert."""
    text = re.sub(r"--[^\n]*", "", sql)
    parameter = r":user_id\b"
    condition = rf"\b(?:\w+\.)?(?:user_id|audience_id)\s*=\s*{parameter}"
    of_users = rf"\b(?:users|u)?\.?id\s*=\s*{parameter}"
    inserted = rf"insert into \w+[^;]*\(.*?\buser_id\b.*?\)\s*(?:values|select)\s*\(?.*?{parameter}"
    return bool(
        re.search(condition, text)
        or (re.search(r"\busers\b", text) and re.search(of_users, text))
        or re.search(inserted, text, re.DOTALL)
    )


def text_of(name: str) -> str:
    """The statement as it is written, with named parameters."""
    for path in (SQL_DIR / "queries").glob("*.sql"):
        for block in path.read_text().split("-- name: ")[1:]:
            title, _, body = block.partition("\n")
            if re.match(r"\w+", title)[0] == name:  # type: ignore[index]
                return body
    raise LookupError(name)


@pytest.mark.parametrize("name", NAMES)
async def test_every_statement_fits_the_schema(database: Database, name: str) -> None:
    """PostgreSQL parses it and knows its tables, columns, functions and parameter types."""
    async with database.transaction() as connection:
        for table in ("matches", "jobs"):
            if f"staged_{table}" in sql_of(name) and name != f"stage_{table}":
                await getattr(queries, f"stage_{table}")(connection)
        await connection.prepare(sql_of(name))


async def test_the_check_notices_an_unknown_column(database: Database) -> None:
    """It is able to fail."""
    async with database.connection() as connection:
        with pytest.raises(asyncpg.UndefinedColumnError):
            await connection.prepare("select no_such_column from users")


async def test_the_api_asks_only_for_what_is_the_callers(database: Database) -> None:
    """Every statement of the API on owned rows names the owner; the exceptions are listed with their reasons."""
    tables, used = await owned_tables(database), used_by_the_api()
    assert len(used) > 40
    loose = {name for name in used if touches(text_of(name), tables) and not is_owned(text_of(name))}
    assert loose - OWNERLESS == set()
    assert (OWNERLESS & used) - loose == set(), "no longer an exception"


@pytest.mark.parametrize(
    ("sql", "owned"),
    [
        ("select * from resumes where id = :id and user_id = :user_id", True),
        ("select * from resumes r where r.id = :id and r.user_id = :user_id", True),
        ("select * from users where id = :user_id", True),
        ("insert into files (id, user_id) values (:id, :user_id)", True),
        ("select * from resumes where id = :id", False),
        ("select user_id from resumes where id = :id -- user_id = :user_id", False),
        ("update matches set user_id = user_id where id = :id", False),
        ("delete from channels where id = :user_id", False),
    ],
)
def test_the_rule_of_ownership(sql: str, *, owned: bool) -> None:
    """What counts as naming the owner."""
    assert is_owned(sql) is owned
