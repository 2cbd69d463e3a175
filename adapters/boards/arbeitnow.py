"""Kind `arbeitnow`: the Arbeitnow job board API, newest first. `location` is `all`.

| ours | theirs |
|---|---|
| external_id, url | `slug`, `url` |
| title, company | `title`, `company_name` |
| locations, workplace | `location`; `remote`, of which false says nothing about hybrid work |
| employment_type, seniority | `job_types[]`, in German or English, where both stand |
| department, description | `tags[]`, `description` (HTML) |
| posted_at | `created_at` (seconds) |

A page has 100 to 300 postings; another follows while `links.next` has a value. Its own address is not called: the page
number goes to where this source is read.
"""

from __future__ import annotations

from typing import Any

from adapters.boards.base import read_rows
from adapters.boards.feed_calls import Feed, FeedCalls
from adapters.boards.fields import (
    an_object,
    at,
    company_at,
    described,
    identifier,
    places,
    rows_at,
    text_at,
    texts_at,
    title_at,
)
from adapters.boards.jsonld_values import as_text, as_web_address
from adapters.boards.moments import from_seconds
from adapters.boards.vocabulary import employment_types, workplace_of
from adapters.call_policy import CallPolicy
from adapters.outbound import OutboundClient
from schema.jobs import FetchResult, FetchState, Posting, SourceConfig

FEED = Feed(
    "https://www.arbeitnow.com",
    "/api/job-board-api",
    CallPolicy(hosts=("www.arbeitnow.com",), every=2.0, seconds=60.0),
    pages=5,
)


class ArbeitnowBoard:
    """Pages up to a limit."""

    async def fetch(self, source: SourceConfig, http: OutboundClient, conditional: FetchState) -> FetchResult:
        """See `Board.fetch`."""
        calls = FeedCalls(http, source, FEED)
        rows: list[Any] = []
        more = True
        for number in range(1, calls.pages + 1):
            payload = await calls.get_json(query={"page": number})
            page = rows_at(payload, "data")
            rows += page
            more = bool(at(payload, "links", "next")) and bool(page)
            if not more:
                break
        return await read_rows(rows, posting_of, conditional, FetchState(), complete=not more)


def posting_of(entry: Any) -> Posting:
    """The posting of an entry. Raises EntryError without an id, a title or an employer."""
    row = an_object(entry)
    labels = texts_at(row, "job_types")
    kinds = employment_types(*labels)
    return Posting(
        external_id=identifier(row, "slug"),
        title=title_at(row, "title"),
        company=company_at(row, "company_name"),
        url=as_web_address(row.get("url")),
        department=", ".join(texts_at(row, "tags"))[:300] or None,
        locations=places([text_at(row, "location")]),
        workplace=workplace_of(remote=row.get("remote")),
        employment_type=kinds[0] if kinds else "unknown",
        employment_types=kinds,
        seniority=next((label for label in labels if not employment_types(label)), None),
        description=described([("", as_text(row.get("description")) or "")])[0],
        posted_at=from_seconds(row.get("created_at")),
        raw=row,
    )
