"""What chaos tests share: workers that can be told apart, stages that can be stopped inside, books that balance."""

from __future__ import annotations

import asyncio
import os
import secrets
import signal
import sys
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import asyncpg
from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest

from adapters.embedded.postgres import EmbeddedPostgres
from adapters.embedded.temporal import EmbeddedTemporal
from adapters.postgres import Database
from adapters.vectors import CHUNKS, ChunkVectors, EdgeCollection
from schema.settings import Settings
from schema.temporal_names import DOCUMENTS_QUEUE, MAIN_QUEUE
from tests.world import World, eventually
from workers.programs import WORKER, ProgramPart

STAGES: dict[str, str] = {
    "extract": "before insert on documents for each row",
    "chunk": "before insert on chunks for each row",
    "embed": "before update on chunks for each row",
    "index": "before update on analysis_jobs for each row when (new.stage = 'analyzing')",
    "analyze": "before insert on profiles for each row",
    "save": "before update on analysis_jobs for each row when (new.status = 'completed')",
}
"""Where each stage of an analysis writes: inside its transaction, after its work and before its commit."""

LIFE = [
    ("queued", "pending"),
    ("extracting_text", "processing"),
    ("chunking", "processing"),
    ("generating_embeddings", "processing"),
    ("analyzing", "processing"),
    ("completed", "completed"),
]
"""The events of an analysis that nothing interrupted, and of every other one too."""

EMPTY = b"{\\rtf1 }"
"""A file that looks like a document and fails in extraction."""

_LOCKS = 4711
_FUNCTION = """
create function chaos_hold() returns trigger language plpgsql as $$
begin
    perform pg_advisory_xact_lock_shared(4711, tg_argv[0]::int);
    return new;
end $$
"""
_WAITING = """
select a.application_name from pg_locks l join pg_stat_activity a using (pid)
where l.locktype = 'advisory' and l.classid = 4711 and l.objid = $1::int::oid and not l.granted
  and a.datname = current_database()
"""


class Holds:
    """Stops whoever works on a stage inside its transaction for as long as the test likes."""

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn

    async def install(self) -> None:
        """Put a turnstile into every stage; open until `at` closes it."""
        connection = await asyncpg.connect(self._dsn)
        await connection.execute(_FUNCTION)
        for number, (name, place) in enumerate(STAGES.items()):
            timing, _, condition = place.partition(" when ")
            clause = f"when {condition}" if condition else ""
            await connection.execute(
                f"create trigger chaos_{name} {timing} {clause} execute function chaos_hold('{number}')"
            )
        await connection.close()

    @asynccontextmanager
    async def at(self, stage: str) -> AsyncIterator[Hold]:
        """Close the turnstile of one stage while inside."""
        connection = await asyncpg.connect(self._dsn)
        number = list(STAGES).index(stage)
        await connection.execute("select pg_advisory_lock($1, $2)", _LOCKS, number)
        try:
            yield Hold(connection, number)
        finally:
            await connection.close()


class Hold:
    """A closed turnstile."""

    def __init__(self, connection: asyncpg.Connection[asyncpg.Record], number: int) -> None:
        self._connection = connection
        self._number = number

    async def caught(self, *, count: int = 1, seconds: float = 20) -> str:
        """The application name of a worker that stands before it, once so many transactions do."""

        async def waiting() -> list[str]:
            rows = await self._connection.fetch(_WAITING, self._number)
            return [row["application_name"] for row in rows] if len(rows) >= count else []

        names: list[str] = await eventually(waiting, seconds=seconds, every=0.005)
        return names[0]

    async def release(self) -> None:
        """Open it."""
        await self._connection.execute("select pg_advisory_unlock_all()")


@dataclass(frozen=True)
class Servers:
    """A running product and the servers under it."""

    world: World
    temporal: EmbeddedTemporal
    postgres: EmbeddedPostgres


class Crew:
    """Workers of one world, each known to the database by its name. All are stopped at the end of a test."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.members: dict[str, ProgramPart] = {}
        self._joint = "&" if "?" in world.database_url else "?"

    async def start(self, **environment: str) -> str:
        """One more worker; its name, once it polls."""
        name = f"worker-{secrets.token_hex(3)}"
        url = f"{self.world.database_url}{self._joint}application_name={name}"
        part = await self.world.start(WORKER, name, DATABASE_URL=url, **environment)
        await _polls(self.world, part)
        self.members[name] = part
        return name

    async def kill(self, name: str) -> None:
        """SIGKILL one and wait until the kernel has taken it away."""
        part = self.members.pop(name)
        self.world.kill(part)
        await part.child.exited()

    async def terminate(self, name: str) -> int:
        """SIGTERM one, as a deploy does; its exit code."""
        part = self.members.pop(name)
        assert part.child.pid is not None
        os.kill(part.child.pid, signal.SIGTERM)
        return await part.child.exited()

    async def stop(self) -> None:
        """Stop all that are left."""
        await asyncio.gather(*(part.stop() for part in self.members.values()))
        self.members.clear()


async def _polls(world: World, part: ProgramPart) -> None:
    """Wait until this very process polls the queues that analyses need."""
    client = await world.temporal()
    kinds = [
        (MAIN_QUEUE, TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW),
        (MAIN_QUEUE, TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY),
        (DOCUMENTS_QUEUE, TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY),
    ]
    for queue, kind in kinds:
        request = DescribeTaskQueueRequest(
            namespace=client.namespace, task_queue=TaskQueue(name=queue), task_queue_type=kind
        )

        async def polling(request: DescribeTaskQueueRequest = request) -> bool:
            part.child.check()
            answer = await client.workflow_service.describe_task_queue(request, timeout=timedelta(seconds=5))
            return any(poller.identity.split("@")[0] == str(part.child.pid) for poller in answer.pollers)

        await eventually(polling)


async def events_of(database: Database, job_id: str) -> list[tuple[str, str]]:
    """(stage, status) of the events of an analysis, in order."""
    async with database.connection() as connection:
        rows = await connection.fetch("select payload from events where subject_id = $1 order by id", UUID(job_id))
    return [(row["payload"]["stage"], row["payload"]["status"]) for row in rows]


async def assert_completed_once(database: Database, job_ids: Iterable[str]) -> None:
    """Each analysis has one life, one published profile, and a vector for every chunk in the record."""
    for job_id in job_ids:
        assert await events_of(database, job_id) == LIFE, job_id
        async with database.connection() as connection:
            row = await connection.fetchrow(
                "select (select count(*) from profiles where job_id = $1 and published_at is not null) as profiles,"
                " (select count(*) from chunks where job_id = $1) as chunks,"
                " (select count(embedding) from chunks where job_id = $1) as embedded",
                UUID(job_id),
            )
        assert row is not None
        assert row["profiles"] == 1
        assert row["chunks"] == row["embedded"] > 0


async def assert_vectors_match_chunks(world: World, database: Database) -> int:
    """The embedded store holds each chunk of the record once. Only when no worker owns it; returns the number."""
    folder = world.state_dir / "vectors"
    store = ChunkVectors(EdgeCollection(folder, CHUNKS, Settings().embedding_dimensions))
    total = 0
    try:
        async with database.connection() as connection:
            rows = await connection.fetch("select user_id, job_id, count(*) as chunks from chunks group by 1, 2")
        for row in rows:
            assert await store.count(user_id=row["user_id"], job_id=row["job_id"]) == row["chunks"]
            total += row["chunks"]
        for user_id in {row["user_id"] for row in rows}:
            of_user = sum(row["chunks"] for row in rows if row["user_id"] == user_id)
            assert await store.count(user_id=user_id) == of_user
    finally:
        await store.close()
    return total


def ids(answers: Iterable[dict[str, Any]]) -> list[str]:
    """The job ids of accepted uploads."""
    return [answer["job_id"] for answer in answers]


def report(figure: str) -> None:
    """Print what was measured; shown by `pytest -s`."""
    sys.stdout.write(f"{figure}\n")
