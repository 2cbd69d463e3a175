"""Kind `remotive`: the Remotive feed, a day behind its site. `location` is `all`, or words to search for.

| ours | theirs |
|---|---|
| external_id, url | `id`, `url` |
| title, company, department | `title`, `company_name`, `category` |
| workplace, locations, remote_scope | remote; `candidate_required_location` |
| employment_type | `job_type` |
| salary | `salary`, in words |
| skills, description | `tags[]`, `description` (HTML) |
| posted_at | `publication_date` |

Its terms: at most four calls a day, a link back that names Remotive, no re-posting to other boards. More than two
calls in a minute are refused.
"""

from __future__ import annotations

from typing import Any

from adapters.boards.base import read_rows
from adapters.boards.feed_calls import Feed, FeedCalls, remote_places
from adapters.boards.fields import an_object, company_at, described, identifier, rows_at, text_at, texts_at, title_at
from adapters.boards.jsonld_values import as_moment, as_text, as_web_address
from adapters.boards.vocabulary import employment_types
from adapters.call_policy import CallPolicy
from adapters.outbound import OutboundClient
from schema.jobs import FetchResult, FetchState, Posting, Salary, SourceConfig
from schema.source_terms import terms_of

FEED = Feed(
    "https://remotive.com",
    "/api/remote-jobs",
    CallPolicy(hosts=("remotive.com",), every=31.0, most=4, seconds=60.0),
    search="search",
    options={"category": "category", "company": "company_name", "limit": "limit"},
)


class RemotiveBoard:
    """One conditional call."""

    async def fetch(self, source: SourceConfig, http: OutboundClient, conditional: FetchState) -> FetchResult:
        """See `Board.fetch`."""
        answer = await FeedCalls(http, source, FEED).listing(conditional)
        if answer is None:
            return FetchResult(state=conditional, not_modified=True)
        whole = "limit" not in source.options
        return await read_rows(rows_at(answer.payload, "jobs"), posting_of, conditional, answer.state, complete=whole)


def posting_of(entry: Any) -> Posting:
    """The posting of an entry. Raises EntryError without an id, a title or an employer."""
    row = an_object(entry)
    locations, scope = remote_places([text_at(row, "candidate_required_location")])
    kinds = employment_types(text_at(row, "job_type"))
    pay = text_at(row, "salary")
    return Posting(
        external_id=identifier(row, "id"),
        title=title_at(row, "title"),
        company=company_at(row, "company_name"),
        url=as_web_address(row.get("url")),
        department=text_at(row, "category") or None,
        locations=locations,
        workplace="remote",
        remote_scope=scope,
        employment_type=kinds[0] if kinds else "unknown",
        employment_types=kinds,
        salary=Salary(source="parsed", raw=pay[:200]) if pay else None,
        description=described([("", as_text(row.get("description")) or "")])[0],
        skills=texts_at(row, "tags")[:100],
        posted_at=as_moment(row.get("publication_date")),
        credit=terms_of("remotive").credit,
        raw=row,
    )
