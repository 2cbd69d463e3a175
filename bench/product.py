"""The running product, with the settings of production except for the rate limits, and accounts to use it with."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import os
import signal
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any, Self
from uuid import UUID

import httpx
import psutil
import websockets
from pydantic import SecretStr
from temporalio.client import Client
from websockets.asyncio.client import ClientConnection

from adapters.embedded.ports import free_port
from adapters.postgres import Database, open_database
from adapters.temporal import connect_temporal
from api.security import Tokens
from schema.ids import new_id
from schema.settings import Settings
from workers.programs import Place, Program, ProgramPart
from workers.supervisor import Stack

SAMPLE = Path(__file__).parents[1] / "examples" / "resume" / "sample-resume.pdf"
_NO_LIMIT = 1_000_000
_STEP_SECONDS = 0.03
_numbers = itertools.count(1)


class Account(httpx.AsyncClient):
    """A user of the bench, signed in on one API process."""

    id: UUID
    token: str

    async def upload(self, content: bytes) -> str:
        """Upload a résumé under the sample's name; the id of its analysis."""
        answer = await self.post("/api/v1/resumes", files={"file": (SAMPLE.name, content, "application/pdf")})
        answer.raise_for_status()
        job_id: str = answer.json()["job_id"]
        return job_id

    @asynccontextmanager
    async def listen(self) -> AsyncIterator[ClientConnection]:
        """A WebSocket that has been greeted."""
        async with websockets.connect(self.socket_url, compression=None) as socket:
            await socket.recv()
            yield socket

    @property
    def socket_url(self) -> str:
        """Address of the live updates, token included."""
        return str(self.base_url).replace("http", "ws", 1).rstrip("/") + f"/api/v1/ws?token={self.token}"


class Product:
    """PostgreSQL and Temporal of its own in `directory`; processes are started one by one."""

    database: Database
    temporal: Client

    def __init__(self, directory: Path, **settings: Any) -> None:
        self.settings = Settings(
            _env_file=None,
            database_url=None,
            temporal_address=None,
            state_dir=directory,
            login_attempts_per_minute=_NO_LIMIT,
            requests_per_minute=_NO_LIMIT,
            **settings,
        )
        self.stack = Stack(self.settings, processes=(), any_port=True)
        self.api_url = ""
        self._urls: dict[str, str] = {}
        self._resources = AsyncExitStack()

    async def __aenter__(self) -> Self:
        await self._resources.enter_async_context(self.stack)
        self.settings = self.settings.model_copy(
            update={
                "database_url": self.stack.database_url,
                "temporal_address": self.stack.temporal_address,
                "jwt_secret": SecretStr(self.stack.environment["JWT_SECRET"]),
            }
        )
        self.database = await open_database(self.stack.database_url, max_size=8)
        self._resources.push_async_callback(self.database.close)
        self.temporal = await connect_temporal(self.settings)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._resources.aclose()

    async def start(self, program: Program) -> ProgramPart:
        """Start one more process and wait until it is ready. Clients made from now on talk to the newest API."""
        port = free_port()
        url = f"http://127.0.0.1:{port}"
        place = Place(self.stack.database_url, self.stack.temporal_address, "default", url, None)
        log = self.stack.log_dir / f"{program.name}-{next(_numbers)}.log"
        self._urls[str(log)] = url
        environment = self.stack.environment | {"API_PORT": str(port)}
        # a developer's wish for his folders; without compiled files every run of a workflow would be compiled anew
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        part = ProgramPart(program, place, environment, log, grace=10)
        self._resources.push_async_callback(part.stop)
        await part.start()
        if program.name == "api":
            self.api_url = url
        return part

    def url_of(self, part: ProgramPart) -> str:
        """Where a program listens that was told a port."""
        return self._urls[str(part.child.log)]

    async def account(self) -> Account:
        """A new user: its row is written and its token signed here, which spares the cost of a password."""
        user_id = new_id()
        async with self.database.transaction() as connection:
            await connection.execute(
                "insert into users (id, email, password_hash) values ($1, $2, 'none')",
                user_id,
                f"{user_id}@bench.example.com",
            )
        limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)
        account = Account(base_url=self.api_url, timeout=120, limits=limits)
        account.id, account.token = user_id, Tokens(self.settings).issue(user_id)
        account.headers["Authorization"] = f"Bearer {account.token}"
        self._resources.push_async_callback(account.aclose)
        return account

    async def completed(self, job_ids: list[str], seconds: float = 180) -> int:
        """Wait until all these analyses are completed or the time is up; how many are."""
        waiting = set(job_ids)
        deadline = time.perf_counter() + seconds
        while True:
            async with self.database.connection() as connection:
                rows = await connection.fetch(
                    "select id from analysis_jobs where id = any($1::uuid[]) and status = 'completed'", list(waiting)
                )
            waiting -= {str(row["id"]) for row in rows}
            if not waiting or time.perf_counter() > deadline:
                return len(job_ids) - len(waiting)
            await asyncio.sleep(_STEP_SECONDS)


async def until_completed(socket: ClientConnection, job_id: str) -> None:
    """Read messages until this analysis is completed."""
    while True:
        message = json.loads(await socket.recv())
        payload = message["payload"]
        if payload.get("job_id") == job_id and payload["status"] in ("completed", "failed"):
            if payload["status"] == "failed":
                raise RuntimeError(f"an analysis of the bench failed: {payload['error_message']}")
            return


def process_of(part: ProgramPart) -> psutil.Process:
    """The main process of a program."""
    return psutil.Process(part.child.pid)


def resident_mib(part: ProgramPart) -> float:
    """Proportional resident memory of a program's whole process tree: shared pages count once."""
    process, total = process_of(part), 0
    for each in (process, *process.children(recursive=True)):
        with contextlib.suppress(psutil.NoSuchProcess):
            total += each.memory_full_info().pss
    return total / 2**20


def kill(part: ProgramPart) -> None:
    """SIGKILL: no handler runs, nothing is handed over."""
    os.kill(process_of(part).pid, signal.SIGKILL)
