"""API processes die and come back while people upload and listen: every client sees every event of its jobs once."""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import secrets
import signal
import time
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import pytest_asyncio
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from tests.chaos.harness import LIFE, Crew, assert_completed_once, report
from tests.world import RESUME, User, World
from workers.programs import API, ProgramPart

pytestmark = pytest.mark.chaos
USERS, UPLOADS = 20, 10
GONE = (ConnectionClosed, InvalidHandshake, OSError, TimeoutError, AssertionError)


class Client:
    """A user's app: uploads with keys until accepted, listens until it has everything, whatever breaks in between."""

    def __init__(self, user: User, urls: list[str], seed: int) -> None:
        self.user = user
        self.jobs: set[str] = set()
        self.messages: list[dict[str, Any]] = []
        self.reconnects = 0
        self._urls = urls
        self._random = random.Random(seed)
        self._uploaded = asyncio.Event()

    async def run(self, uploads: int) -> None:
        """Upload so many résumés while listening; ends when all of them are seen to be completed."""
        listening = asyncio.create_task(self._listen())
        for _ in range(uploads):
            self.jobs.add(await self._upload(secrets.token_hex(8)))
        self._uploaded.set()
        await listening

    async def _upload(self, key: str) -> str:
        files = {"file": ("resume.txt", RESUME.encode())}
        while True:
            url = f"{self._random.choice(self._urls)}/api/v1/resumes"
            try:
                answer = await self.user.post(url, files=files, headers={"Idempotency-Key": key})
            except httpx.TransportError:
                await asyncio.sleep(0.1)
                continue
            if answer.status_code == 202:
                return str(answer.json()["job_id"])
            assert answer.status_code == 503, answer.text

    async def _listen(self) -> None:
        while not self._complete():
            self.user.base_url = httpx.URL(self._random.choice(self._urls))
            last = self.messages[-1]["id"] if self.messages else 0
            try:
                async with self.user.listen(last) as listener, asyncio.timeout(self._random.uniform(0.3, 3)):
                    while not self._complete():
                        self.messages.append(await listener.next())
            except GONE:
                self.reconnects += 1
                await asyncio.sleep(0.05)

    def _complete(self) -> bool:
        done = {m["payload"]["job_id"] for m in self.messages if m["payload"]["status"] == "completed"}
        return self._uploaded.is_set() and done >= self.jobs

    def check(self) -> None:
        """Each event once, in order, for each job."""
        seen = [message["id"] for message in self.messages]
        assert seen == sorted(set(seen))
        assert len(seen) == len(self.jobs) * len(LIFE)
        for job_id in self.jobs:
            payloads = [m["payload"] for m in self.messages if m["payload"]["job_id"] == job_id]
            assert [(payload["stage"], payload["status"]) for payload in payloads] == LIFE


async def _restart(part: ProgramPart, how: signal.Signals) -> int:
    """End a process and start it again on the same port; its exit code."""
    assert part.child.pid is not None
    os.kill(part.child.pid, how)
    code = await part.child.exited()
    await part.start()
    return code


@pytest_asyncio.fixture
async def second_api(arena: World) -> AsyncIterator[ProgramPart]:
    """Another API process on the arena's database."""
    part = await arena.start(API, "api-2")
    yield part
    await part.stop()
    arena.urls.pop()


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
async def test_a_listener_resumes_after_a_restart(arena: World, crew: Crew, how: signal.Signals) -> None:
    """The API ends while its client listens; with the last id it saw the client gets the rest, and nothing again."""
    user = await arena.user()
    await crew.start()
    async with user.listen() as listener:
        first = (await user.upload())["job_id"]
        seen = [await listener.next() for _ in range(2)]
        restarting = asyncio.create_task(_restart(arena.parts["api"], how))
        with contextlib.suppress(ConnectionClosed):
            while True:
                seen.append(await listener.next())
    assert await restarting == (0 if how is signal.SIGTERM else -signal.SIGKILL)
    async with user.listen(seen[-1]["id"]) as listener:
        second = (await user.upload())["job_id"]
        while len(seen) < 2 * len(LIFE):
            seen.append(await listener.next())
    assert [message["id"] for message in seen] == sorted({message["id"] for message in seen})
    for job_id in (first, second):
        payloads = [message["payload"] for message in seen if message["payload"]["job_id"] == job_id]
        assert [(payload["stage"], payload["status"]) for payload in payloads] == LIFE


async def test_two_hundred_uploads_through_dying_apis(arena: World, crew: Crew, second_api: ProgramPart) -> None:
    """Sockets reconnect at random between two processes that end: nobody misses or repeats an event."""
    await asyncio.gather(crew.start(), crew.start())
    seed = random.randrange(10**6)
    urls = [arena.urls[0], arena.urls[-1]]
    users = await asyncio.gather(*(arena.user() for _ in range(USERS)))
    clients = [Client(user, urls, seed + number) for number, user in enumerate(users)]
    started = time.monotonic()
    async with asyncio.timeout(60), asyncio.TaskGroup() as group:
        for client in clients:
            group.create_task(client.run(UPLOADS))
        await asyncio.sleep(1)
        await _restart(arena.parts["api"], signal.SIGKILL)
        await _restart(second_api, signal.SIGTERM)
    reconnects = sum(client.reconnects for client in clients)
    report(f"seed {seed}: {USERS * UPLOADS} uploads, {reconnects} reconnects: {time.monotonic() - started:.1f} s")
    for client in clients:
        client.check()
        assert len(client.jobs) == UPLOADS
    await assert_completed_once(await arena.database(), [job_id for client in clients for job_id in client.jobs])
