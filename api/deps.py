"""What routes ask for: the state of the process, the caller, a page of a list."""

from __future__ import annotations

import base64
import json
import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Header, Query, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import Field, TypeAdapter

from adapters.postgres import queries
from api.security import ALL_SCOPES, API_KEY_PREFIX, digest
from api.state import AppState, Principal
from schema.errors import BadRequest, Forbidden, Unauthorized

_bearer = HTTPBearer(auto_error=False, description="An access token from /auth/login, or an API key (vf_…)")
_KEYS = TypeAdapter(Annotated[list[str], Field(min_length=1, max_length=2)])
_CACHE_SECONDS = 5.0
_CACHE_SIZE = 10_000


async def get_state(request: Request) -> AppState:
    """The process's state."""
    state: AppState = request.app.state.vitaeflow
    return state


StateDep = Annotated[AppState, Depends(get_state)]


class PrincipalCache:
    """Callers verified a moment ago. Short: a revoked key or a deleted account works no longer than this."""

    def __init__(self) -> None:
        self._known: OrderedDict[bytes, tuple[float, Principal]] = OrderedDict()

    def get(self, key: bytes) -> Principal | None:
        """The caller, if still fresh."""
        found = self._known.get(key)
        if found is None or found[0] < time.monotonic():
            return None
        return found[1]

    def put(self, key: bytes, principal: Principal) -> None:
        """Remember, forgetting the oldest when full."""
        self._known[key] = (time.monotonic() + _CACHE_SECONDS, principal)
        self._known.move_to_end(key)
        if len(self._known) > _CACHE_SIZE:
            self._known.popitem(last=False)

    def forget(self, user_id: UUID) -> None:
        """A user's keys or account changed: ask the record again."""
        for key in [key for key, (_, principal) in self._known.items() if principal.user_id == user_id]:
            del self._known[key]


async def get_cache(request: Request) -> PrincipalCache:
    """Callers that this process verified a moment ago."""
    cache: PrincipalCache = request.app.state.principals
    return cache


CacheDep = Annotated[PrincipalCache, Depends(get_cache)]


async def authenticate(state: AppState, cache: PrincipalCache, credential: str) -> Principal:
    """Who sends this token or key. Raises Unauthorized."""
    key = digest(credential)
    if principal := cache.get(key):
        return principal
    async with state.database.connection() as connection:
        if credential.startswith(API_KEY_PREFIX):
            row = await queries.user_by_api_key(connection, key_hash=key)
            scopes = frozenset(row["scopes"]) if row else ALL_SCOPES
        else:
            row = await queries.user_by_id(connection, user_id=state.tokens.verify(credential).user_id)
            scopes = ALL_SCOPES
    if row is None:
        raise Unauthorized("This token or key is not valid any more; sign in again or make a new key")
    principal = Principal(user_id=row["id"], role=row["role"], scopes=scopes)
    cache.put(key, principal)
    return principal


async def get_principal(
    request: Request,
    state: StateDep,
    cache: CacheDep,
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
) -> Principal:
    """The caller, rate-limited, with the scope that the method needs."""
    if credentials is None:
        raise Unauthorized("Send the header `Authorization: Bearer <token or API key>`")
    principal = await authenticate(state, cache, credentials.credentials)
    state.limits.count_request(principal.user_id)
    needed = "read" if request.method in ("GET", "HEAD") else "write"
    if needed not in principal.scopes:
        raise Forbidden(f"This API key has no scope `{needed}`; make one that has")
    return principal


UserDep = Annotated[Principal, Depends(get_principal)]


async def get_session(principal: UserDep, request: Request) -> Principal:
    """A caller who signed in: API keys may not manage accounts and keys."""
    if request.headers.get("authorization", "").removeprefix("Bearer ").startswith(API_KEY_PREFIX):
        raise Forbidden("API keys cannot do this; sign in and use an access token")
    return principal


SessionDep = Annotated[Principal, Depends(get_session)]

IdempotencyKey = Annotated[
    str | None,
    Header(alias="Idempotency-Key", min_length=1, max_length=200, description="The same key gives the same answer"),
]


@dataclass(frozen=True)
class PageRequest:
    """One page of a list, newest first; `before` is the id of the last item of the page before."""

    limit: int
    cursor: list[str]

    @property
    def before(self) -> UUID | None:
        """Keyset of lists ordered by id. Raises BadRequest for the cursor of another list."""
        if len(self.cursor) > 1:
            raise BadRequest("This cursor is of another list; start again without it")
        return UUID(self.cursor[0]) if self.cursor else None


async def get_page(
    limit: Annotated[int, Query(ge=1, le=200, description="items per page")] = 50,
    cursor: Annotated[str | None, Query(description="`next_cursor` of the page before")] = None,
) -> PageRequest:
    """Limit and decoded cursor. Raises BadRequest for a cursor that is not ours."""
    if cursor is None:
        return PageRequest(limit, [])
    try:
        page = PageRequest(limit, _KEYS.validate_json(base64.urlsafe_b64decode(cursor)))
        UUID(page.cursor[-1])
    except ValueError:
        raise BadRequest("This cursor is not one of ours; start again without it") from None
    return page


PageDep = Annotated[PageRequest, Depends(get_page)]


def cursor_of(*keys: object) -> str:
    """An opaque cursor."""
    return base64.urlsafe_b64encode(json.dumps([str(key) for key in keys]).encode()).decode()


def next_cursor(rows: list[Any], limit: int, *columns: str) -> str | None:
    """The cursor after these rows, or None when they were the last."""
    return cursor_of(*(rows[-1][column] for column in columns or ("id",))) if len(rows) == limit else None
