"""A running product for tests: real PostgreSQL, real Temporal, worker and API as processes, users as HTTP clients."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import os
import secrets
import signal
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import asyncpg
import httpx
import websockets
from temporalio.client import Client
from websockets.asyncio.client import ClientConnection

from adapters.embedded.ports import free_port
from adapters.embedded.temporal import EmbeddedTemporal
from adapters.embedded.temporal_cli import find_temporal
from adapters.postgres import Database, migrate, open_database
from adapters.temporal import connect_temporal
from schema.settings import Settings
from workers.programs import API, WORKER, Place, Program, ProgramPart

SECRET = "a secret that only tests know, long enough"
RESUME = """Zuzana Kovářová
Backend Engineer
zuzana.kovarova@example.com | +420 601 123 456 | Brno, Czech Republic
https://github.com/zkovarova

Summary
Backend engineer who builds event-driven services in Python and Go.

Experience
Senior Backend Engineer — Quillpond Systems
2021-03 – present · Brno
- Built a billing pipeline in Python and PostgreSQL that handles 4,000 invoices a minute
- Led a team of 4 engineers

Backend Developer — Brightleaf Works
2017-06 – 2021-02 · Prague
- Moved 30 services to Kubernetes and cut costs by 35 %

Education
MSc, Computer Science — Masaryk University
2012 – 2017

Skills
Programming: Python, Go, SQL
Infrastructure: PostgreSQL, Kubernetes, Docker, AWS

Languages
Czech — native
English — C1
"""
_numbers = itertools.count()


async def eventually(check: Any, *, seconds: float = 30, every: float = 0.02) -> Any:
    """Call an async function until it gives something true; fails the test after so many seconds."""
    deadline = time.monotonic() + seconds
    while not (value := await check()):
        if time.monotonic() > deadline:
            raise AssertionError(f"nothing within {seconds} s")
        await asyncio.sleep(every)
    return value


class User(httpx.AsyncClient):
    """A signed-in account."""

    id: str
    email: str
    tokens: dict[str, Any]

    async def upload(
        self, content: bytes | str = RESUME, filename: str = "resume.txt", *, status: int = 202, **fields: str
    ) -> dict[str, Any]:
        """POST /resumes; the JSON answer."""
        headers = {"Idempotency-Key": key} if (key := fields.pop("key", None)) else {}
        data = content.encode() if isinstance(content, str) else content
        answer = await self.post("/api/v1/resumes", files={"file": (filename, data)}, data=fields, headers=headers)
        assert answer.status_code == status, answer.text
        body: dict[str, Any] = answer.json()
        return body

    async def analysis(self, job_id: str) -> dict[str, Any]:
        """GET the state of an analysis."""
        answer = await self.get(f"/api/v1/analyses/{job_id}")
        assert answer.status_code == 200, answer.text
        body: dict[str, Any] = answer.json()
        return body

    async def wait(self, job_id: str, status: str = "completed", *, seconds: float = 30) -> dict[str, Any]:
        """Poll until an analysis has a status."""

        async def reached() -> dict[str, Any] | None:
            state = await self.analysis(job_id)
            if status == "completed" and state["status"] == "failed":
                raise AssertionError(state)
            return state if state["status"] == status else None

        state: dict[str, Any] = await eventually(reached, seconds=seconds)
        return state

    async def profile(self, job_id: str) -> dict[str, Any]:
        """GET the profile."""
        answer = await self.get(f"/api/v1/analyses/{job_id}/profile")
        assert answer.status_code == 200, answer.text
        body: dict[str, Any] = answer.json()
        return body

    @asynccontextmanager
    async def listen(self, last_event_id: int | None = None) -> AsyncIterator[Listener]:
        """A WebSocket, signed in."""
        url = str(self.base_url).replace("http", "ws", 1).rstrip("/") + "/api/v1/ws"
        async with websockets.connect(url, compression=None) as socket:
            first = {"type": "auth", "token": self.tokens["access_token"], "last_event_id": last_event_id}
            await socket.send(json.dumps(first))
            listener = Listener(socket)
            assert (await listener.next())["payload"]["message"] == "Connected"
            yield listener


@dataclass
class Listener:
    """Messages of one WebSocket."""

    socket: ClientConnection

    async def next(self, seconds: float = 20) -> dict[str, Any]:
        """The next message."""
        message: dict[str, Any] = json.loads(await asyncio.wait_for(self.socket.recv(), seconds))
        return message

    async def until_told(self) -> list[dict[str, Any]]:
        """Messages up to the first notification, without what is said to admins of the system's work."""
        seen = [await self.next()]
        while seen[-1]["type"] != "notification":
            seen.append(await self.next())
        return [message for message in seen if message["type"] != "system"]

    async def until(self, status: str, *, seconds: float = 20) -> list[dict[str, Any]]:
        """Messages up to the first job_status of this status."""
        seen: list[dict[str, Any]] = []
        async with asyncio.timeout(seconds):
            while not seen or seen[-1]["payload"].get("status") != status:
                seen.append(await self.next(seconds))
        return seen


@dataclass
class World:
    """One database, one Temporal server, and the processes started on them."""

    database_url: str
    temporal_address: str
    state_dir: Path
    environment: dict[str, str]
    urls: list[str] = field(default_factory=list)
    parts: dict[str, ProgramPart] = field(default_factory=dict)
    stack: AsyncExitStack = field(default_factory=AsyncExitStack)

    @property
    def settings(self) -> Settings:
        """The settings that the processes have."""
        return Settings(
            database_url=self.database_url, temporal_address=self.temporal_address, state_dir=self.state_dir
        )

    async def __aenter__(self) -> Self:
        await migrate(self.database_url)
        return self

    async def __aexit__(self, *_: object) -> None:
        await asyncio.gather(*(part.stop() for part in self.parts.values()))
        await self.stack.aclose()

    async def start(self, program: Program, name: str | None = None, **environment: str) -> ProgramPart:
        """Start a process and wait until it is ready."""
        name = name or f"{program.name}-{next(_numbers)}"
        port = free_port()
        url = f"http://127.0.0.1:{port}"
        place = Place(self.database_url, self.temporal_address, "default", url, None)
        variables = self.environment | {"API_PORT": str(port)} | environment
        part = ProgramPart(program, place, variables, self.state_dir / f"{name}.log", 10)
        self.parts[name] = part
        await part.start()
        if program is API:
            self.urls.append(url)
        return part

    async def start_all(self, **environment: str) -> Self:
        """A worker and an API."""
        await asyncio.gather(self.start(WORKER, **environment), self.start(API, **environment))
        return self

    def kill(self, part: ProgramPart) -> None:
        """SIGKILL a process."""
        assert part.child.pid is not None
        with contextlib.suppress(ProcessLookupError):
            os.kill(part.child.pid, signal.SIGKILL)

    async def user(self, *, api: int = 0) -> User:
        """A new account on one of the APIs."""
        user = User(base_url=self.urls[api], timeout=30)
        self.stack.push_async_callback(user.aclose)
        user.email = f"{secrets.token_hex(6)}@example.com"
        answer = await user.post(
            "/api/v1/auth/register", json={"email": user.email, "password": "a long password", "name": "Test"}
        )
        assert answer.status_code == 201, answer.text
        user.tokens = answer.json()
        user.id = user.tokens["user"]["id"]
        user.headers["Authorization"] = f"Bearer {user.tokens['access_token']}"
        return user

    async def database(self) -> Database:
        """The record, from the test's side."""
        database = await open_database(self.database_url, max_size=4)
        self.stack.push_async_callback(database.close)
        return database

    async def temporal(self) -> Client:
        """Temporal, from the test's side."""
        return await connect_temporal(self.settings)


async def make_world(server_dsn: str, temporal_address: str, directory: Path, **environment: str) -> World:
    """A fresh database on a running server, and an environment for processes."""
    name = f"world_{next(_numbers)}"
    connection = await asyncpg.connect(server_dsn)
    try:
        await connection.execute(f'create database "{name}"')
    finally:
        await connection.close()
    base, _, query = server_dsn.partition("?")
    database_url = base.rpartition("/")[0] + f"/{name}" + (f"?{query}" if query else "")
    variables = {
        "PATH": os.environ["PATH"],
        "HOME": os.environ.get("HOME", "/"),
        "DATABASE_URL": database_url,
        "TEMPORAL_ADDRESS": temporal_address,
        "JWT_SECRET": SECRET,
        "STATE_DIR": str(directory / name),
        "LOGIN_ATTEMPTS_PER_MINUTE": "1000",
        "REQUESTS_PER_MINUTE": "100000",
        "ALLOW_PRIVATE_TARGETS": "127.0.0.1",
        "SOURCES_DIR": str(directory),
        **environment,
    }
    (directory / name).mkdir(parents=True, exist_ok=True)
    return World(database_url, temporal_address, directory / name, variables)


@asynccontextmanager
async def temporal_server(directory: Path) -> AsyncIterator[EmbeddedTemporal]:
    """A Temporal of its own, for tests that stop it or run other workers on it."""
    directory.mkdir(parents=True, exist_ok=True)  # noqa: ASYNC240  test set-up
    server = EmbeddedTemporal(
        find_temporal(Settings(), lambda _: None),
        directory / "temporal",
        log=directory / "temporal.log",
    )
    await server.start()
    try:
        yield server
    finally:
        await server.stop()
