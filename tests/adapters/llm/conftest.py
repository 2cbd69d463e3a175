"""A scripted endpoint, a client for it, and a guard against any other."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import pytest

from adapters.llm.client import ModelClient
from tests.fakes.loopback import guard_loopback
from tests.fakes.openai_server import ScriptedOpenAI

KEY = "sk-canary-7781"


@pytest.fixture(autouse=True)
def _loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    guard_loopback(monkeypatch)
    monkeypatch.setenv("NO_PROXY", "*")


@pytest.fixture
def endpoint() -> Iterator[ScriptedOpenAI]:
    """A fresh endpoint."""
    with ScriptedOpenAI() as server:
        yield server


@pytest.fixture
async def make_client(endpoint: ScriptedOpenAI) -> AsyncIterator[Callable[..., ModelClient]]:
    """Clients of that endpoint with other options."""
    made: list[ModelClient] = []

    def make(**options: Any) -> ModelClient:
        defaults: dict[str, Any] = {
            "api_key": KEY,
            "base_url": endpoint.base_url,
            "model": "model-1",
            "timeout_seconds": 5,
            "embedding_model": "text-embedding-3-small",
            "embedding_dimensions": 8,
            "embedding_batch": 2,
        }
        made.append(ModelClient(**(defaults | options)))
        return made[-1]

    yield make
    for client in made:
        await client.close()


@pytest.fixture
def client(make_client: Callable[..., ModelClient]) -> ModelClient:
    """A client with usual options."""
    return make_client()
