"""Kind `remoteok`: the newest postings of Remote OK. `location` is `all`, or one tag.

| ours | theirs |
|---|---|
| external_id, url, apply_url | `id`, `url`, `apply_url` |
| title, company | `position`, `company` |
| workplace, locations, remote_scope | remote; `location` is where the worker may live |
| salary | `salary_min`, `salary_max`: US dollars a year; 0 is unknown |
| skills | `tags[]` |
| description | `description` (HTML) |
| posted_at | `date`, else `epoch` (seconds) |

The first entry is a legal notice: who shows a posting links back to it and names Remote OK. What leaves the list is
not gone, for the list holds the newest only.
"""

from __future__ import annotations

from typing import Any

from adapters.boards.base import read_rows
from adapters.boards.feed_calls import Feed, FeedCalls, remote_places
from adapters.boards.fields import an_object, company_at, described, identifier, rows_at, text_at, texts_at, title_at
from adapters.boards.jsonld_values import as_moment, as_text, as_web_address
from adapters.boards.moments import from_seconds
from adapters.boards.vocabulary import stated_salary
from adapters.call_policy import CallPolicy
from adapters.outbound import OutboundClient
from schema.jobs import FetchResult, FetchState, Posting, SourceConfig
from schema.source_terms import terms_of

FEED = Feed("https://remoteok.com", "/api", CallPolicy(hosts=("remoteok.com",), every=2.0, seconds=60.0), search="tag")


class RemoteOkBoard:
    """One conditional call."""

    async def fetch(self, source: SourceConfig, http: OutboundClient, conditional: FetchState) -> FetchResult:
        """See `Board.fetch`."""
        answer = await FeedCalls(http, source, FEED).listing(conditional)
        if answer is None:
            return FetchResult(state=conditional, not_modified=True)
        rows = [row for row in rows_at(answer.payload) if not _is_notice(row)]
        return await read_rows(rows, posting_of, conditional, answer.state, complete=False)


def posting_of(entry: Any) -> Posting:
    """The posting of an entry. Raises EntryError without an id, a title or an employer."""
    row = an_object(entry)
    locations, scope = remote_places([text_at(row, "location")])
    return Posting(
        external_id=identifier(row, "id", "slug"),
        title=title_at(row, "position"),
        company=company_at(row, "company"),
        url=as_web_address(row.get("url")),
        apply_url=as_web_address(row.get("apply_url")),
        locations=locations,
        workplace="remote",
        remote_scope=scope,
        salary=stated_salary(row.get("salary_min"), row.get("salary_max"), "USD", "year"),
        description=described([("", as_text(row.get("description")) or "")])[0],
        skills=texts_at(row, "tags")[:100],
        posted_at=as_moment(row.get("date")) or from_seconds(row.get("epoch")),
        credit=terms_of("remoteok").credit,
        raw=row,
    )


def _is_notice(row: Any) -> bool:
    return isinstance(row, dict) and "legal" in row and "position" not in row
