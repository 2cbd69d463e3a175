"""What every board can do, and what they share: bytes to rows, rows to a result."""

from __future__ import annotations

import asyncio
import json
import math
import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import Any, Protocol

from pydantic_core import from_json

from adapters.boards.jsonld import EntryError, entries
from adapters.outbound import OutboundClient
from schema.errors import SourceError
from schema.jobs import FetchResult, FetchState, Posting, SourceConfig

MAX_PROBLEMS = 50
_ENDLESS = re.compile(rb"\d[eE]\+?\d{3}|(?<!\d)\d{300}")
_UNSTORABLE = re.compile(rb"\\u(?:0000|[dD][89a-fA-F])|\xed[\xa0-\xbf]")
"""Escapes and bytes that may stand for such a character; whole pairs, as of emoji, are looked at too and kept."""


class Board(Protocol):
    """A kind of job source."""

    async def fetch(self, source: SourceConfig, http: OutboundClient, conditional: FetchState) -> FetchResult:
        """All postings that the source lists now, or `not_modified`.

        Raises: SourceError when the answer as a whole is unusable, UnsafeTarget when the location may not be read.
        """
        ...


def parse_json(body: bytes) -> Any:
    """Decode a JSON body. Raises SourceError that tells HTML from broken JSON.

    What no JSON column can hold is taken out: NUL, halves of surrogate pairs, and numbers without an end.
    """
    start = body[:200].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"<"):
        raise SourceError("The source answered with a web page instead of JSON. Check the address.")
    try:
        found = _decoded(body)
        return _storable(found) if _UNSTORABLE.search(body) else found
    except (ValueError, RecursionError):
        raise SourceError("The source's answer is not valid JSON; it is read again at the next refresh.") from None


def _decoded(body: bytes) -> Any:
    """The first parser makes no `str` of the whole body, which takes four bytes a letter as soon as one is an emoji.

    What it refuses, and numbers that may have no end, are the other one's, which can repair them.
    """
    if not _ENDLESS.search(body):
        with suppress(ValueError):
            return from_json(body, allow_inf_nan=False, cache_strings="keys")
    return json.loads(body, parse_constant=lambda _: None, parse_float=_finite)


def _finite(digits: str) -> float | None:
    number = float(digits)
    return number if math.isfinite(number) else None


def _storable(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\0", "").encode("utf-8", "ignore").decode()
    if isinstance(value, list):
        return [_storable(item) for item in value]
    if isinstance(value, dict):
        return {_storable(name): _storable(item) for name, item in value.items()}
    return value


def posting_entries(payload: Any) -> list[dict[str, Any]]:
    """The JobPosting objects of a decoded answer. Raises SourceError when it is about something else."""
    found = entries(payload)
    nothing = payload == [] or (isinstance(payload, dict) and payload.get("@graph") == [])
    if not found and not nothing:
        raise SourceError("The source's JSON holds no schema.org JobPosting. Check the address and the kind.")
    return found


async def read_rows(
    rows: Iterable[Any],
    to_posting: Callable[[Any], Posting],
    before: FetchState,
    after: FetchState,
    *,
    complete: bool = True,
    notes: Sequence[str] = (),
) -> FetchResult:
    """As `result_of`, beside the event loop: a large board takes a second of CPU. `notes` join the problems."""
    result = await asyncio.to_thread(result_of, rows, to_posting, before, after)
    return result.model_copy(update={"complete": complete, "problems": [*result.problems, *notes][:MAX_PROBLEMS]})


def result_of(
    rows: Iterable[Any], to_posting: Callable[[Any], Posting], before: FetchState, after: FetchState
) -> FetchResult:
    """Canonicalise rows: a bad one is counted with its reason, a repeated id keeps its first row.

    Raises SourceError when there is nothing left of rows that are, or were, there: that is a fault, not an empty board.
    """
    postings: dict[str, Posting] = {}
    problems: list[str] = []
    total = 0
    for number, row in enumerate(rows, 1):
        total += 1
        try:
            posting = to_posting(row)
        except EntryError as error:
            problems.append(f"entry {number}: {error}")
            continue
        if posting.external_id in postings:
            problems.append(f"entry {number}: its id stands on an earlier entry")
        postings.setdefault(posting.external_id, posting)
    if total and not postings:
        raise SourceError(f"None of the {total} entries is usable; the first {problems[0]}.")
    if not total and before.last_rows:
        raise SourceError(f"The source lists nothing where {before.last_rows} postings stood. They stay open for now.")
    if not total:
        problems.append("the source lists no postings")
    state = after.model_copy(update={"last_rows": len(postings)})
    return FetchResult(
        postings=list(postings.values()), state=state, skipped=total - len(postings), problems=problems[:MAX_PROBLEMS]
    )
