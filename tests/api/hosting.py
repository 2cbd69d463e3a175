"""An API inside the test process, on a real port: for tests that need other settings than the session's product."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import uvicorn

from adapters.embedded.ports import free_port
from api.__main__ import server_config
from schema.settings import Settings
from tests.world import World


@asynccontextmanager
async def hosted_api(world: World, **settings: Any) -> AsyncIterator[str]:
    """Serve `world`'s database with some settings changed; the base URL. `world.urls` gets it too."""
    port = free_port()
    values = Settings.model_validate(
        {
            "database_url": world.database_url,
            "temporal_address": world.temporal_address,
            "state_dir": world.state_dir,
            "jwt_secret": world.environment["JWT_SECRET"],
            "login_attempts_per_minute": 1000,
            "requests_per_minute": 100_000,
            "api_port": port,
            **settings,
        }
    )
    server = uvicorn.Server(server_config(values))
    server.config.load()
    server.lifespan = server.config.lifespan_class(server.config)
    # not `serve`: it would take the signals of the test run
    serving = asyncio.create_task(server._serve())
    while not server.started:
        if serving.done():
            await serving
            raise AssertionError("the API did not start")
        await asyncio.sleep(0.01)
    url = f"http://127.0.0.1:{port}"
    world.urls.append(url)
    try:
        yield url
    finally:
        world.urls.remove(url)
        server.should_exit = True
        await asyncio.wait_for(serving, 20)
