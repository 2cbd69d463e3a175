"""Starting runs: a burst waits in the API, not inside of calls whose time-out runs."""

from __future__ import annotations

import asyncio
from typing import Any, cast

from temporalio.client import Client

from adapters.postgres import Database
from api.hub import Hub
from api.limits import Limits
from api.security import Tokens
from api.starting import start_analysis
from api.state import STARTS_AT_ONCE, AppState
from schema.ids import new_id
from schema.settings import Settings


class _SlowServer:
    """Counts the calls that are open at the same time: a real server does not tell."""

    def __init__(self) -> None:
        self.open = 0
        self.most = 0
        self.started: list[str] = []

    async def start_workflow(self, *_: object, id: str, **__: Any) -> None:  # noqa: A002  the client's word
        self.open += 1
        self.most = max(self.most, self.open)
        await asyncio.sleep(0.001)
        self.open -= 1
        self.started.append(id)


async def test_a_burst_of_starts_is_taken_some_at_a_time() -> None:
    """Of 100 analyses at once all are started, never more than STARTS_AT_ONCE by calls side by side."""
    server, settings = _SlowServer(), Settings(_env_file=None)
    nothing = cast("Any", None)
    state = AppState(
        settings=settings,
        database=cast("Database", nothing),
        temporal=cast("Client", server),
        hub=cast("Hub", nothing),
        tokens=Tokens(settings),
        limits=Limits(settings),
    )
    await asyncio.gather(*(start_analysis(state, new_id(), new_id()) for _ in range(100)))
    assert len(set(server.started)) == 100
    assert server.most == STARTS_AT_ONCE
