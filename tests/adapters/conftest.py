"""A web server that every adapter's tests can use."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.adapters.web_server import WebServer


@pytest.fixture
def server() -> Iterator[WebServer]:
    """A fresh loopback server."""
    server = WebServer()
    yield server
    server.stop()
