"""The embedded PostgreSQL, for real: start, stop, and what a killed predecessor leaves behind."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

import asyncpg
import pytest

from adapters.embedded.postgres import EmbeddedPostgres, postgres_binaries
from adapters.embedded.process import command_line, launch_command
from schema.errors import ConfigurationError


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One data folder for the module: making one takes half a second."""
    return tmp_path_factory.mktemp("stack") / "postgres"


async def ask(dsn: str, query: str) -> object:
    """One value from the server."""
    connection = await asyncpg.connect(dsn)
    try:
        return await connection.fetchval(query)
    finally:
        await connection.close()


async def test_data_survives_a_stop(data_dir: Path) -> None:
    """What was written before a stop is there after the next start, and pgvector is at hand."""
    postgres = EmbeddedPostgres(data_dir)
    dsn = await postgres.start()
    await ask(dsn, "CREATE EXTENSION IF NOT EXISTS vector")
    await ask(dsn, "CREATE TABLE kept AS SELECT 42 AS value")
    await postgres.stop()
    with pytest.raises(OSError, match=r"No such file|refused"):
        await ask(dsn, "SELECT 1")
    again = EmbeddedPostgres(data_dir)
    assert await ask(await again.start(), "SELECT value FROM kept") == 42
    await again.stop()
    await again.stop()


async def test_it_is_durable_and_reachable_through_its_socket_only(data_dir: Path) -> None:
    """A commit waits for the disk, no TCP port is open, the socket is closed to other users."""
    postgres = EmbeddedPostgres(data_dir)
    dsn = await postgres.start()
    try:
        assert await ask(dsn, "SHOW synchronous_commit") == "on"
        assert await ask(dsn, "SHOW fsync") == "on"
        assert await ask(dsn, "SHOW listen_addresses") == ""
        assert int(str(await ask(dsn, "SHOW max_connections"))) >= 100
        assert (data_dir / ".s.PGSQL.5432").stat().st_mode & 0o777 == 0o700
    finally:
        await postgres.stop()


async def test_stale_files_of_a_killed_machine_do_not_block(data_dir: Path) -> None:
    """A lock file whose process id belongs to somebody else by now is removed, and so is the old socket."""
    (data_dir / "postmaster.pid").write_text(f"{os.getpid()}\n{data_dir}\n0\n5432\n{data_dir}\n\n\nready\n")
    (data_dir / ".s.PGSQL.5432.lock").write_text(f"{os.getpid()}\n")
    (data_dir / ".s.PGSQL.5432").touch()
    postgres = EmbeddedPostgres(data_dir)
    assert await ask(await postgres.start(), "SELECT 1") == 1
    await postgres.stop()


async def test_a_server_that_outlived_its_parent_is_replaced(data_dir: Path) -> None:
    """An orphan on the same folder is stopped cleanly, then ours starts."""
    first = EmbeddedPostgres(data_dir)
    await first.start()
    orphan = first.child.pid
    assert orphan is not None
    second = EmbeddedPostgres(data_dir, log=data_dir.with_name("second.log"))
    assert await ask(await second.start(), "SELECT 1") == 1
    assert not command_line(orphan)
    assert "database system was shut down" in second.child.log.read_text()
    await second.stop()
    await first.stop()


async def test_it_recovers_from_a_kill(data_dir: Path) -> None:
    """SIGKILL to the server loses nothing that was committed, though its backends are still about."""
    postgres = EmbeddedPostgres(data_dir)
    dsn = await postgres.start()
    await ask(dsn, "CREATE TABLE committed AS SELECT 7 AS value")
    assert postgres.child.pid is not None
    os.kill(postgres.child.pid, signal.SIGKILL)
    await postgres.child.exited()
    assert await ask(await postgres.start(), "SELECT value FROM committed") == 7
    await postgres.stop()


async def test_a_path_too_long_for_a_socket_gets_a_short_one(tmp_path: Path) -> None:
    """Socket paths end at about 100 bytes, folders do not; the short folder is private and goes with the server."""
    postgres = EmbeddedPostgres(tmp_path / ("deep" * 20) / "postgres")
    dsn = await postgres.start()
    socket_dir = str(await ask(dsn, "SHOW unix_socket_directories"))
    assert len(socket_dir) < 90
    assert os.stat(socket_dir).st_mode & 0o777 == 0o700
    await postgres.stop()
    assert not os.access(socket_dir, os.F_OK)


async def test_a_half_made_folder_is_made_again(tmp_path: Path) -> None:
    """A start that was killed while making the folder leaves nothing that blocks the next one."""
    unfinished = tmp_path / "postgres.unfinished"
    unfinished.mkdir()
    (unfinished / "PG_VERSION").write_text("18\n")
    postgres = EmbeddedPostgres(tmp_path / "postgres")
    assert await ask(await postgres.start(), "SELECT 1") == 1
    await postgres.stop()
    assert not unfinished.exists()


async def test_another_version_s_folder_is_refused(tmp_path: Path) -> None:
    """The message names both versions; nothing in the folder is touched."""
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "PG_VERSION").write_text("9\n")
    with pytest.raises(ConfigurationError, match=rf"PostgreSQL 9, this installation brings {postgres_binaries()[1]}"):
        await EmbeddedPostgres(tmp_path / "postgres").start()
    assert [path.name for path in (tmp_path / "postgres").iterdir()] == ["PG_VERSION"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has rights to drop")
def test_a_program_started_for_another_user_keeps_one_capability(tmp_path: Path) -> None:
    """Dropped from root: no right but passing folder permissions is left, so a checkout under /root works."""
    command = ["/bin/sh", "-c", "id -u; grep CapEff /proc/self/status"]
    answer = subprocess.run(
        [*launch_command(signal.SIGKILL, 65534), *command], capture_output=True, text=True, check=True
    )
    user, capabilities = answer.stdout.split(maxsplit=1)
    assert user == "65534"
    assert int(capabilities.split()[1], 16) == 0b10


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has rights to drop")
def test_a_program_started_for_another_user_finds_what_is_in_a_closed_folder(tmp_path: Path) -> None:
    """The server beside initdb is looked for with access(2), which knows nothing of capabilities by itself."""
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    (closed / "program").touch(mode=0o755)
    command = ["/usr/bin/test", "-x", str(closed / "program")]
    assert subprocess.run([*launch_command(signal.SIGKILL, 65534), *command], check=False).returncode == 0
