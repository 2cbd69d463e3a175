"""What the parent and a parser process say to each other: length-prefixed JSON and bytes, never a pickle.

Request: header JSON and the file. Reply: one byte (what follows) and JSON, either a Document or an error.
"""

from __future__ import annotations

import json
import struct
from enum import IntEnum
from typing import Any

from schema import errors

REQUEST = struct.Struct("!II")
"""Length of the header, length of the file."""
REPLY = struct.Struct("!BI")
"""Outcome, length of the JSON."""
CONTROL = struct.Struct("!cI")
"""Command to the fork server and the number of the child."""
STATUS = struct.Struct("!Ii")
"""Number of an ended child and its wait status."""
FORK, END = b"F", b"E"
MAX_REPLY_BYTES = 16 * 1024 * 1024


class Outcome(IntEnum):
    """What a reply holds."""

    DOCUMENT = 0
    ERROR = 1
    OUT_OF_MEMORY = 2
    """The child met its memory limit and ends itself."""


_ERRORS: dict[str, type[errors.VitaeflowError]] = {
    error.code: error
    for error in (
        errors.UnreadableDocument,
        errors.EmptyDocument,
        errors.NeedsOcr,
        errors.IllegibleDocument,
        errors.EncryptedDocument,
        errors.DocumentTooComplex,
        errors.UnsafeDocument,
        errors.InvalidResumeData,
        errors.UnsupportedMedia,
    )
}


def dump_error(error: errors.VitaeflowError) -> bytes:
    """An error as JSON: code, detail and extra."""
    return json.dumps({"code": error.code, "detail": error.detail, "extra": error.extra}).encode()


def load_error(payload: bytes) -> errors.VitaeflowError:
    """The error again, of its own class; an unknown code is an unreadable document."""
    body: dict[str, Any] = json.loads(payload)
    return _ERRORS.get(body["code"], errors.UnreadableDocument)(body["detail"], **body["extra"])
