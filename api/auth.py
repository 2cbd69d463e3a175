"""Accounts: register, sign in, refresh, sign out."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import structlog
from fastapi import APIRouter, Request
from pydantic import BaseModel, EmailStr, Field

from adapters.postgres import Connection, queries
from api.deps import StateDep
from api.errors import problem_responses
from api.examples import MOMENT, USER_ID, example
from api.me import User
from api.security import digest, hash_password, new_secret, password_matches
from api.state import AppState
from schema.errors import Conflict, Unauthorized
from schema.ids import new_id

log = structlog.get_logger()
router = APIRouter(prefix="/api/v1/auth", tags=["accounts"])

Password = Annotated[str, Field(min_length=10, max_length=200, description="at least 10 characters")]


class Registration(BaseModel):
    """A new account."""

    model_config = example(email="ana@example.com", password="correct horse", name="Ana")  # noqa: S106

    email: EmailStr
    password: Password
    name: Annotated[str | None, Field(max_length=200)] = None


class Login(BaseModel):
    """E-mail and password of an account."""

    model_config = example(email="ana@example.com", password="correct horse")  # noqa: S106

    email: EmailStr
    password: Annotated[str, Field(max_length=200)]


class RefreshRequest(BaseModel):
    """The newest refresh token of a session."""

    refresh_token: Annotated[str, Field(max_length=200)]


class Session(BaseModel):
    """Tokens of a session. A refresh token works once: each refresh answers the next one."""

    model_config = example(
        user={"id": USER_ID, "email": "ana@example.com", "name": "Ana", "role": "user", "created_at": MOMENT},
        access_token="eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIuLi4ifQ.c2lnbmF0dXJl",  # noqa: S106
        refresh_token="5xkq0Hc0V3yq1m2JtW8o",  # noqa: S106
        token_type="bearer",  # noqa: S106
        expires_in=900,
    )

    user: User
    access_token: str
    refresh_token: str
    token_type: Literal["bearer"] = "bearer"  # noqa: S105
    expires_in: int = Field(description="seconds until the access token ends")


@router.post("/register", status_code=201, responses=problem_responses(409))
async def register(state: StateDep, request: Request, body: Registration) -> Session:
    """Make an account and sign in. The first account of an empty installation is its admin."""
    state.limits.count_login(_address(request))
    password_hash = await hash_password(body.password)
    is_admin = body.email.lower() in {email.lower() for email in state.settings.admin_emails}
    async with state.database.transaction() as connection:
        user = await queries.insert_user(
            connection, id=new_id(), email=body.email, password_hash=password_hash, name=body.name, admin=is_admin
        )
        if user is None:
            raise Conflict("An account with this e-mail exists; sign in instead")
        return await _session(connection, state, user, family_id=new_id())


@router.post("/login", responses=problem_responses(401))
async def login(state: StateDep, request: Request, body: Login) -> Session:
    """Sign in."""
    state.limits.count_login(_address(request), body.email.lower())
    async with state.database.connection() as connection:
        user = await queries.user_by_email(connection, email=body.email)
    if not await password_matches(user["password_hash"] if user else None, body.password):
        raise Unauthorized("E-mail or password is wrong")
    async with state.database.transaction() as connection:
        return await _session(connection, state, user, family_id=new_id())


@router.post("/refresh", responses=problem_responses(401))
async def refresh(state: StateDep, request: Request, body: RefreshRequest) -> Session:
    """Exchange a refresh token for new tokens. One that was used before ends its whole session: it was stolen."""
    state.limits.count_login(_address(request))
    async with state.database.transaction() as connection:
        token = await queries.refresh_token_for_update(connection, token_hash=digest(body.refresh_token))
        if token is None or token["revoked_at"] or token["expired"]:
            raise Unauthorized("This refresh token is not valid; sign in again")
        if token["used_at"] is None:
            await queries.spend_refresh_token(connection, id=token["id"])
            user = await queries.user_by_id(connection, user_id=token["user_id"])
            return await _session(connection, state, user, family_id=token["family_id"])
        # not raised inside the transaction: that would roll the revocation back
        await queries.revoke_family(connection, family_id=token["family_id"])
    log.warning("refresh token reused", family_id=str(token["family_id"]))
    raise Unauthorized("This refresh token was used before; the session is ended, sign in again")


@router.post("/logout", status_code=204)
async def logout(state: StateDep, body: RefreshRequest) -> None:
    """End the session of a refresh token; an unknown one is ended already."""
    async with state.database.transaction() as connection:
        token = await queries.refresh_token_for_update(connection, token_hash=digest(body.refresh_token))
        if token is not None:
            await queries.revoke_family(connection, family_id=token["family_id"])


async def _session(connection: Connection, state: AppState, user: Any, *, family_id: UUID) -> Session:
    secret = new_secret()
    await queries.insert_refresh_token(
        connection,
        id=new_id(),
        user_id=user["id"],
        family_id=family_id,
        token_hash=digest(secret),
        expires_at=datetime.now(UTC) + state.tokens.refresh_lifetime,
    )
    return Session(
        user=User.of(user),
        access_token=state.tokens.issue(user["id"]),
        refresh_token=secret,
        expires_in=int(state.tokens.lifetime.total_seconds()),
    )


def _address(request: Request) -> str:
    return request.client.host if request.client else "unknown"
