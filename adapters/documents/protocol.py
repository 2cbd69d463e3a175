"""What the parent and a parser process say to each other: length-prefixed JSON and bytes, never a pickle.

Request: header JSON, which names the job, and the bytes it is about. Reply: one byte (what follows) and bytes.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from enum import IntEnum
from typing import Any

from schema import errors

REQUEST = struct.Struct("!II")
"""Length of the header, length of the bytes."""
REPLY = struct.Struct("!BI")
"""Outcome, length of what follows."""
CONTROL = struct.Struct("!cI")
"""Command to the fork server and the number of the child."""
STATUS = struct.Struct("!Ii")
"""Number of an ended child and its wait status."""
FORK, END = b"F", b"E"
MAX_REPLY_BYTES = 16 * 1024 * 1024


Job = Callable[[dict[str, Any], bytes], bytes]
"""What a child can do: a header and bytes give bytes. Raises VitaeflowError for what is wrong with them."""


class Outcome(IntEnum):
    """What a reply holds."""

    ANSWER = 0
    """What the job gave."""
    ERROR = 1
    """An error of ours as JSON."""
    OUT_OF_MEMORY = 2
    """The child met its memory limit and ends itself."""
    DEFECT = 3
    """An exception that no job should raise: its class and where it came from."""


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
