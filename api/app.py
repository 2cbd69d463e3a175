"""The FastAPI application: lifespan, middleware, routes."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi.routing import APIRoute
from fastapi_offline import FastAPIOffline

from adapters.postgres import migrate, open_database
from adapters.temporal import connect_temporal
from api import (
    analyses,
    applications,
    auth,
    channels,
    companies,
    deliveries,
    delivery,
    errors,
    exports,
    fanouts,
    feedback,
    jobs,
    matches,
    me,
    notifications,
    operations,
    people,
    preferences,
    ranking,
    results,
    resumes,
    searches,
    similar,
    sources,
    unsubscribing,
    websocket,
)
from api.deps import PrincipalCache
from api.hub import Hub
from api.limits import Limits
from api.middleware import RequestMiddleware
from api.security import Tokens
from api.state import AppState
from schema.errors import ConfigurationError
from schema.settings import Settings

ROUTERS = (
    auth,
    me,
    preferences,
    resumes,
    analyses,
    results,
    jobs,
    companies,
    ranking,
    similar,
    matches,
    feedback,
    searches,
    applications,
    exports,
    people,
    fanouts,
    notifications,
    channels,
    deliveries,
    delivery,
    unsubscribing,
    sources,
    websocket,
)
_FORM_OVERHEAD = 64 * 1024
_MIN_SECRET = 32

DESCRIPTION = """A résumé goes in, a checked profile comes out; a posting comes in, the right people hear of it once.

Every step is a Temporal workflow. Lists are `{items, next_cursor}`; errors are `application/problem+json` (RFC 9457)
with a stable `code`. Live updates come over `WS /api/v1/ws`."""


def check_configuration(settings: Settings) -> None:
    """Refuse to serve with secrets that everybody knows. Raises ConfigurationError."""
    # the default is shorter
    if settings.environment != "demo" and len(settings.jwt_secret.get_secret_value()) < _MIN_SECRET:
        raise ConfigurationError(
            f"JWT_SECRET must be set to at least {_MIN_SECRET} random characters, e.g. `openssl rand -hex 32`"
        )
    if not settings.database_url:
        raise ConfigurationError("DATABASE_URL is not set; set it, or run `vitaeflow up`, which brings its own server")


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    settings: Settings = app.state.settings
    check_configuration(settings)
    assert settings.database_url is not None
    await migrate(settings.database_url)
    database = await open_database(settings.database_url, max_size=25)
    hub = Hub(database)
    await hub.start()
    app.state.principals = PrincipalCache()
    app.state.vitaeflow = AppState(
        settings=settings,
        database=database,
        temporal=await connect_temporal(settings, lazy=True),
        hub=hub,
        tokens=Tokens(settings),
        limits=Limits(settings),
    )
    # what was loaded stays: a full collection would go through all of it, for 50 ms in which no request is answered
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        await hub.stop()
        await database.close()


def _operation_id(route: APIRoute) -> str:
    return route.name


def create_app(settings: Settings) -> FastAPI:
    """The application; everything it needs is opened in its lifespan."""
    # its /docs and /redoc load nothing from elsewhere
    app: FastAPI = FastAPIOffline(
        title="vitaeflow",
        version="0.1.0",
        description=DESCRIPTION,
        lifespan=_lifespan,
        generate_unique_id_function=_operation_id,
    )
    app.state.settings = settings
    errors.install(app)
    errors.document(app)
    for module in ROUTERS:
        app.include_router(module.router, responses=errors.problem_responses(400, 422, 429, 503))
    app.include_router(operations.router)
    if settings.cors_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.cors_origins,
            allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
            allow_headers=["Authorization", "Content-Type", "Idempotency-Key", "X-Request-Id"],
            expose_headers=["X-Request-Id", "Content-Disposition", "Retry-After"],
        )
    app.add_middleware(RequestMiddleware, max_body_bytes=settings.max_upload_bytes + _FORM_OVERHEAD)
    return app
