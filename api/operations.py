"""For load balancers and operators: alive, ready, metrics."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import BaseModel
from temporalio.service import RPCError

from adapters.postgres.pool import AWAY
from api.deps import StateDep
from api.state import AppState
from schema.errors import Unavailable

router = APIRouter(tags=["operations"])

_CHECK = timedelta(seconds=2)


class Health(BaseModel):
    """The process answers."""

    status: str = "ok"


class Readiness(BaseModel):
    """Each part this process needs, and whether it answers."""

    ready: bool
    postgres: bool
    temporal: bool


@router.get("/healthz")
async def healthz() -> Health:
    """200 as long as the process lives."""
    return Health()


@router.get("/readyz", responses={503: {"model": Readiness}})
async def readyz(state: StateDep, response: Response) -> Readiness:
    """200 when PostgreSQL and Temporal answer, else 503 naming the one that does not."""
    postgres, temporal = await asyncio.gather(_postgres(state), _temporal(state))
    if not (postgres and temporal):
        response.status_code = 503
    return Readiness(ready=postgres and temporal, postgres=postgres, temporal=temporal)


@router.get("/metrics", response_class=Response)
async def metrics() -> Response:
    """Prometheus text of this process."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


async def _postgres(state: AppState) -> bool:
    try:
        async with asyncio.timeout(_CHECK.total_seconds()), state.database.connection() as connection:
            return bool(await connection.fetchval("select true"))
    except (Unavailable, *AWAY):
        return False


async def _temporal(state: AppState) -> bool:
    try:
        return await state.temporal.service_client.check_health(timeout=_CHECK)
    except (RPCError, RuntimeError):
        return False
