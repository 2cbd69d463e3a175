"""`Idempotency-Key`: the same key and request give the first answer again, once per 24 hours and user."""

from __future__ import annotations

import hashlib
from typing import Any
from uuid import UUID

from adapters.postgres import Connection, queries
from schema.errors import Conflict


def request_hash(*parts: bytes | str | None) -> bytes:
    """What makes two requests the same."""
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part or b""
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.digest()


async def replayed(connection: Connection, user_id: UUID, key: str | None, hashed: bytes) -> Any | None:
    """The stored answer of an earlier request with this key, or None when this is the first.

    Call it first in the transaction that does the work, and `remember` last: a second request with the key waits here
    until that transaction ends. Raises Conflict when the key was used for another request.
    """
    if key is None or await queries.claim_idempotency_key(connection, user_id=user_id, key=key, request_hash=hashed):
        return None
    known = await queries.get_idempotency_key(connection, user_id=user_id, key=key)
    if known["request_hash"] != hashed:
        raise Conflict("This Idempotency-Key was used for another request; use a new one")
    return known["response"]


async def remember(connection: Connection, user_id: UUID, key: str | None, status: int, response: Any) -> None:
    """Store the answer under the key."""
    if key is not None:
        await queries.finish_idempotency_key(connection, user_id=user_id, key=key, status=status, response=response)
