"""One's own account: profile of the account, settings, API keys."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, Field

from adapters.postgres import Connection, queries
from api.deps import CacheDep, PageDep, SessionDep, StateDep, UserDep, next_cursor
from api.errors import problem_responses
from api.examples import MOMENT, USER_ID, example
from api.security import API_KEY_PREFIX, digest, hash_password, new_secret, password_matches
from api.starting import start_erasure
from schema.analysis import ErasureInput
from schema.errors import NotFound, Unauthorized
from schema.ids import new_id

router = APIRouter(prefix="/api/v1/me", tags=["accounts"], responses=problem_responses(401))

Scope = Literal["read", "write"]


class User(BaseModel):
    """An account."""

    model_config = example(id=USER_ID, email="ana@example.com", name="Ana", role="user", created_at=MOMENT)

    id: UUID
    email: str
    name: str | None
    role: Literal["user", "admin"]
    created_at: datetime

    @classmethod
    def of(cls, row: Any) -> User:
        """From a row of users."""
        return cls(id=row["id"], email=row["email"], name=row["name"], role=row["role"], created_at=row["created_at"])


class AccountChange(BaseModel):
    """Fields to change; a new password needs the current one."""

    name: Annotated[str | None, Field(max_length=200)] = None
    password: Annotated[str | None, Field(min_length=10, max_length=200)] = None
    current_password: Annotated[str | None, Field(max_length=200)] = None


class AccountSettings(BaseModel):
    """Free choices of the user."""

    model: Annotated[str | None, Field(max_length=100, description="preferred model")] = None
    voice: Annotated[str | None, Field(max_length=100, description="preferred voice")] = None
    language: Annotated[str | None, Field(max_length=20)] = None
    time_zone: Annotated[str | None, Field(max_length=60)] = None


class NewApiKey(BaseModel):
    """A key to make."""

    model_config = example(name="my server", scopes=["read"])

    name: Annotated[str, Field(min_length=1, max_length=100)]
    scopes: Annotated[list[Scope], Field(min_length=1)] = ["read", "write"]


class ApiKey(BaseModel):
    """A key as it is listed: the first characters only."""

    id: UUID
    name: str
    prefix: str
    scopes: list[str]
    created_at: datetime | None = None
    last_used_at: datetime | None = None


class CreatedApiKey(ApiKey):
    """A new key; `key` is shown this once."""

    key: str


class ApiKeys(BaseModel):
    """One page of keys."""

    items: list[ApiKey]
    next_cursor: str | None


@router.get("")
async def get_me(state: StateDep, principal: UserDep) -> User:
    """Who am I."""
    async with state.database.connection() as connection:
        return User.of(await _account(connection, principal.user_id))


@router.patch("")
async def update_me(state: StateDep, principal: SessionDep, body: AccountChange) -> User:
    """Change name or password. A new password ends all sessions."""
    password_hash = None
    if body.password is not None:
        async with state.database.connection() as connection:
            known = await queries.password_hash_of(connection, user_id=principal.user_id)
        if not await password_matches(known, body.current_password or ""):
            raise Unauthorized("The current password is wrong; send it as `current_password`")
        password_hash = await hash_password(body.password)
    async with state.database.transaction() as connection:
        row = await queries.update_user(
            connection,
            user_id=principal.user_id,
            set_name="name" in body.model_fields_set,
            name=body.name,
            password_hash=password_hash,
        )
        if password_hash is not None:
            await queries.revoke_sessions(connection, user_id=principal.user_id)
    if row is None:
        raise Unauthorized("This account was deleted")
    return User.of(row)


@router.delete("", status_code=202)
async def delete_me(state: StateDep, principal: SessionDep, cache: CacheDep) -> None:
    """Delete the account and everything that belongs to it: rows, files, vectors, runs."""
    async with state.database.transaction() as connection:
        await queries.hide_user(connection, user_id=principal.user_id)
    cache.forget(principal.user_id)
    await start_erasure(
        state.temporal, ErasureInput(kind="user", user_id=principal.user_id, subject_id=principal.user_id)
    )


@router.get("/settings")
async def get_settings(state: StateDep, principal: UserDep) -> AccountSettings:
    """The user's choices."""
    async with state.database.connection() as connection:
        row = await _account(connection, principal.user_id)
    return AccountSettings.model_validate(row["settings"])


@router.patch("/settings")
async def update_settings(state: StateDep, principal: UserDep, body: AccountSettings) -> AccountSettings:
    """Change the fields that are sent."""
    async with state.database.transaction() as connection:
        await _account(connection, principal.user_id)
        row = await queries.set_settings(
            connection, user_id=principal.user_id, settings=body.model_dump(mode="json", exclude_unset=True)
        )
    return AccountSettings.model_validate(row["settings"])


@router.post("/api-keys", status_code=201)
async def create_api_key(state: StateDep, principal: SessionDep, body: NewApiKey) -> CreatedApiKey:
    """Make a key. It is shown in this answer only; we keep a hash."""
    key, key_id = new_secret(API_KEY_PREFIX), new_id()
    made = {"id": key_id, "name": body.name, "prefix": key[: len(API_KEY_PREFIX) + 6], "scopes": body.scopes}
    async with state.database.transaction() as connection:
        await queries.insert_api_key(connection, user_id=principal.user_id, key_hash=digest(key), **made)
    return CreatedApiKey(key=key, **made)


@router.get("/api-keys")
async def list_api_keys(state: StateDep, principal: SessionDep, page: PageDep) -> ApiKeys:
    """Keys that work, newest first."""
    async with state.database.connection() as connection:
        rows = await queries.list_api_keys(connection, user_id=principal.user_id, before=page.before, limit=page.limit)
    return ApiKeys(items=[ApiKey(**row) for row in rows], next_cursor=next_cursor(rows, page.limit))


@router.delete("/api-keys/{key_id}", status_code=204, responses=problem_responses(404))
async def delete_api_key(state: StateDep, principal: SessionDep, cache: CacheDep, key_id: UUID) -> None:
    """Revoke a key; it stops working within seconds in every API process."""
    async with state.database.transaction() as connection:
        if await queries.revoke_api_key(connection, id=key_id, user_id=principal.user_id) is None:
            raise NotFound("You have no such key")
    cache.forget(principal.user_id)


async def _account(connection: Connection, user_id: UUID) -> Any:
    """The caller's row. Raises Unauthorized: another API process may have deleted it a moment ago."""
    row = await queries.user_by_id(connection, user_id=user_id)
    if row is None:
        raise Unauthorized("This account was deleted")
    return row
