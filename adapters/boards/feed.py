"""Kind `feed`: an address that answers with schema.org JobPosting objects as JSON."""

from __future__ import annotations

from adapters.boards.base import parse_json, posting_entries, result_of
from adapters.boards.jsonld import canonical
from adapters.outbound import OutboundClient
from schema.errors import OutboundFailed, SourceError
from schema.jobs import FetchResult, FetchState, SourceConfig
from schema.retry_after import retry_after_seconds

MAX_BYTES = 32 * 1024 * 1024


class FeedBoard:
    """Reads a feed with conditional requests: an unchanged one costs a 304."""

    async def fetch(self, source: SourceConfig, http: OutboundClient, conditional: FetchState) -> FetchResult:
        """See `Board.fetch`."""
        headers = {"accept": "application/ld+json, application/json"}
        if conditional.etag:
            headers["if-none-match"] = conditional.etag
        if conditional.last_modified:
            headers["if-modified-since"] = conditional.last_modified
        try:
            answer = await http.get(source.location, headers, MAX_BYTES)
        except OutboundFailed as error:
            raise SourceError(error.detail, **error.extra) from None
        if answer.status == 304:
            return FetchResult(state=conditional, not_modified=True)
        if answer.status != 200:
            wait = retry_after_seconds(answer.headers.get("retry-after"))
            extra = {} if wait is None else {"retry_after": wait}
            raise SourceError(
                f"The source answered {answer.status}; it is read again at the next refresh.",
                http_status=answer.status,
                **extra,
            )
        after = FetchState(etag=answer.headers.get("etag"), last_modified=answer.headers.get("last-modified"))
        return result_of(posting_entries(parse_json(answer.body)), canonical, conditional, after)
