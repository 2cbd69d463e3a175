"""`python -m bench.poll_client HOST PORT PATH TOKEN CLIENTS SECONDS`: keep-alive clients that ask one thing in a loop.

Prints the milliseconds of every answer as a JSON list. A process of its own, and HTTP by hand, so that the client takes
as little as possible of the processors it shares with the server. Any answer but 200 ends it with an error.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time

import uvloop

_WARM_UP_SECONDS = 0.3


async def _client(host: str, port: int, request: bytes, begin: float, end: float) -> list[float]:
    reader, writer = await asyncio.open_connection(host, port)
    taken = []
    while (started := time.perf_counter()) < end:
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(head.decode())
        length = head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0]
        await reader.readexactly(int(length))
        if started > begin:
            taken.append((time.perf_counter() - started) * 1000)
    writer.close()
    return taken


async def poll(host: str, port: int, path: str, token: str, clients: int, seconds: float) -> list[float]:
    """Milliseconds of all answers of all clients."""
    request = f"GET {path} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\n\r\n".encode()
    begin = time.perf_counter() + _WARM_UP_SECONDS
    each = await asyncio.gather(*(_client(host, port, request, begin, begin + seconds) for _ in range(clients)))
    return [value for taken in each for value in taken]


def main(arguments: list[str]) -> None:
    """Poll and print."""
    host, port, path, token, clients, seconds = arguments
    print(json.dumps(uvloop.run(poll(host, int(port), path, token, int(clients), float(seconds)))))


if __name__ == "__main__":
    main(sys.argv[1:])
