"""Kind `feed`: an address that answers with schema.org JobPosting objects as JSON."""

from __future__ import annotations

import asyncio

from adapters.boards.base import parse_json, posting_entries, read_rows
from adapters.boards.fetching import fetched, state_of
from adapters.boards.jsonld import canonical
from adapters.call_policy import CallPolicy
from adapters.outbound import OutboundClient
from schema.jobs import FetchResult, FetchState, SourceConfig

POLICY = CallPolicy(every=1.0)


class FeedBoard:
    """Reads a feed with conditional requests: an unchanged one costs a 304."""

    async def fetch(self, source: SourceConfig, http: OutboundClient, conditional: FetchState) -> FetchResult:
        """See `Board.fetch`."""
        answer = await fetched(
            http, source.location, POLICY, conditional=conditional, accept="application/ld+json, application/json"
        )
        if answer.status == 304:
            return FetchResult(state=conditional, not_modified=True)
        found = posting_entries(await asyncio.to_thread(parse_json, answer.body))
        return await read_rows(found, canonical, conditional, state_of(answer))
