"""Ports of the loopback interface."""

from __future__ import annotations

import socket

from adapters.embedded.ports import free_port, is_free


def test_a_port_is_free_until_somebody_listens() -> None:
    """The answer changes with a listener and back."""
    port = free_port()
    assert is_free(port)
    with socket.create_server(("127.0.0.1", port)):
        assert not is_free(port)
    assert is_free(port)
