"""A guard for tests that speak to fakes: whatever would leave the loopback fails, name look-ups included."""

from __future__ import annotations

import ipaddress
import socket
from typing import Any

import pytest


class LeftLoopbackError(AssertionError):
    """A test tried to reach another machine."""


def guard_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """Until the end of the test, sockets connect to loopback addresses and local paths only."""
    connect, look_up = socket.socket.connect, socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: Any) -> None:
        if self.family in {socket.AF_INET, socket.AF_INET6}:
            _check(address[0])
        connect(self, address)

    def guarded_look_up(host: Any, *args: Any, **kwargs: Any) -> Any:
        _check(host)
        return look_up(host, *args, **kwargs)

    monkeypatch.setattr(socket.socket, "connect", guarded_connect)
    monkeypatch.setattr(socket, "getaddrinfo", guarded_look_up)


def _check(host: str | bytes | None) -> None:
    name = host.decode() if isinstance(host, bytes) else host
    if name in {None, "", "localhost"}:
        return
    try:
        inside = ipaddress.ip_address(str(name)).is_loopback
    except ValueError:
        inside = False
    if not inside:
        raise LeftLoopbackError(f"a test tried to reach {name}")
