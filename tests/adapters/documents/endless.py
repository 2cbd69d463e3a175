"""A job of parser processes that computes until it is stopped."""

from __future__ import annotations

from typing import Any

from adapters.documents import parsing
from adapters.documents.protocol import Job

JOBS = f"{__name__}:load"


def load() -> dict[str, Job]:
    """What a parser can do, with reading replaced."""
    return parsing.load_parser() | {"parse": _compute}


def _compute(request: dict[str, Any], data: bytes) -> bytes:
    while True:
        data = data[::-1]
