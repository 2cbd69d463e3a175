"""Kind `weworkremotely`: the RSS feed of We Work Remotely, its newest postings. `location` is `all`.

| ours | theirs |
|---|---|
| external_id, url | `guid`, `link` |
| company, title | `title`, which is `Company: Role` |
| workplace, locations, remote_scope | remote; `region`, `country`, `state` |
| employment_type, department | `type`, `category` |
| skills | `skills`, a list in words |
| description | `description` (HTML) |
| posted_at, expires_at | `pubDate`, `expires_at` |

What leaves the list is not gone, for the list holds the newest only.
"""

from __future__ import annotations

import re
from typing import Any

from adapters.boards.base import read_rows
from adapters.boards.feed_calls import Feed, FeedCalls, remote_places
from adapters.boards.fields import an_object, described, identifier, text_at
from adapters.boards.jsonld import EntryError
from adapters.boards.jsonld_values import as_text, as_web_address
from adapters.boards.moments import from_mail_date, from_words_in_utc
from adapters.boards.safe_xml import Element, as_data
from adapters.boards.vocabulary import employment_types
from adapters.call_policy import CallPolicy
from adapters.outbound import OutboundClient
from schema.errors import SourceError
from schema.jobs import FetchResult, FetchState, Posting, SourceConfig
from schema.source_terms import terms_of

FEED = Feed(
    "https://weworkremotely.com",
    "/remote-jobs.rss",
    CallPolicy(hosts=("weworkremotely.com",), every=2.0, seconds=60.0),
)


class WeWorkRemotelyBoard:
    """One conditional call."""

    async def fetch(self, source: SourceConfig, http: OutboundClient, conditional: FetchState) -> FetchResult:
        """See `Board.fetch`."""
        answer = await FeedCalls(http, source, FEED).listing(conditional, xml=True)
        if answer is None:
            return FetchResult(state=conditional, not_modified=True)
        channel = answer.payload.find("channel")
        if channel is None:
            raise SourceError("The source's XML is no RSS feed. Check the address.")
        items: list[Any] = channel.findall("item")
        return await read_rows(items, posting_of, conditional, answer.state, complete=False)


def posting_of(item: Element) -> Posting:
    """The posting of an item. Raises EntryError without an id, an employer or a role in its title."""
    row = an_object(as_data(item))
    company, _, role = text_at(row, "title").partition(": ")
    if not (company.strip() and role.strip()):
        raise EntryError("its title is not `Company: Role`")
    link, own_id = as_web_address(text_at(row, "link")), identifier(row, "guid", "link")
    locations, scope = remote_places([text_at(row, name) for name in ("region", "state", "country")])
    kinds = employment_types(text_at(row, "type"))
    expires = text_at(row, "expires_at")
    return Posting(
        external_id=own_id,
        title=role.strip()[:300],
        company=company.strip()[:300],
        url=link or as_web_address(own_id),
        department=text_at(row, "category")[:300] or None,
        locations=locations,
        workplace="remote",
        remote_scope=scope,
        employment_type=kinds[0] if kinds else "unknown",
        employment_types=kinds,
        description=described([("", as_text(row.get("description")) or "")])[0],
        skills=[name for part in re.split("[,;|]", text_at(row, "skills")) if (name := part.strip())][:100],
        posted_at=from_mail_date(text_at(row, "pubDate")),
        expires_at=from_mail_date(expires) or from_words_in_utc(expires),
        credit=terms_of("weworkremotely").credit,
        raw=row,
    )
