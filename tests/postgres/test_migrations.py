"""Migrations: together they are the schema, each is applied once, none may change afterwards."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import asyncpg
import pytest

from adapters.postgres import migrate
from adapters.postgres.migrations import MIGRATIONS_DIR
from adapters.postgres.queries import SQL_DIR
from schema.errors import ConfigurationError, Unavailable
from tests.postgres.conftest import MakeDatabase

FIRST = "0001_initial.sql"
OURS = "n.nspname = 'public' and c.relname <> 'schema_migrations' and c.relname <> 'schema_migrations_pkey'"
CATALOGS = {
    "tables": f"""
        select c.relkind::text, c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace where {OURS}""",
    "columns": f"""
        select c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid)
        from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
        left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
        where a.attnum > 0 and not a.attisdropped and c.relkind = 'r' and {OURS}""",
    "constraints": f"""
        select c.relname, k.conname, pg_get_constraintdef(k.oid) from pg_constraint k
        join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace where {OURS}""",
    "indexes": "select tablename, indexname, indexdef from pg_indexes "
    "where schemaname = 'public' and tablename <> 'schema_migrations'",
    "functions": """
        select p.proname, pg_get_functiondef(p.oid) from pg_proc p
        join pg_namespace n on n.oid = p.pronamespace where n.nspname = 'public' and p.prokind = 'f'""",
    "triggers": f"""
        select c.relname, t.tgname, pg_get_triggerdef(t.oid) from pg_trigger t
        join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
        where not t.tgisinternal and {OURS}""",
}


async def catalog_of(dsn: str) -> dict[str, list[tuple[object, ...]]]:
    """What a database consists of, comparable."""
    connection = await asyncpg.connect(dsn)
    try:
        return {
            name: sorted((tuple(row.values()) for row in await connection.fetch(sql)), key=repr)
            for name, sql in CATALOGS.items()
        }
    finally:
        await connection.close()


async def execute(dsn: str, sql: str) -> None:
    """One script."""
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute(sql)
    finally:
        await connection.close()


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """A copy of the migrations that a test may change."""
    return Path(shutil.copytree(MIGRATIONS_DIR, tmp_path / "migrations"))


async def test_all_migrations_together_give_the_schema(make_dsn: MakeDatabase) -> None:
    """schema.sql is what a reader looks at, so it must be what is really there; the comparison sees differences."""
    written, migrated = await make_dsn(), await make_dsn()
    await migrate(migrated)
    await execute(written, (SQL_DIR / "schema.sql").read_text())
    made = await catalog_of(migrated)
    assert await catalog_of(written) == made
    assert all(made[name] for name in ("tables", "columns", "constraints", "indexes", "functions"))
    for change, where in (
        ("alter table matches alter column rubric type varchar", "columns"),
        ("alter table sources alter column health set default 'ok'", "columns"),
        ("drop index events_age", "indexes"),
        ("alter table deliveries drop constraint deliveries_status_check", "constraints"),
        (
            "create or replace function publish_analysis(job analysis_jobs) returns bigint language sql as 'select 1'",
            "functions",
        ),
    ):
        await execute(written, change)
        assert (await catalog_of(written))[where] != made[where], change


async def test_a_second_call_finds_nothing_to_do(make_dsn: MakeDatabase) -> None:
    """Every start of every process calls it."""
    dsn = await make_dsn()
    assert await migrate(dsn) == [path.stem for path in sorted(MIGRATIONS_DIR.glob("*.sql"))]
    assert await migrate(dsn) == []


async def test_concurrent_calls_apply_each_migration_once(make_dsn: MakeDatabase) -> None:
    """API and workers start at the same moment: one works, the others wait."""
    dsn = await make_dsn()
    done = await asyncio.gather(*(migrate(dsn) for _ in range(4)))
    assert sorted(map(len, done)) == [0, 0, 0, len(list(MIGRATIONS_DIR.glob("*.sql")))]


async def test_an_edited_migration_is_refused(make_dsn: MakeDatabase, directory: Path) -> None:
    """What was applied somewhere must not mean something else elsewhere."""
    dsn = await make_dsn()
    await migrate(dsn, directory)
    edited = directory / FIRST
    edited.write_text(edited.read_text() + "\n-- a comment is a change too\n")
    with pytest.raises(ConfigurationError, match=edited.stem):
        await migrate(dsn, directory)


async def test_a_failing_migration_leaves_nothing_behind(make_dsn: MakeDatabase, directory: Path) -> None:
    """Half a migration would block every later start; those before it stay, and a mended one is applied."""
    dsn = await make_dsn()
    later = directory / "9999_later.sql"
    later.write_text("create table half (id int); select 1 / 0;")
    with pytest.raises(asyncpg.DivisionByZeroError):
        await migrate(dsn, directory)
    assert not any("half" in row for row in (await catalog_of(dsn))["tables"])
    later.write_text("create table whole (id int);")
    assert await migrate(dsn, directory) == ["9999_later"]


async def test_without_a_server_it_says_what_to_check() -> None:
    """The message names the variable."""
    with pytest.raises(Unavailable, match="DATABASE_URL"):
        await migrate("postgresql://nobody@127.0.0.1:1/none")
