"""Worlds that may be broken: never the session's, which other tests stand on."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from tests.chaos.harness import Holds
from tests.world import World, make_world, temporal_server
from workers.programs import API


@pytest_asyncio.fixture(scope="module")
async def arena(postgres: str, session_dir: Path) -> AsyncIterator[World]:
    """One API and no worker, on a database and a Temporal of the module's own."""
    folder = session_dir / f"arena-{secrets.token_hex(3)}"
    async with temporal_server(folder / "temporal") as server:
        async with await make_world(postgres, server.address, folder) as world:
            await world.start(API, "api")
            yield world


@pytest_asyncio.fixture(scope="module")
async def holds(arena: World) -> Holds:
    """A turnstile in every stage of an analysis."""
    holds = Holds(arena.database_url)
    await holds.install()
    return holds
