"""Kind `themuse`: The Muse's public jobs, in pages of 20. `location` is `all`.

| ours | theirs |
|---|---|
| external_id, url | `id`, `refs.landing_page` |
| title, company | `name`, `company.name` |
| locations, workplace | `locations[].name`; workplace from those words (`Flexible / Remote`) |
| department, seniority | `categories[].name`, `levels[].name` |
| description | `contents` (HTML) |
| posted_at | `publication_date` |
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
from adapters.boards.jsonld_values import as_moment, as_number, as_text, as_web_address
from adapters.boards.vocabulary import workplace_in
from adapters.call_policy import CallPolicy
from adapters.outbound import OutboundClient
from schema.jobs import FetchResult, FetchState, Posting, SourceConfig

FEED = Feed(
    "https://www.themuse.com",
    "/api/public/jobs",
    CallPolicy(hosts=("www.themuse.com",), every=1.0, seconds=60.0),
    options={"category": "category", "level": "level", "place": "location", "company": "company"},
    pages=5,
)


class TheMuseBoard:
    """Pages up to a limit."""

    async def fetch(self, source: SourceConfig, http: OutboundClient, conditional: FetchState) -> FetchResult:
        """See `Board.fetch`."""
        calls = FeedCalls(http, source, FEED)
        rows: list[Any] = []
        complete = False
        for number in range(calls.pages):
            payload = await calls.get_json(query={"page": number})
            page = rows_at(payload, "results")
            rows += page
            complete = not page or number + 1 >= (as_number(at(payload, "page_count")) or 0)
            if complete:
                break
        return await read_rows(rows, posting_of, conditional, FetchState(), complete=complete)


def posting_of(entry: Any) -> Posting:
    """The posting of an entry. Raises EntryError without an id, a title or an employer."""
    row = an_object(entry)
    labels = texts_at(row, "locations")
    return Posting(
        external_id=identifier(row, "id"),
        title=title_at(row, "name"),
        company=company_at(row, "company", "name"),
        url=as_web_address(at(row, "refs", "landing_page")),
        department=", ".join(texts_at(row, "categories"))[:300] or None,
        locations=places(labels),
        workplace=workplace_in(*labels),
        seniority=text_at(row, "levels", "name") or None,
        description=described([("", as_text(row.get("contents")) or "")])[0],
        posted_at=as_moment(row.get("publication_date")),
        raw=row,
    )
