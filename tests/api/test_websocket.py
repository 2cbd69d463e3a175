"""The WebSocket: who gets in, what is heard, in which order, and who is dropped."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import psutil
import pytest
import websockets
from websockets.asyncio.client import ClientConnection

import api.websocket
from adapters.postgres import Database
from tests.api.hosting import hosted_api
from tests.api.test_auth import token_of
from tests.api.test_me import key_of
from tests.world import Listener, User, World
from workers.programs import API

PATH = "/api/v1/ws"


def address(url: str, **query: object) -> str:
    """The socket's address on an API."""
    parameters = "&".join(f"{key}={value}" for key, value in query.items())
    return url.replace("http", "ws", 1) + PATH + (f"?{parameters}" if parameters else "")


@asynccontextmanager
async def connected(url: str, first: Any = None, **options: Any) -> AsyncIterator[ClientConnection]:
    """An open socket after its first message."""
    async with websockets.connect(url, compression=None, **options) as socket:
        if first is not None:
            await socket.send(first if isinstance(first, str | bytes) else json.dumps(first))
        yield socket


async def close_code(socket: ClientConnection, seconds: float = 10) -> int | None:
    """Read until the server closes; its code."""
    await rest(socket, seconds)
    return socket.close_code


async def rest(socket: ClientConnection, seconds: float = 10) -> list[dict[str, Any]]:
    """All messages until the server closes."""
    messages = []
    async with asyncio.timeout(seconds):
        with contextlib.suppress(websockets.ConnectionClosed):
            while True:
                messages.append(json.loads(await socket.recv()))
    return messages


async def refusal(url: str, **options: Any) -> int:
    """The HTTP status that a handshake is refused with."""
    with pytest.raises(websockets.InvalidStatus) as refused:
        async with websockets.connect(url, **options):
            pass
    return int(refused.value.response.status_code)


async def record(database: Database, user: User, numbers: range, size: int = 0) -> list[int]:
    """Write events as the product does; their ids."""
    ids = []
    for start in range(numbers.start, numbers.stop, 100):
        async with database.transaction() as connection:
            for number in range(start, min(start + 100, numbers.stop)):
                payload = {"number": number, "filling": "x" * size}
                ids.append(
                    await connection.fetchval(
                        "select record_event($1, 'system', gen_random_uuid(), $2, $3)", user.id, payload, f"n:{number}"
                    )
                )
    return ids


async def numbers(listener: Listener, count: int) -> list[int]:
    """The numbers of the next events."""
    return [(await listener.next())["payload"]["number"] for _ in range(count)]


async def assert_quiet(listener: Listener, seconds: float = 0.3) -> None:
    """Nothing more comes."""
    with pytest.raises(TimeoutError):
        await listener.next(seconds)


# --- who gets in ---


async def test_a_token_or_key_gets_in_by_message_or_by_query(caller: User) -> None:
    """Access token and API key, each both ways, are answered with `Connected`."""
    key = (await key_of(caller, "read"))["key"]
    url = str(caller.base_url)
    for token in (caller.tokens["access_token"], key):
        async with connected(address(url), {"type": "auth", "token": token}) as socket:
            assert (await Listener(socket).next())["payload"] == {"message": "Connected"}
        async with connected(address(url, token=token)) as socket:
            assert (await Listener(socket).next())["type"] == "system"


@pytest.mark.parametrize(
    "first",
    [
        {"type": "auth", "token": "wrong"},
        {"type": "auth"},
        {"type": "auth", "token": None},
        {"type": "hello"},
    ],
)
async def test_a_wrong_first_message_closes_with_4401(first: dict[str, Any], caller: User) -> None:
    """A bad or missing token, or another message before the sign-in."""
    async with connected(address(str(caller.base_url)), first) as socket:
        assert await close_code(socket) == 4401


async def test_a_wrong_token_in_the_query_is_refused_before_the_handshake(caller: User) -> None:
    """HTTP 401; an expired one too."""
    expired = token_of(caller, exp=datetime.now(UTC) - timedelta(seconds=1))
    for token in ("wrong", expired):
        assert await refusal(address(str(caller.base_url), token=token)) == 401


async def test_who_says_nothing_is_closed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """No sign-in within the time: 4401."""
    monkeypatch.setattr(api.websocket, "AUTH_SECONDS", 0.2)
    async with hosted_api(world) as url, connected(address(url)) as socket:
        assert await close_code(socket, 3) == 4401


@pytest.mark.parametrize("message", ["not JSON", "[1]", "null", '{"token":"\\ud800"}', b"{}", "[" * 100_000])
@pytest.mark.parametrize("signed_in", [True, False])
async def test_other_messages_close_with_4400(message: str | bytes, signed_in: bool, caller: User) -> None:
    """Text that is no JSON object, and binary, before and after the sign-in."""
    first = {"type": "auth", "token": caller.tokens["access_token"]} if signed_in else None
    async with connected(address(str(caller.base_url)), first) as socket:
        await socket.send(message)
        assert await close_code(socket) == 4400


async def test_a_message_over_512_kilobytes_closes_with_1009(caller: User) -> None:
    """Up to the limit is read, one more is not."""
    async with caller.listen() as listener:
        await listener.socket.send(json.dumps({"type": "ping", "x": "a" * (512 * 1024 - 25)}))
        assert (await listener.next())["type"] == "pong"
        await listener.socket.send("a" * (512 * 1024 + 1))
        assert await close_code(listener.socket) == 1009


async def test_pages_of_other_origins_are_refused(world: World, caller: User) -> None:
    """403 for a foreign or null origin; a configured one, the API's own, and none at all get in."""
    async with hosted_api(world, cors_origins=["https://app.example.com"]) as url:
        for foreign in ("https://evil.example.com", "null", "https://app.example.com.evil.example.com"):
            assert await refusal(address(url), origin=foreign) == 403
        for origin in ("https://app.example.com", url, None):
            async with connected(address(url, token=caller.tokens["access_token"]), origin=origin) as socket:
                assert (await Listener(socket).next())["type"] == "system"


async def test_the_socket_closes_when_its_token_ends(caller: User) -> None:
    """An access token that ends while listening closes the socket with 4401."""
    token = token_of(caller, exp=datetime.now(UTC) + timedelta(seconds=2))
    async with connected(address(str(caller.base_url), token=token)) as socket:
        assert (await Listener(socket).next())["type"] == "system"
        assert await close_code(socket, 4) == 4401


# --- staying alive ---


async def test_a_ping_message_is_answered(caller: User) -> None:
    """For clients that cannot send protocol pings; unknown messages are ignored."""
    async with caller.listen() as listener:
        await listener.socket.send('{"type": "something new"}')
        await listener.socket.send('{"type": "ping"}')
        assert (await listener.next())["type"] == "pong"


async def test_who_does_not_pong_is_closed(world: World, caller: User) -> None:
    """Protocol pings go out at their interval; a client that is deaf to them is closed, one that answers stays."""
    async with hosted_api(world, ws_ping_seconds=0.3, ws_pong_seconds=0.8) as url:
        target = address(url, token=caller.tokens["access_token"])
        async with connected(target, ping_interval=None) as answering:
            host, port = url.removeprefix("http://").split(":")
            request = target.removeprefix("ws://").removeprefix(f"{host}:{port}")
            reader, writer = await asyncio.open_connection(host, int(port))
            key = base64.b64encode(bytes(16)).decode()
            writer.write(
                f"GET {request} HTTP/1.1\r\nHost: {host}:{port}\r\n"
                "Upgrade: websocket\r\nConnection: Upgrade\r\n"
                f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n".encode()
            )
            started = time.monotonic()
            try:
                frames = await asyncio.wait_for(reader.read(-1), 30)
            finally:
                writer.close()
            assert 0.6 < time.monotonic() - started < 20
            assert frames.startswith(b"HTTP/1.1 101 ")
            # a ping is the frame 0x89 with the length of its payload
            assert b"\x89" in frames
            listener = Listener(answering)
            assert (await listener.next())["type"] == "system"
            await answering.send('{"type": "ping"}')
            assert (await listener.next())["type"] == "pong"


async def test_a_slow_reader_is_dropped_and_resumes(world: World, user: User) -> None:
    """Who does not read is closed with 4408 while the API's memory stays flat; resuming gives what is missing, once."""
    database = await world.database()
    part = next(part for name, part in world.parts.items() if name.startswith("api"))
    process = psutil.Process(part.child.pid)
    target = address(world.urls[0], token=user.tokens["access_token"])
    async with connected(target, max_queue=1) as socket, user.listen() as quick:
        first = json.loads(await socket.recv())
        assert first["type"] == "system"
        before = process.memory_info().rss
        reading = asyncio.create_task(numbers(quick, 900))
        await record(database, user, range(900), size=20_000)
        assert await reading == list(range(900))
        assert process.memory_info().rss - before < 64 * 2**20
        received = await rest(socket, 20)
        assert socket.close_code == 4408
    seen = [message["payload"]["number"] for message in received]
    assert seen == list(range(len(seen)))
    assert len(seen) < 900
    async with user.listen(last_event_id=received[-1]["id"]) as listener:
        assert await numbers(listener, 900 - len(seen)) == list(range(len(seen), 900))
        await assert_quiet(listener)


# --- resuming ---


async def test_resuming_misses_nothing_and_repeats_nothing(world: World, user: User) -> None:
    """From any event id, over several pages, exactly the later events come, in order."""
    ids = await record(await world.database(), user, range(600))
    for seen in (0, 1, 350, 599, 600):
        after = ids[seen - 1] if seen else 0
        async with user.listen(last_event_id=after) as listener:
            assert await numbers(listener, 600 - seen) == list(range(seen, 600))
            await assert_quiet(listener, 0.1)


async def test_without_an_event_id_only_news_are_heard(world: World, user: User) -> None:
    """What happened before is not replayed."""
    database = await world.database()
    await record(database, user, range(5))
    async with user.listen() as listener:
        await record(database, user, range(5, 8))
        assert await numbers(listener, 3) == [5, 6, 7]


async def test_resuming_from_a_pruned_event_says_so(world: World, user: User) -> None:
    """`resync` tells the client to read the state anew; for a kept event it is absent."""
    database = await world.database()
    ids = await record(database, user, range(3))
    async with database.transaction() as connection:
        await connection.execute("delete from events where id = $1", ids[0])
    for last, resync in ((ids[0], True), (ids[1], None)):
        target = address(world.urls[0], token=user.tokens["access_token"], last_event_id=last)
        async with connected(target) as socket:
            assert (await Listener(socket).next())["payload"].get("resync") is resync


async def test_reconnecting_under_load_gives_every_event_once(world: World, user: User) -> None:
    """A client that leaves and comes back while events are written hears each exactly once, in order."""
    writing = asyncio.create_task(record(await world.database(), user, range(1500)))
    heard: list[int] = []
    last = 0
    async with asyncio.timeout(30):
        while len(heard) < 1500:
            target = address(world.urls[0], token=user.tokens["access_token"], last_event_id=last)
            # leaving at once, without reading what is on its way
            async with connected(target, close_timeout=0.05) as socket:
                listener = Listener(socket)
                assert (await listener.next())["type"] == "system"
                for _ in range(min(170, 1500 - len(heard))):
                    message = await listener.next()
                    heard.append(message["payload"]["number"])
                    last = message["id"]
    await writing
    assert heard == list(range(1500))


async def test_news_during_a_long_replay_come_after_it(world: World, user: User) -> None:
    """Events written while old ones are still being replayed follow them, and hide none of them."""
    database = await world.database()
    await record(database, user, range(1000), size=20_000)
    target = address(world.urls[0], token=user.tokens["access_token"], last_event_id=0)
    async with connected(target, max_queue=1) as socket:
        listener = Listener(socket)
        assert (await listener.next())["type"] == "system"
        # nothing is read meanwhile: the replay stands in the middle
        await record(database, user, range(1000, 1100))
        assert await numbers(listener, 1100) == list(range(1100))
        await assert_quiet(listener)


async def test_two_api_processes_tell_the_same(world: World, user: User) -> None:
    """Events of an analysis reach sockets on both processes exactly once and in the same order."""
    second = await world.start(API)
    url = world.urls.pop()
    try:
        async with user.listen() as here, connected(address(url, token=user.tokens["access_token"])) as socket:
            there = Listener(socket)
            assert (await there.next())["type"] == "system"
            await user.upload()
            first, other = await asyncio.gather(here.until("completed"), there.until("completed"))
            assert first == other
            assert len({message["id"] for message in first}) == len(first) == 6
            await asyncio.gather(assert_quiet(here), assert_quiet(there))
    finally:
        await second.stop()


@asynccontextmanager
async def nobody_listens(database: Database) -> AsyncIterator[None]:
    """While it lasts, the LISTEN session of every API process is ended as soon as it is made."""

    async def end_sessions() -> None:
        while True:
            async with database.connection() as connection:
                await connection.execute(
                    "select pg_terminate_backend(pid) from pg_stat_activity "
                    "where datname = current_database() and query ilike 'listen %'"
                )
            await asyncio.sleep(0.05)

    ending = asyncio.create_task(end_sessions())
    try:
        await asyncio.sleep(0.1)
        yield
    finally:
        ending.cancel()
        await asyncio.gather(ending, return_exceptions=True)


async def test_a_lost_event_connection_costs_no_event(world: World, user: User) -> None:
    """What is written while the API does not hear PostgreSQL comes afterwards: once, in order, on every socket."""
    database = await world.database()
    async with user.listen() as one, user.listen() as two:
        for start in (0, 300):
            async with nobody_listens(database):
                await record(database, user, range(start, start + 100))
            await record(database, user, range(start + 100, start + 300))
        heard = await asyncio.gather(*(numbers(listener, 600) for listener in (one, two)))
        await asyncio.gather(assert_quiet(one), assert_quiet(two))
    assert heard == [list(range(600))] * 2


async def test_a_stalled_reader_holds_up_nobody_after_a_lost_connection(world: World, user: User) -> None:
    """One client does not read what it missed; another one hears all of it at once."""
    database = await world.database()
    stalled = await world.user()
    target = address(world.urls[0], token=stalled.tokens["access_token"])
    async with connected(target, max_queue=1, close_timeout=0.05) as socket, user.listen() as listener:
        assert json.loads(await socket.recv())["type"] == "system"
        async with nobody_listens(database):
            await record(database, stalled, range(200), size=60_000)
            await record(database, user, range(20))
        for start in range(20, 60, 4):
            await record(database, user, range(start, start + 4))
            await asyncio.sleep(0.1)
        assert await numbers(listener, 60) == list(range(60))
