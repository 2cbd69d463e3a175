"""`python -m bench.bare_api`: the status query behind a bare FastAPI route, on the product's own uvicorn settings.

No accounts, limits, logs, metrics, headers or model of the answer: the least that FastAPI and asyncpg can do.
"""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
import httpx
import uvicorn
from fastapi import FastAPI, Request

from adapters.postgres import queries
from api.__main__ import server_config
from schema.settings import Settings, get_settings
from workers.programs import Place, Program

_SQL = queries.get_analysis.sql


def create_bare_app(settings: Settings) -> FastAPI:
    """One route with a pool as large as the product's."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with asyncpg.create_pool(settings.database_url, min_size=1, max_size=25) as app.state.pool:
            yield

    app = FastAPI(lifespan=lifespan)

    @app.get("/users/{user_id}/analyses/{job_id}")
    async def get_analysis(request: Request, user_id: UUID, job_id: UUID) -> dict[str, Any]:
        async with request.app.state.pool.acquire() as connection:
            row = await connection.fetchrow(_SQL, job_id, user_id)
        return dict(row)

    return app


async def _ready(place: Place, since: datetime) -> bool:
    try:
        async with httpx.AsyncClient() as http:
            return (await http.get(f"{place.api_url}/openapi.json")).status_code == httpx.codes.OK
    except httpx.TransportError:
        return False


BARE_API = Program("bare-api", (sys.executable, "-m", "bench.bare_api"), _ready)


def main() -> None:
    """Serve until SIGTERM."""
    settings = get_settings()
    config = server_config(settings)
    config.app = create_bare_app(settings)
    uvicorn.Server(config).run()


if __name__ == "__main__":
    main()
