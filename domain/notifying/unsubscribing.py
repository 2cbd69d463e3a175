"""The token of an unsubscribe link: names one channel, signed, so that the link works without signing in."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from uuid import UUID

_PURPOSE = b"vitaeflow unsubscribe v1"
_TAG_BYTES = 20


def unsubscribe_token(secret: str, channel_id: UUID) -> str:
    """48 characters for an address. It never expires: mail is read late, and all it does is switch one channel off."""
    return base64.urlsafe_b64encode(channel_id.bytes + _tag(secret, channel_id)).decode()


def channel_of_token(secret: str, token: str) -> UUID | None:
    """The channel that the token was made for; None for one that was not made with this secret."""
    try:
        raw = base64.urlsafe_b64decode(token.encode())
    except (binascii.Error, ValueError):
        return None
    if len(raw) != 16 + _TAG_BYTES:
        return None
    channel_id = UUID(bytes=raw[:16])
    return channel_id if hmac.compare_digest(raw[16:], _tag(secret, channel_id)) else None


def _tag(secret: str, channel_id: UUID) -> bytes:
    # a key of its own: the same secret signs access tokens
    key = hmac.digest(secret.encode(), _PURPOSE, hashlib.sha256)
    return hmac.digest(key, channel_id.bytes, hashlib.sha256)[:_TAG_BYTES]
