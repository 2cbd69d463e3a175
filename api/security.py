"""Passwords, access tokens, refresh tokens and API keys: made, checked, hashed."""

from __future__ import annotations

import asyncio
import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import jwt
from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from schema.errors import Unauthorized
from schema.settings import Settings

API_KEY_PREFIX = "vf_"
ALL_SCOPES = frozenset({"read", "write"})
_ALGORITHM = "HS256"
_AUDIENCE = "vitaeflow"
_hasher = PasswordHasher()
# verified against when the account is unknown, so that the answer takes as long as for a known one
_NOBODY = _hasher.hash(secrets.token_urlsafe())


async def hash_password(password: str) -> str:
    """argon2id with the library's parameters, off the event loop."""
    return await asyncio.to_thread(_hasher.hash, password)


async def password_matches(password_hash: str | None, password: str) -> bool:
    """Whether a password is the one of a hash; takes as long when there is no hash."""

    def verify() -> bool:
        try:
            _hasher.verify(password_hash or _NOBODY, password)
        except (Argon2Error, InvalidHashError):
            return False
        return password_hash is not None

    return await asyncio.to_thread(verify)


def new_secret(prefix: str = "") -> str:
    """256 random bits as text."""
    return prefix + secrets.token_urlsafe(32)


def digest(secret: str) -> bytes:
    """What is stored of a random secret. Plain SHA-256: there is nothing to guess in 256 random bits."""
    return hashlib.sha256(secret.encode()).digest()


@dataclass(frozen=True)
class AccessToken:
    """A verified access token."""

    user_id: UUID
    expires_at: datetime


class Tokens:
    """Signs and verifies access tokens."""

    def __init__(self, settings: Settings) -> None:
        self._secret = settings.jwt_secret.get_secret_value()
        self.lifetime = timedelta(minutes=settings.access_token_minutes)
        self.refresh_lifetime = timedelta(days=settings.refresh_token_days)

    def issue(self, user_id: UUID) -> str:
        """A signed token for a user."""
        now = datetime.now(UTC)
        claims = {"sub": str(user_id), "aud": _AUDIENCE, "iat": now, "exp": now + self.lifetime}
        return jwt.encode(claims, self._secret, algorithm=_ALGORITHM)

    def verify(self, token: str) -> AccessToken:
        """Raises Unauthorized for a token that is forged, expired or not ours."""
        try:
            claims = jwt.decode(
                token, self._secret, algorithms=[_ALGORITHM], audience=_AUDIENCE, options={"require": ["exp", "sub"]}
            )
            return AccessToken(UUID(claims["sub"]), datetime.fromtimestamp(claims["exp"], UTC))
        except jwt.ExpiredSignatureError:
            raise Unauthorized("The access token has expired; get a new one with your refresh token") from None
        except (jwt.InvalidTokenError, ValueError):
            raise Unauthorized("The access token is not valid; sign in again") from None
