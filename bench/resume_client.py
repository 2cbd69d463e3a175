"""`python -m bench.resume_client SECONDS DSN` with lines `USER_ID URL` on standard input, then an empty line.

Writers commit events of random users side by side while every client breaks off and resumes from its last id. Prints
`{"events", "reconnects", "missed", "repeated"}` as JSON: what each client got against what the table holds.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from dataclasses import dataclass, field
from uuid import UUID, uuid4

import uvloop
import websockets

from adapters.postgres import Database, open_database, queries

_WRITERS = 8
_LAST_SECONDS = 10.0


@dataclass
class Listener:
    """A client that keeps coming back."""

    user_id: UUID
    url: str
    got: list[int] = field(default_factory=list)
    connections: int = 0

    @property
    def last(self) -> int:
        """The id to resume from."""
        return self.got[-1] if self.got else 0

    async def listen(self, seconds: float, until: int | None = None) -> None:
        """One connection: read for so long, or until an id was seen, then drop it without a word."""
        self.connections += 1
        socket = await websockets.connect(f"{self.url}&last_event_id={self.last}", compression=None, max_queue=None)
        try:
            async with asyncio.timeout(seconds):
                while until is None or self.last < until:
                    message = json.loads(await socket.recv())
                    if message["id"] is not None:
                        self.got.append(message["id"])
        except (TimeoutError, websockets.ConnectionClosed):
            pass
        finally:
            socket.transport.abort()


async def _write(database: Database, users: list[UUID], end: float) -> None:
    while time.monotonic() < end:
        key = uuid4()
        async with database.transaction() as connection:
            await queries.record_event(
                connection, user_id=random.choice(users), kind="bench", subject_id=key, payload={}, dedupe_key=str(key)
            )


async def _come_and_go(listener: Listener, end: float) -> None:
    while time.monotonic() < end:
        await listener.listen(random.uniform(0.05, 0.6))


async def run(seconds: float, dsn: str, listeners: list[Listener]) -> dict[str, int]:
    """The counts, over all clients."""
    database = await open_database(dsn, max_size=_WRITERS)
    users = [listener.user_id for listener in listeners]
    end = time.monotonic() + seconds
    await asyncio.gather(
        *(_write(database, users, end) for _ in range(_WRITERS)),
        *(_come_and_go(listener, end) for listener in listeners),
    )
    kept: dict[UUID, list[int]] = {}
    async with database.connection() as connection:
        for user in users:
            rows = await connection.fetch("select id from events where user_id = $1 order by id", user)
            kept[user] = [row["id"] for row in rows]
    ended = [each.listen(_LAST_SECONDS, kept[each.user_id][-1]) for each in listeners if kept[each.user_id]]
    await asyncio.gather(*ended)
    await database.close()
    return {
        "events": sum(len(ids) for ids in kept.values()),
        "reconnects": sum(each.connections for each in listeners),
        "missed": sum(len(set(kept[each.user_id]) - set(each.got)) for each in listeners),
        "repeated": sum(len(each.got) - len(set(each.got)) for each in listeners),
    }


def main(arguments: list[str]) -> None:
    """Read the users, run, print."""
    pairs = [line.split() for line in iter(sys.stdin.readline, "\n")]
    listeners = [Listener(UUID(user), url) for user, url in pairs]
    print(json.dumps(uvloop.run(run(float(arguments[0]), arguments[1], listeners))))


if __name__ == "__main__":
    main(sys.argv[1:])
