"""Kind `page`: any web page that describes its vacancies for search engines. `location` is its https address.

Reads schema.org JobPosting objects out of `<script type="application/ld+json">`, by the same table as `feed` (see
`jsonld.py`): one object, an array or an `@graph` in a block, any number of blocks. What only a script of the page would
draw is not seen.
"""

from __future__ import annotations

import asyncio
import html
import json
import re
from typing import Any

from charset_normalizer import from_bytes
from selectolax.lexbor import LexborHTMLParser

from adapters.boards.base import read_rows
from adapters.boards.fetching import fetched, state_of
from adapters.boards.jsonld import canonical, entries
from adapters.call_policy import CallPolicy
from adapters.outbound import OutboundClient, OutboundResponse
from schema.errors import SourceError
from schema.jobs import FetchResult, FetchState, Posting, SourceConfig

POLICY = CallPolicy(every=2.0)
MAX_BYTES = 8 * 1024 * 1024
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_AROUND = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*;?\s*$")


class PageBoard:
    """One conditional call."""

    async def fetch(self, source: SourceConfig, http: OutboundClient, conditional: FetchState) -> FetchResult:
        """See `Board.fetch`."""
        address = source.location.strip()
        answer = await fetched(
            http, address, POLICY, conditional=conditional, accept="text/html, application/xhtml+xml",
            max_bytes=MAX_BYTES,
        )  # fmt: skip
        if answer.status == 304:
            return FetchResult(state=conditional, not_modified=True)
        found, broken = await asyncio.to_thread(_postings_of, answer)
        if not found:
            raise SourceError(
                "The page's own data is broken: no JobPosting in it can be read. It is read again at the next refresh."
                if broken
                else "The page describes no schema.org JobPosting. Give the page of a vacancy, or use another kind."
            )
        alone = len(found) == 1

        def posting_of(entry: dict[str, Any]) -> Posting:
            posting = canonical(entry)
            return posting if posting.url or not alone else posting.model_copy(update={"url": address})

        notes = [f"{broken} blocks of data on the page are not valid JSON"] if broken else []
        return await read_rows(found, posting_of, conditional, state_of(answer), notes=notes)


def _postings_of(answer: OutboundResponse) -> tuple[list[dict[str, Any]], int]:
    """The JobPosting objects of a page in its order, and how many of its blocks are broken."""
    tree = LexborHTMLParser(_decoded(answer))
    found: list[dict[str, Any]] = []
    broken = 0
    for node in tree.css("script[type]"):
        if (node.attributes.get("type") or "").split(";")[0].strip().lower() != "application/ld+json":
            continue
        block = _loaded(node.text(deep=True) or "")
        broken += block is None
        found += entries(block)
    return found, broken


def _loaded(block: str) -> Any:
    """The data of a block, also where somebody wrapped or escaped it; None when it is no JSON."""
    bare = _AROUND.sub("", _AROUND.sub("", block)).strip().rstrip(";")
    # Raw line breaks in texts are the commonest fault: `strict=False` lets them stand.
    for text in (bare, html.unescape(bare)):
        try:
            return json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _decoded(answer: OutboundResponse) -> str:
    """By the header's or the page's own word, else UTF-8, else by its bytes."""
    said = _CHARSET.search(answer.headers.get("content-type", "")) or _CHARSET.search(
        answer.body[:2048].decode("ascii", "ignore")
    )
    for name in (said[1] if said else "utf-8", "utf-8"):
        try:
            return answer.body.decode(name)
        except (LookupError, UnicodeDecodeError):
            continue
    best = from_bytes(answer.body[:100_000]).best()
    return answer.body.decode(best.encoding if best else "utf-8", "replace")
