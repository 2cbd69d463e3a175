"""Boards whose list lacks the description: one more call a posting, bounded in number and time, one after the other."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from adapters.boards.jsonld import EntryError
from schema.errors import SourceError, SourceUnknown, Unprocessable
from schema.jobs import FetchState, SourceConfig

MAX_DETAILS = 1000
SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Listed:
    """A row of the list and, where it was asked for, its own page."""

    row: Any
    detail: Any = None

    def raw(self) -> dict[str, Any]:
        """Both as they came."""
        return {"listed": self.row} | ({} if self.detail is None else {"detail": self.detail})


@dataclass(slots=True)
class Detailed:
    """All rows of a list in its order, with what was learnt about them."""

    rows: list[Listed] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def detail_limit(source: SourceConfig, default: int) -> int:
    """How many pages of postings a fetch may ask for: option `details`. Raises Unprocessable."""
    words = source.options.get("details", str(default)).strip()
    if not (words.isascii() and words.isdigit() and int(words) <= MAX_DETAILS):
        raise Unprocessable(f"The option `details` is a number from 0 to {MAX_DETAILS}.", field="options.details")
    return int(words)


async def with_details(
    rows: Sequence[Any],
    identify: Callable[[Any], str],
    ask: Callable[[Any], Awaitable[Any]],
    *,
    limit: int,
    before: FetchState,
) -> Detailed:
    """Ask for the pages of rows that are not described yet, newest of the list first, until the limit or the time ends.

    A posting that vanished meanwhile stays without. Any other failure ends the asking, not the fetch: what was read
    stands, the rest comes at the next refresh.
    """
    loop = asyncio.get_running_loop()
    until, known, asked = loop.time() + SECONDS, set(before.described), 0
    result = Detailed()
    for row in rows:
        detail = None
        if asked < limit and loop.time() < until and _is_new(row, identify, known):
            asked += 1
            try:
                detail = await ask(row)
            except (SourceUnknown, EntryError):
                detail = None
            except SourceError as error:
                result.notes.append(f"descriptions after {asked - 1} calls: {error.detail}")
                asked = limit
        result.rows.append(Listed(row, detail))
    return result


def _is_new(row: Any, identify: Callable[[Any], str], known: set[str]) -> bool:
    try:
        return identify(row) not in known
    except EntryError:
        return False
