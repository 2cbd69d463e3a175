"""TCP ports of the loopback interface."""

from __future__ import annotations

import contextlib
import socket

HOST = "127.0.0.1"
TEMPORAL_PORT = 7233
TEMPORAL_UI_PORT = 8233


def free_port() -> int:
    """A port that nobody listens on now. Somebody else may take it before you do: be ready to try again."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def is_free(port: int, host: str = HOST) -> bool:
    """Whether a server could listen on this port now."""
    with socket.socket() as probe, contextlib.suppress(OSError):
        # Servers set it too: a connection closed a moment ago does not block the port.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((host, port))
        return True
    return False
