"""record_event: the ids that one user's clients see never become visible out of order."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator
from uuid import UUID

import asyncpg
import pytest

from adapters.postgres import Database, queries
from schema.ids import new_id

WRITERS = 16
EVENTS = 25
UNLOCKED = """
create or replace function record_event_unlocked(
    p_user uuid, p_kind text, p_subject uuid, p_payload jsonb, p_dedupe_key text)
returns bigint language sql as $$
    insert into events (user_id, kind, subject_id, payload, dedupe_key)
    values (p_user, p_kind, p_subject, p_payload, p_dedupe_key) returning id
$$
"""


@pytest.fixture
async def users(database: Database) -> list[UUID]:
    """A few accounts."""
    made = [new_id() for _ in range(4)]
    async with database.transaction() as connection:
        await connection.executemany(
            "insert into users (id, email, password_hash) values ($1, $1::uuid::text, '')", [(each,) for each in made]
        )
    return made


@pytest.fixture
async def writers(migrated: str) -> AsyncIterator[list[asyncpg.Connection[asyncpg.Record]]]:
    """A connection for each writer."""
    connections = await asyncio.gather(*(asyncpg.connect(migrated) for _ in range(WRITERS)))
    yield list(connections)
    await asyncio.gather(*(connection.close() for connection in connections))


async def missed(
    database: Database,
    writers: list[asyncpg.Connection[asyncpg.Record]],
    users: list[UUID],
    function: str = "record_event",
) -> int:
    """Events that readers who resume from their highest id never see, while all writers write."""
    done = asyncio.Event()

    async def write(number: int, connection: asyncpg.Connection[asyncpg.Record]) -> None:
        turns = itertools.cycle(users[number % len(users) :] + users[: number % len(users)])
        for count in range(EVENTS):
            async with connection.transaction():
                await connection.execute(
                    f"select {function}($1, 'system', $1, '{{}}', $2)", next(turns), f"{new_id()}:{number}:{count}"
                )
                # what a commit does after the insert: time in which a later id may overtake
                await connection.execute("select pg_sleep(random() * 0.003)")

    async def read(user_id: UUID) -> int:
        seen: set[int] = set()
        while True:
            last_round = done.is_set()
            async with database.connection() as connection:
                rows = await queries.events_after(connection, user_id=user_id, after=max(seen, default=0), limit=1000)
                seen.update(row["id"] for row in rows)
                if last_round:
                    total = await connection.fetchval("select count(*) from events where user_id = $1", user_id)
                    return int(total) - len(seen)

    reading = [asyncio.create_task(read(user_id)) for user_id in users]
    await asyncio.gather(*(write(number, connection) for number, connection in enumerate(writers)))
    done.set()
    return sum(await asyncio.gather(*reading))


@pytest.mark.parametrize("people", [1, 4])
async def test_a_resuming_reader_misses_nothing(
    database: Database, writers: list[asyncpg.Connection[asyncpg.Record]], users: list[UUID], people: int
) -> None:
    """Sixteen writers for one user and for several: no event becomes visible behind the reader's back."""
    assert await missed(database, writers, users[:people]) == 0


async def test_without_the_lock_it_would(
    database: Database, writers: list[asyncpg.Connection[asyncpg.Record]], users: list[UUID]
) -> None:
    """The same load on the same table without the lock loses events: the test above is able to fail."""
    async with database.connection() as connection:
        await connection.execute(UNLOCKED)
    assert await missed(database, writers, users[:1], "record_event_unlocked") > 0


async def test_a_repeated_change_is_one_event(database: Database, users: list[UUID]) -> None:
    """A retried activity records its event again with the same key; nobody hears of it twice."""
    ids = []
    for key in ("a", "a", "b"):
        async with database.transaction() as connection:
            ids.append(
                await queries.record_event(
                    connection, user_id=users[0], kind="system", subject_id=users[0], payload={}, dedupe_key=key
                )
            )
    assert ids[1] is None
    assert ids[0] < ids[2]


async def test_a_notice_carries_only_ids(database: Database, users: list[UUID], migrated: str) -> None:
    """LISTEN tells which event of which user there is; the payload stays in the table."""
    heard: asyncio.Queue[str] = asyncio.Queue()
    listener = await asyncpg.connect(migrated)
    try:
        await listener.add_listener("vitaeflow_events", lambda *args: heard.put_nowait(str(args[-1])))
        async with database.transaction() as connection:
            event = await queries.record_event(
                connection, user_id=users[0], kind="system", subject_id=users[0], payload={"a": "b"}, dedupe_key="n"
            )
        assert await asyncio.wait_for(heard.get(), 5) == f"{users[0]} {event}"
    finally:
        await listener.close()
