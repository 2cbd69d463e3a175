"""One supervisor for the whole stack: what is configured to be elsewhere is used, the rest is started here.

Start: PostgreSQL (and migrations) beside Temporal, then the worker beside the API; the reverse at the end. What ends by
itself in between is started again, and reported. All data stands in `STATE_DIR`, which one stack owns at a time.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import time
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

from pydantic import SecretStr

from adapters.embedded.ports import TEMPORAL_PORT, TEMPORAL_UI_PORT, free_port, is_free
from adapters.embedded.postgres import EmbeddedPostgres
from adapters.embedded.process import Child
from adapters.embedded.temporal import EmbeddedTemporal, find_temporal
from adapters.postgres import migrate
from schema.errors import ChildFailed, ConfigurationError
from schema.settings import DEFAULT_SECRET, Settings
from workers.programs import PROGRAMS, Place, Program, ProgramPart
from workers.state import exclusive, signing_secret

_RESTARTS = 5
_RESTART_WINDOW_SECONDS = 60.0

Say = Callable[[str], None]


class Part(Protocol):
    """Anything with one child process that can be started (again) and stopped."""

    @property
    def child(self) -> Child:
        """The process."""

    async def start(self) -> object:
        """Start and wait until ready; ChildFailed if it does not become ready."""

    async def stop(self) -> None:
        """Stop; safe to call at any time."""


class Stack:
    """The running product: `async with Stack(settings) as stack: …`; addresses are there once it is entered.

    `processes` are the programs beside the servers; `()` gives PostgreSQL and Temporal alone. A default port that is
    taken is replaced by a free one, and `say` tells which; a port that was asked for and is taken is an error.
    `any_port` takes free ports at once: for tests that run side by side.
    Enter it from the main thread: children are bound to the thread that started them.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        say: Say = lambda line: None,
        processes: Sequence[Program] = PROGRAMS,
        any_port: bool = False,
    ) -> None:
        self._settings = settings
        self._say = say
        self._programs = processes
        self._any_port = any_port
        self._state_dir = settings.state_dir.absolute()
        self._servers: list[Part] = []
        self._processes: list[Part] = []
        self._lock = contextlib.ExitStack()
        self.log_dir = self._state_dir / "logs"
        self.database_url = settings.database_url or ""
        self.temporal_address = settings.temporal_address or ""
        self.ui_url: str | None = None
        self.api_url = ""
        self.environment: dict[str, str] = {}
        """What the programs get; a program started by hand with it is part of the same stack."""

    async def __aenter__(self) -> Self:
        self._lock.enter_context(exclusive(self._state_dir))
        try:
            await _all(self._start_record(), self._start_motion())
            self._hand_down()
            await self._start_programs()
        except BaseException:
            await self._stop()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stop()

    async def watch(self) -> None:
        """Start again what ends by itself, until cancelled. Raises ChildFailed for what keeps ending."""
        await _all(*(self._keep(part) for part in (*self._servers, *self._processes)))

    async def _start_record(self) -> None:
        if not self._settings.database_url:
            postgres = EmbeddedPostgres(self._state_dir / "postgres", log=self._log("postgres"))
            self._servers.append(postgres)
            self.database_url = await postgres.start()
        applied = await migrate(self.database_url)
        if applied:
            self._say(f"Database prepared: {len(applied)} migrations")

    async def _start_motion(self) -> None:
        if self._settings.temporal_address:
            return
        temporal = EmbeddedTemporal(
            await asyncio.to_thread(find_temporal, self._settings, self._say),
            self._state_dir,
            port=self._port("Temporal", TEMPORAL_PORT),
            ui_port=self._port("Temporal's UI", TEMPORAL_UI_PORT),
            namespace=self._settings.temporal_namespace,
            log=self._log("temporal"),
        )
        self._servers.append(temporal)
        self.temporal_address = await temporal.start()
        self.ui_url = temporal.ui_url

    def _hand_down(self) -> None:
        """Work out what the programs are told: our own environment, these settings, and what was started here."""
        settings = self._settings
        port = self._port("The API", settings.api_port, asked_for="api_port" in settings.model_fields_set)
        host = "127.0.0.1" if settings.api_host in ("0.0.0.0", "::") else settings.api_host  # noqa: S104
        self.api_url = f"http://{host}:{port}"
        self.environment = {**os.environ, **_as_environment(settings)}
        self.environment |= {
            "DATABASE_URL": self.database_url,
            "TEMPORAL_ADDRESS": self.temporal_address,
            "API_PORT": str(port),
            "STATE_DIR": str(self._state_dir),
            "PYTHONUNBUFFERED": "1",
        }
        if settings.jwt_secret.get_secret_value() == DEFAULT_SECRET:
            self.environment["JWT_SECRET"] = signing_secret(self._state_dir)

    async def _start_programs(self) -> None:
        place = Place(
            self.database_url, self.temporal_address, self._settings.temporal_namespace, self.api_url, self.ui_url
        )
        # The programs need as long as they promise themselves, and a little to write it down.
        grace = self._settings.shutdown_seconds + 5.0
        self._processes = [
            ProgramPart(program, place, self.environment, self._log(program.name), grace) for program in self._programs
        ]
        await _all(*(part.start() for part in self._processes))

    async def _keep(self, part: Part) -> None:
        restarts: deque[float] = deque(maxlen=_RESTARTS)
        failure: ChildFailed | None = None
        while True:
            if failure is None:
                await part.child.exited()
                failure = part.child.failure()
            if len(restarts) == _RESTARTS and time.monotonic() - restarts[0] < _RESTART_WINDOW_SECONDS:
                raise failure
            for line in (*failure.detail.splitlines(), f"Starting {part.child.name} again"):
                self._say(line)
            await asyncio.sleep(0.1 * 2 ** len(restarts))
            restarts.append(time.monotonic())
            await part.stop()
            failure = await _failure_of(part.start())
            if failure is None:
                self._say(f"{part.child.name} is back")

    async def _stop(self) -> None:
        """Programs first, then what they stand on. A part that does not stop must not keep the others."""
        try:
            for parts in (self._processes, self._servers):
                await asyncio.gather(*(part.stop() for part in parts), return_exceptions=True)
        finally:
            self._lock.close()

    def _port(self, who: str, preferred: int, *, asked_for: bool = False) -> int:
        if asked_for:
            if not is_free(preferred, self._settings.api_host):
                raise ConfigurationError(f"Port {preferred} is taken: stop who listens there, or set another API_PORT")
            return preferred
        if self._any_port:
            return free_port()
        if is_free(preferred):
            return preferred
        port = free_port()
        self._say(f"Port {preferred} is taken: {who} listens on {port} instead")
        return port

    def _log(self, name: str) -> Path:
        return self.log_dir / f"{name}.log"


async def _all(*work: Coroutine[Any, Any, object]) -> None:
    """Run side by side; on a failure wait for the others to be done or cancelled, then raise the first error."""
    tasks = [asyncio.ensure_future(each) for each in work]
    try:
        await asyncio.gather(*tasks)
    except BaseException:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        raise


async def _failure_of(start: Awaitable[object]) -> ChildFailed | None:
    try:
        await start
    except ChildFailed as failure:
        return failure
    return None


def _as_environment(settings: Settings) -> dict[str, str]:
    """The settings that were given, in the form in which `Settings` reads them back."""
    return {name.upper(): _as_text(getattr(settings, name)) for name in settings.model_fields_set}


def _as_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    if isinstance(value, list):
        return ",".join(map(str, value))
    return str(value).lower() if isinstance(value, bool) else str(value)
