"""Kind `himalayas`: remote postings of Himalayas, newest first. `location` is `all`, or words to search for.

| ours | theirs |
|---|---|
| external_id, url, apply_url | `guid`, `guid` if it is an address, `applicationLink` |
| title, company | `title`, `companyName` |
| department | `categories[]` |
| workplace, locations, remote_scope | remote; `locationRestrictions[]`, names or objects with one |
| employment_type, seniority | `employmentType`, `seniority[]` |
| salary | `minSalary`, `maxSalary`, `currency`, `salaryPeriod` |
| description | `description` (HTML), else `excerpt`, which is only its beginning |
| posted_at, expires_at | `pubDate`, `expiryDate` (seconds) |

A page has 20 postings whatever `limit` says, so the next begins after as many as came.
"""

from __future__ import annotations

from typing import Any

from adapters.boards.base import read_rows
from adapters.boards.feed_calls import Feed, FeedCalls, remote_places
from adapters.boards.fields import (
    an_object,
    at,
    company_at,
    described,
    identifier,
    rows_at,
    text_at,
    texts_at,
    title_at,
)
from adapters.boards.jsonld_values import as_text, as_web_address
from adapters.boards.moments import from_seconds
from adapters.boards.paging import all_pages
from adapters.boards.vocabulary import employment_types, stated_salary
from adapters.call_policy import CallPolicy
from adapters.outbound import OutboundClient
from schema.jobs import FetchResult, FetchState, Posting, SourceConfig
from schema.source_terms import terms_of

FEED = Feed(
    "https://himalayas.app",
    "/jobs/api",
    CallPolicy(hosts=("himalayas.app",), every=1.0, seconds=60.0),
    search="q",
    pages=10,
)


class HimalayasBoard:
    """Pages up to a limit."""

    async def fetch(self, source: SourceConfig, http: OutboundClient, conditional: FetchState) -> FetchResult:
        """See `Board.fetch`."""
        calls = FeedCalls(http, source, FEED)
        path = "/search" if calls.words else ""

        async def ask(offset: int) -> tuple[list[Any], object]:
            payload = await calls.get_json(path, {"offset": offset, "limit": 20})
            return rows_at(payload, "jobs"), at(payload, "totalCount")

        pages = await all_pages(ask, most=calls.pages)
        return await read_rows(
            pages.rows, posting_of, conditional, FetchState(), complete=pages.complete, notes=pages.notes
        )


def posting_of(entry: Any) -> Posting:
    """The posting of an entry. Raises EntryError without an id, a title or an employer."""
    row = an_object(entry)
    locations, scope = remote_places(texts_at(row, "locationRestrictions"))
    kinds = employment_types(text_at(row, "employmentType"))
    whole = as_text(row.get("description")) or ""
    return Posting(
        external_id=identifier(row, "guid", "applicationLink"),
        title=title_at(row, "title"),
        company=company_at(row, "companyName"),
        url=as_web_address(row.get("guid")) or as_web_address(row.get("applicationLink")),
        apply_url=as_web_address(row.get("applicationLink")),
        department=", ".join(texts_at(row, "categories"))[:300] or None,
        locations=locations,
        workplace="remote",
        remote_scope=scope,
        employment_type=kinds[0] if kinds else "unknown",
        employment_types=kinds,
        seniority=", ".join(texts_at(row, "seniority"))[:100] or None,
        salary=stated_salary(
            row.get("minSalary"), row.get("maxSalary"), text_at(row, "currency"), text_at(row, "salaryPeriod")
        ),
        description=described([("", whole or as_text(row.get("excerpt")) or "")])[0],
        description_complete=bool(whole),
        posted_at=from_seconds(row.get("pubDate")),
        expires_at=from_seconds(row.get("expiryDate")),
        credit=terms_of("himalayas").credit,
        raw=row,
    )
