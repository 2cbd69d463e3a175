"""What the API process holds open, and the identity of a caller."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from temporalio.client import Client

from adapters.postgres import Database
from api.hub import Hub
from api.limits import Limits
from api.security import Tokens
from schema.settings import Settings


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
