"""`python -m bench.receiver`: takes webhooks on the loopback and counts them, with little of the processor.

Prints its port; answers each line on its standard input with `{"received": …, "ids": …}` and forgets what it counted.
"""

from __future__ import annotations

import asyncio
import json
import sys

_ANSWER = b"HTTP/1.1 204 No Content\r\nConnection: keep-alive\r\n\r\n"
_END = b"\r\n\r\n"


class Counter:
    """What came in."""

    def __init__(self) -> None:
        self.received = 0
        self.ids: set[bytes] = set()

    def report(self) -> str:
        """The counts since the last report."""
        line = json.dumps({"received": self.received, "ids": len(self.ids)})
        self.received, self.ids = 0, set()
        return line


class Receiver(asyncio.Protocol):
    """HTTP/1.1 as far as POST with a length needs it."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter
        self._buffer = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep it for the answers."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer every request that is complete."""
        self._buffer += data
        while (end := self._buffer.find(_END)) >= 0:
            headers = {
                name.lower(): value.strip()
                for name, _, value in (line.partition(b":") for line in self._buffer[:end].split(b"\r\n")[1:])
            }
            whole = end + len(_END) + int(headers.get(b"content-length", b"0"))
            if len(self._buffer) < whole:
                return
            self._buffer = self._buffer[whole:]
            self._counter.received += 1
            self._counter.ids.add(headers[b"webhook-id"])
            assert self._transport is not None
            self._transport.write(_ANSWER)


async def main() -> None:
    """Until standard input ends."""
    counter, loop = Counter(), asyncio.get_running_loop()
    server = await loop.create_server(lambda: Receiver(counter), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    while await loop.run_in_executor(None, sys.stdin.readline):
        print(counter.report(), flush=True)
    server.close()


if __name__ == "__main__":
    asyncio.run(main())
