"""The event hub: one LISTEN connection per process, fanned out in memory to the sockets of each user.

NOTIFY carries only ids; rows are read once per burst, encoded once, and offered to every subscription of their user.
A subscription drops what it has already: ids of one user become visible in order (see record_event in schema.sql), so
"greater than the last one" is enough. After a lost connection each user is caught up from the table.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections import defaultdict
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import asyncpg
import structlog
from prometheus_client import Counter, Gauge

from adapters.postgres import Database, queries
from adapters.postgres.pool import AWAY
from schema.errors import Unavailable

log = structlog.get_logger()

CHANNEL = "vitaeflow_events"
REPLAY_PAGE = 200
_RECONNECT_SECONDS = 0.5
# after a lost connection thousands of listeners read at once: requests keep most of the pool
_CONCURRENT_REPLAYS = 8

EVENTS = Counter("vitaeflow_events_pushed_total", "Events offered to sockets", ["kind"])
SUBSCRIPTIONS = Gauge("vitaeflow_websockets", "Open subscriptions")


class Subscription:
    """One listener of one user. `deliver` must not block; it is called in order of ids, each id once.

    `drained` waits until what was delivered has been sent: a long replay goes at the client's pace.
    While catching up, live events only leave word that there is more to read.
    """

    __slots__ = ("_deliver", "behind", "catching_up", "drained", "last_id", "reading", "user_id")

    def __init__(
        self, user_id: UUID, last_id: int, deliver: Callable[[str], None], drained: Callable[[], Awaitable[None]]
    ) -> None:
        self.user_id = user_id
        self.last_id = last_id
        self.drained = drained
        self.reading = asyncio.Lock()
        self.catching_up = False
        self.behind = False
        self._deliver = deliver

    def offer(self, event_id: int, text: str) -> None:
        """A live event."""
        if self.catching_up:
            self.behind = True
        else:
            self.deliver(event_id, text)

    def deliver(self, event_id: int, text: str) -> None:
        """An event in order; dropped when it was delivered before."""
        if event_id > self.last_id:
            self.last_id = event_id
            self._deliver(text)


def encode(row: Any) -> str:
    """An event as clients get it."""
    payload = row["payload"]
    if row["profile"] is not None:
        payload = {**payload, "profile": row["profile"]}
    return json.dumps({"type": row["kind"], "id": row["id"], "payload": payload}, ensure_ascii=False)


class Hub:
    """Start it once per process; subscribe sockets to it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._subscriptions: dict[UUID, set[Subscription]] = defaultdict(set)
        self._pending: list[int] = []
        self._wake = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._listening = asyncio.Event()
        self._replays = asyncio.Semaphore(_CONCURRENT_REPLAYS)

    async def start(self) -> None:
        """Listen and push in the background, also while PostgreSQL is away."""
        self._tasks = [asyncio.create_task(self._listen()), asyncio.create_task(self._push())]
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._listening.wait(), 2)

    async def stop(self) -> None:
        """End the background work."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def subscribe(self, subscription: Subscription, after: int | None) -> None:
        """Begin with what came after an event id, or with now. Nothing is missed or repeated in between."""
        subscription.catching_up = True
        self._subscriptions[subscription.user_id].add(subscription)
        SUBSCRIPTIONS.inc()
        async with subscription.reading:
            if after is None:
                async with self._database.connection() as connection:
                    after = await queries.last_event_id(connection, user_id=subscription.user_id)
            subscription.last_id = after
            await self._read_on(subscription)

    def unsubscribe(self, subscription: Subscription) -> None:
        """Forget a listener; safe to call twice."""
        listeners = self._subscriptions.get(subscription.user_id, set())
        if subscription in listeners:
            listeners.remove(subscription)
            SUBSCRIPTIONS.dec()
        if not listeners:
            self._subscriptions.pop(subscription.user_id, None)

    # --- background ---

    async def _listen(self) -> None:
        while True:
            try:
                await self._listen_once()
            except (*AWAY, asyncpg.PostgresError) as error:
                log.warning("event connection lost", error=type(error).__name__)
            self._listening.clear()
            await asyncio.sleep(_RECONNECT_SECONDS)

    async def _listen_once(self) -> None:
        connection = await asyncpg.connect(self._database.dsn)
        lost = asyncio.Event()
        connection.add_termination_listener(lambda _: lost.set())
        catching_up: list[asyncio.Task[None]] = []
        try:
            everybody = [s for listeners in self._subscriptions.values() for s in listeners]
            for subscription in everybody:
                # before the first live event: it would hide those that came while nobody listened
                subscription.catching_up = True
            await connection.add_listener(CHANNEL, self._heard)
            self._listening.set()
            # one task each: a reader that has stalled holds up nobody else
            catching_up = [asyncio.create_task(self._catch_up(subscription)) for subscription in everybody]
            await lost.wait()
        finally:
            connection.terminate()
            for task in catching_up:
                task.cancel()
            await asyncio.gather(*catching_up, return_exceptions=True)

    def _heard(self, _connection: object, _pid: int, _channel: str, payload: object) -> None:
        user, _, event_id = str(payload).partition(" ")
        if UUID(user) in self._subscriptions:
            self._pending.append(int(event_id))
            self._wake.set()

    async def _push(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            ids, self._pending = self._pending, []
            try:
                async with self._database.connection() as connection:
                    rows = await queries.events_by_id(connection, ids=ids)
            except (Unavailable, *AWAY, asyncpg.PostgresError):
                # the listener notices too, and catches everybody up when it is back
                self._pending = ids + self._pending
                await asyncio.sleep(_RECONNECT_SECONDS)
                self._wake.set()
                continue
            for row in rows:
                self._fan_out(row)

    def _fan_out(self, row: Any) -> None:
        listeners = self._subscriptions.get(row["user_id"])
        if not listeners:
            return
        text = encode(row)
        EVENTS.labels(row["kind"]).inc(len(listeners))
        for subscription in tuple(listeners):
            subscription.offer(row["id"], text)

    async def _catch_up(self, subscription: Subscription) -> None:
        """Give one listener what it missed, however often that takes."""
        while True:
            try:
                async with subscription.reading:
                    await self._read_on(subscription)
            except (Unavailable, *AWAY, asyncpg.PostgresError):
                await asyncio.sleep(_RECONNECT_SECONDS)
            else:
                return

    async def _read_on(self, subscription: Subscription) -> None:
        """Replay from the table, page by page, until nothing came in meanwhile."""
        subscription.catching_up = True
        more = True
        while more:
            subscription.behind = False
            async with self._replays, self._database.connection() as connection:
                rows = await queries.events_after(
                    connection, user_id=subscription.user_id, after=subscription.last_id, limit=REPLAY_PAGE
                )
            for row in rows:
                subscription.deliver(row["id"], encode(row))
            await subscription.drained()
            more = len(rows) == REPLAY_PAGE or subscription.behind
        subscription.catching_up = False
