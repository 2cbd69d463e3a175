"""What API tests share: a receiver of webhooks that also serves a feed, and a product with a Temporal of its own."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
import pytest_asyncio

from adapters.embedded.temporal import EmbeddedTemporal
from tests.adapters.web_server import WebServer, reply
from tests.world import User, World, make_world, temporal_server
from workers.programs import API, WORKER

POSTING = {
    "@type": "JobPosting",
    "identifier": {"@type": "PropertyValue", "value": "p-1"},
    "title": "Senior Backend Engineer",
    "description": "<p>Requirements: Python, PostgreSQL, Kubernetes, Docker. 5 years of experience.</p>",
    "datePosted": "2026-11-01",
    "hiringOrganization": {"@type": "Organization", "name": "Thrumvale Harbour"},
    "jobLocation": {"@type": "Place", "address": {"addressLocality": "Brno", "addressCountry": "CZ"}},
}


def _answer(request: BaseHTTPRequestHandler) -> None:
    if request.command == "GET":
        reply(request, 200, json.dumps([POSTING]).encode(), Content_Type="application/json")
    else:
        reply(request, 410 if request.path.startswith("/gone") else 200)


@pytest.fixture(scope="session")
def outside() -> Iterator[WebServer]:
    """GET: a feed with one posting. POST: a webhook's receiver; below `/gone` it answers 410."""
    server = WebServer()
    server.handle = _answer
    yield server
    server.stop()


@pytest_asyncio.fixture(scope="session")
async def own_temporal(session_dir: Path) -> AsyncIterator[EmbeddedTemporal]:
    """A Temporal that these tests may stop and start again."""
    async with temporal_server(session_dir / "api-temporal") as server:
        yield server


@pytest_asyncio.fixture(scope="session")
async def own_world(postgres: str, own_temporal: EmbeddedTemporal, session_dir: Path) -> AsyncIterator[World]:
    """A product that keeps no originals and takes one résumé per user."""
    settings = {"KEEP_ORIGINALS": "false", "ONE_RESUME_PER_USER": "true"}
    async with await make_world(postgres, own_temporal.address, session_dir, **settings) as running:
        await running.start(WORKER)
        await running.start(API)
        yield running


@pytest_asyncio.fixture(scope="module")
async def caller(world: World) -> User:
    """An account for requests that leave nothing behind: making one costs a password hash."""
    return await world.user()
