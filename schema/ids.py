"""Identifiers: time-ordered and opaque outside, or derived so that a retry gives the same one."""

from __future__ import annotations

import uuid

from uuid_utils.compat import uuid7

_NAMESPACE = uuid.UUID("6f6b1c1e-7d3f-5c58-9a53-0b8a3c1f4e2d")


def new_id() -> uuid.UUID:
    """A new UUIDv7: sorts by creation time."""
    return uuid7()


def derived_id(*parts: object) -> uuid.UUID:
    """The same UUIDv5 for the same parts, in any process: makes a retried write an upsert."""
    return uuid.uuid5(_NAMESPACE, "\x1f".join(map(str, parts)))
