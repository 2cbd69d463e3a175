"""A JSON server on the loopback whose replies may be late or slow, as a test says."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BufferedIOBase
from threading import Event, Thread
from typing import Any


@dataclass(frozen=True)
class Reply:
    """What goes back over the wire, `delay` seconds after the request came in, `pause` seconds between its bytes."""

    status: int = 200
    body: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0
    pause: float = 0.0


@dataclass(frozen=True)
class Recorded:
    """A request as it came in; header names in lower case."""

    path: str
    body: dict[str, Any]
    headers: dict[str, str]


class LoopbackServer:
    """Answers POST requests on a free port by `respond`, each in its own thread; `stop` ends all waiting."""

    def __init__(self, respond: Callable[[Recorded], Reply]) -> None:
        self.stopping = Event()
        self._http = _Server(("127.0.0.1", 0), _handler_of(respond, self.stopping))
        self._thread = Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._http.server_address[1])

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def stop(self) -> None:
        """End the server and whatever still answers."""
        self.stopping.set()
        self._http.shutdown()
        self._thread.join(5)
        self._http.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64  # many clients at once would wait a second for their connection


def _handler_of(respond: Callable[[Recorded], Reply], stopping: Event) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))))
            headers = {name.lower(): value for name, value in self.headers.items()}
            reply = respond(Recorded(self.path, body, headers))
            try:
                self.send_response(reply.status)
                for name, value in ({"Content-Type": "application/json"} | reply.headers).items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(reply.body)))
                self.end_headers()
                _send(self.wfile, reply, stopping)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True  # the client gave up waiting, as some tests want it to

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            pass

    return Handler


def _send(stream: BufferedIOBase, reply: Reply, stopping: Event) -> None:
    if not reply.pause:
        stream.write(reply.body)
        return
    for byte in reply.body:
        if stopping.wait(reply.pause):
            return
        stream.write(bytes([byte]))
