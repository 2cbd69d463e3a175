"""A client that may call the test's server."""

from __future__ import annotations

from collections.abc import AsyncIterator
from itertools import count

import pytest

from adapters.call_policy import HostPaces
from adapters.outbound import OutboundClient
from tests.adapters.web_server import WebServer


@pytest.fixture
async def http(server: WebServer) -> AsyncIterator[OutboundClient]:
    """Plain http on the loopback is allowed for this server only."""
    async with OutboundClient([f"127.0.0.1:{server.port}"], timeout=2) as client:
        # Each look at this clock is an hour later, so that nothing waits for politeness; test_calls.py looks at that.
        client._paces = HostPaces(count(0, 3600).__next__)
        yield client
