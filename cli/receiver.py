"""A webhook receiver on loopback for the demo: verifies the signature as any receiver should, keeps the messages."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Empty, Queue
from types import TracebackType
from typing import Any, Self

from standardwebhooks import Webhook, WebhookVerificationError


class Receiver:
    """Listens on a free port; `secret` is known only after the channel was made with the address."""

    def __init__(self) -> None:
        received: Queue[dict[str, Any]] = Queue()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                try:
                    Webhook(receiver.secret).verify(body, dict(self.headers.items()))
                except WebhookVerificationError:
                    self.send_response(401)
                else:
                    received.put(json.loads(body))
                    self.send_response(204)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Nothing on the terminal."""

        self.secret = ""
        self._received = received
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, e: BaseException | None, t: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()

    def message(self, seconds: float) -> dict[str, Any] | None:
        """The next message whose signature was right, or None after so many seconds."""
        try:
            return self._received.get(timeout=seconds)
        except Empty:
            return None
