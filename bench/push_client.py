"""`python -m bench.push_client URL COUNT DSN USER_ID`: many sockets of one user, and the events they all get.

Prints `ready` when all are greeted; for each line on standard input it commits one event and prints the milliseconds
from just before the commit until the last socket has it. WebSocket frames are read by hand: 2,000 clients of a
library would be the slower half of the measurement.
"""

from __future__ import annotations

import asyncio
import base64
import os
import sys
import time
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import uvloop

from adapters.postgres import Database, open_database, queries

_AT_ONCE = 50
_SECONDS = 60
_UPGRADE = (
    "GET {path} HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n"
)


async def read_frame(reader: asyncio.StreamReader) -> bytes:
    """The payload of the next frame from a server (RFC 6455, 5.2: never masked, never fragmented by ours)."""
    _, length = await reader.readexactly(2)
    if length >= 126:
        length = int.from_bytes(await reader.readexactly(2 if length == 126 else 8), "big")
    return await reader.readexactly(length)


async def connect(url: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A socket that has been greeted with `Connected`."""
    address = urlsplit(url)
    reader, writer = await asyncio.open_connection(address.hostname, address.port, limit=4096)
    key = base64.b64encode(os.urandom(16)).decode()
    writer.write(_UPGRADE.format(path=f"{address.path}?{address.query}", host=address.netloc, key=key).encode())
    head = await reader.readuntil(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 101"):
        raise RuntimeError(head.decode())
    if b"Connected" not in await read_frame(reader):
        raise RuntimeError("not greeted")
    return reader, writer


async def _push(database: Database, user_id: UUID, readers: list[asyncio.StreamReader]) -> float:
    marker = uuid4()
    frames = [asyncio.create_task(read_frame(reader)) for reader in readers]
    await asyncio.sleep(0)
    started = time.perf_counter()
    async with database.transaction() as connection:
        await queries.record_event(
            connection, user_id=user_id, kind="bench", subject_id=marker, payload={}, dedupe_key=str(marker)
        )
    async with asyncio.timeout(_SECONDS):
        await asyncio.gather(*frames)
    return (time.perf_counter() - started) * 1000


async def run(url: str, count: int, dsn: str, user_id: UUID) -> None:
    """Connect, then push once per line."""
    database = await open_database(dsn, max_size=1)
    slots = asyncio.Semaphore(_AT_ONCE)

    async def one() -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        async with slots:
            return await connect(url)

    sockets = await asyncio.gather(*(one() for _ in range(count)))
    print("ready", flush=True)
    while await asyncio.to_thread(sys.stdin.readline):
        print(await _push(database, user_id, [reader for reader, _ in sockets]), flush=True)
    for _, writer in sockets:
        writer.transport.abort()
    await database.close()


if __name__ == "__main__":
    uvloop.run(run(sys.argv[1], int(sys.argv[2]), sys.argv[3], UUID(sys.argv[4])))
