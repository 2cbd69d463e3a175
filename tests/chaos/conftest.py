"""Worlds that may be broken: never the session's, which other tests stand on."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest_asyncio

from adapters.embedded.postgres import EmbeddedPostgres
from tests.chaos.harness import Crew, Holds, Servers
from tests.world import World, make_world, temporal_server
from workers.programs import API


@asynccontextmanager
async def _one_api(postgres: str, folder: Path) -> AsyncIterator[World]:
    async with temporal_server(folder / "temporal") as server, AsyncExitStack() as stack:
        world = await stack.enter_async_context(await make_world(postgres, server.address, folder))
        await world.start(API, "api")
        yield world


@pytest_asyncio.fixture(scope="session")
async def arena(postgres: str, session_dir: Path) -> AsyncIterator[World]:
    """One API and no worker, on a database and a Temporal of their own."""
    async with _one_api(postgres, session_dir / "arena") as world:
        yield world


@pytest_asyncio.fixture(scope="session")
async def holds(arena: World) -> Holds:
    """A turnstile in every stage of an analysis in the arena."""
    holds = Holds(arena.database_url)
    await holds.install()
    return holds


@pytest_asyncio.fixture
async def crew(arena: World) -> AsyncIterator[Crew]:
    """The arena's workers; none yet."""
    crew = Crew(arena)
    yield crew
    await crew.stop()


@pytest_asyncio.fixture
async def fresh(postgres: str, session_dir: Path) -> AsyncIterator[World]:
    """An arena for one test."""
    async with _one_api(postgres, session_dir / f"fresh-{secrets.token_hex(3)}") as world:
        yield world


@pytest_asyncio.fixture(scope="session")
async def servers(session_dir: Path) -> AsyncIterator[Servers]:
    """One worker and one API on a Temporal and a PostgreSQL that a test may stop."""
    folder = session_dir / f"servers-{secrets.token_hex(3)}"
    postgres = EmbeddedPostgres(folder / "pg")
    await postgres.start()
    try:
        async with temporal_server(folder / "temporal") as temporal, AsyncExitStack() as stack:
            world = await stack.enter_async_context(await make_world(postgres.dsn, temporal.address, folder))
            yield Servers(await world.start_all(), temporal, postgres)
    finally:
        await postgres.stop()
