"""The programs that a stack runs besides its servers: how to start each and how to tell that it is ready."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest
from temporalio.client import Client
from temporalio.service import RPCError

from adapters.embedded.process import Child
from schema.errors import ChildFailed
from schema.temporal_names import MAIN_QUEUE

_READY_SECONDS = 60.0


@dataclass(frozen=True)
class Place:
    """Where the parts of a running stack are reached."""

    database_url: str
    temporal_address: str
    temporal_namespace: str
    api_url: str
    ui_url: str | None
    """None when Temporal is not ours: we do not know where its UI is."""


Ready = Callable[[Place, datetime], Awaitable[bool]]
"""Whether a program started at this time (UTC) does its work now. Never raises for "not yet"."""


@dataclass(frozen=True)
class Program:
    """A process of the product."""

    name: str
    command: tuple[str, ...]
    ready: Ready


class ProgramPart:
    """A program of ours as a part of the stack."""

    def __init__(self, program: Program, place: Place, environment: dict[str, str], log: Path, grace: float) -> None:
        self._program = program
        self._place = place
        self._grace = grace
        self.child = Child(program.name, program.command, log=log, environment=environment)

    async def start(self) -> None:
        """Start and poll its readiness."""
        since = datetime.now(UTC)
        deadline = time.monotonic() + _READY_SECONDS
        await self.child.start()
        while not await self._program.ready(self._place, since):
            self.child.check()
            if time.monotonic() > deadline:
                raise ChildFailed(
                    f"{self.child.name} was not ready within {_READY_SECONDS:.0f} s. "
                    f"The log is {self.child.log}; its last lines:\n{self.child.tail()}",
                    child=self.child.name,
                )
            await asyncio.sleep(0.05)

    async def stop(self) -> None:
        """Let what is in flight end, within the grace."""
        await self.child.stop(grace=self._grace)


async def api_is_ready(place: Place, since: datetime) -> bool:
    """`GET /readyz` answers 200."""
    try:
        async with httpx.AsyncClient(timeout=5) as http:
            return (await http.get(f"{place.api_url}/readyz")).status_code == httpx.codes.OK
    except httpx.TransportError:
        return False


async def worker_is_ready(place: Place, since: datetime) -> bool:
    """Somebody polls the main queue since then: pollers of a worker that is gone stay listed for minutes."""
    request = DescribeTaskQueueRequest(
        namespace=place.temporal_namespace,
        task_queue=TaskQueue(name=MAIN_QUEUE),
        task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
    )
    try:
        client = await Client.connect(place.temporal_address, namespace=place.temporal_namespace)
        answer = await client.workflow_service.describe_task_queue(request, timeout=timedelta(seconds=5))
    except (RuntimeError, RPCError):
        return False
    return any(poller.last_access_time.ToDatetime(UTC) >= since for poller in answer.pollers)


WORKER = Program("worker", (sys.executable, "-m", "workers"), worker_is_ready)
API = Program("api", (sys.executable, "-m", "api"), api_is_ready)
PROGRAMS = (WORKER, API)
