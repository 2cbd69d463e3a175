"""Kind `hn_hiring`: the newest "Who is hiring?" thread of Hacker News. `location` is `all`.

| ours | theirs |
|---|---|
| external_id, url | the comment's `id`, and its page |
| company, title, locations, workplace, employment_type, salary, apply_url | parts of the comment's first line |
| description | `text` (HTML) |
| posted_at | `created_at` |

People write the first line as `Company | Role | Location | REMOTE | Full-time | address`, the company first and the
rest in any order; `headline.py` reads it. A comment without such a line is talk and skipped. With a new month's thread
the old one's postings are gone.
"""

from __future__ import annotations

import re
from typing import Any

from adapters.boards.base import read_rows
from adapters.boards.feed_calls import Feed, FeedCalls
from adapters.boards.fields import an_object, described, identifier, places, rows_at, text_at
from adapters.boards.headline import read_headline
from adapters.boards.jsonld import EntryError
from adapters.boards.jsonld_values import as_moment, as_text
from adapters.call_policy import CallPolicy
from adapters.outbound import OutboundClient
from schema.errors import SourceError
from schema.jobs import FetchResult, FetchState, Posting, Salary, SourceConfig

FEED = Feed("https://hn.algolia.com", "/api/v1", CallPolicy(hosts=("hn.algolia.com",), every=1.0, seconds=60.0))
_THREAD = re.compile(r"\bwho is hiring\b", re.IGNORECASE)
_FIRST_LINE = re.compile(r"<p\b|<br\b|\n", re.IGNORECASE)


class HnHiringBoard:
    """Two calls: which thread is the newest, and all its comments."""

    async def fetch(self, source: SourceConfig, http: OutboundClient, conditional: FetchState) -> FetchResult:
        """See `Board.fetch`."""
        calls = FeedCalls(http, source, FEED)
        # The same account asks on the same day who wants to be hired.
        found = await calls.get_json("/search_by_date", {"tags": "story,author_whoishiring", "hitsPerPage": 10})
        threads = [hit for hit in rows_at(found, "hits") if _THREAD.search(text_at(hit, "title"))]
        number = text_at(threads[0], "objectID") if threads else ""
        if not number.isdigit():
            raise SourceError("The search names no thread of who is hiring; it is asked again at the next refresh.")
        comments = rows_at(await calls.get_json(f"/items/{number}"), "children")
        return await read_rows(
            [each for each in comments if not _is_deleted(each)], posting_of, conditional, FetchState()
        )


def posting_of(entry: Any) -> Posting:
    """The posting of a comment. Raises EntryError for a comment that does not begin like one."""
    row = an_object(entry)
    own_id = identifier(row, "id")
    text = as_text(row.get("text")) or ""
    first = described([("", _FIRST_LINE.split(text, maxsplit=1)[0])])[0]
    line = read_headline(" ".join(first.split()))
    if line is None:
        raise EntryError("its first line is not `Company | Role | …`")
    return Posting(
        external_id=own_id,
        title=line.title[:300],
        company=line.company[:300],
        url=f"https://news.ycombinator.com/item?id={own_id}" if own_id.isdigit() else None,
        apply_url=line.address,
        locations=places(line.places),
        workplace=line.workplace,
        employment_type=line.employment[0] if line.employment else "unknown",
        employment_types=list(line.employment),
        salary=Salary(source="parsed", raw=line.pay[:200]) if line.pay else None,
        description=described([("", text)])[0],
        posted_at=as_moment(row.get("created_at")),
        raw={name: value for name, value in row.items() if name != "children"},
    )


def _is_deleted(row: Any) -> bool:
    return isinstance(row, dict) and row.get("text") is None
