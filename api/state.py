"""What the API process holds open, and the identity of a caller."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from uuid import UUID

from temporalio.client import Client

from adapters.postgres import Database
from api.hub import Hub
from api.limits import Limits
from api.security import Tokens
from schema.settings import Settings

STARTS_AT_ONCE = 32


@dataclass(frozen=True)
class Principal:
    """A caller that proved who it is. `scopes` of a session are everything; of an API key, what it was given."""

    user_id: UUID
    role: str
    scopes: frozenset[str]


@dataclass(frozen=True)
class AppState:
    """One per process, made in the lifespan."""

    settings: Settings
    database: Database
    temporal: Client
    hub: Hub
    tokens: Tokens
    limits: Limits
    starts: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(STARTS_AT_ONCE))
    """Held while a run is started: in a burst the others wait here, where no time-out of a call runs yet."""
