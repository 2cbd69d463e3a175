"""Kind `jobicy`: the newest 50 remote postings of Jobicy. `location` is `all`, or one tag.

| ours | theirs |
|---|---|
| external_id, url | `id`, `url` |
| title, company, department | `jobTitle`, `companyName`, `jobIndustry[]` |
| workplace, locations, remote_scope | remote; `jobGeo` |
| employment_type, seniority | `jobType[]`, `jobLevel` unless it is `Any` |
| salary | `salaryMin`, `salaryMax`, `salaryPeriod`, or `annualSalaryMin`, `annualSalaryMax`; `salaryCurrency` |
| description | `jobDescription` (HTML), else `jobExcerpt`, which is only its beginning |
| posted_at | `pubDate` |

What leaves the list is not gone, for the list holds the newest only.
"""

from __future__ import annotations

from typing import Any

from adapters.boards.base import read_rows
from adapters.boards.feed_calls import Feed, FeedCalls, remote_places
from adapters.boards.fields import (
    Json,
    an_object,
    company_at,
    described,
    identifier,
    rows_at,
    text_at,
    texts_at,
    title_at,
)
from adapters.boards.jsonld_values import as_text, as_web_address
from adapters.boards.moments import from_words_in_utc
from adapters.boards.vocabulary import employment_types, stated_salary
from adapters.call_policy import CallPolicy
from adapters.outbound import OutboundClient
from schema.jobs import FetchResult, FetchState, Posting, Salary, SourceConfig
from schema.source_terms import terms_of

FEED = Feed(
    "https://jobicy.com",
    "/api/v2/remote-jobs",
    CallPolicy(hosts=("jobicy.com",), every=2.0, seconds=60.0),
    search="tag",
    options={"geo": "geo", "industry": "industry", "count": "count"},
)


class JobicyBoard:
    """One conditional call."""

    async def fetch(self, source: SourceConfig, http: OutboundClient, conditional: FetchState) -> FetchResult:
        """See `Board.fetch`."""
        asked = source.model_copy(update={"options": {"count": "50"} | source.options})
        answer = await FeedCalls(http, asked, FEED).listing(conditional)
        if answer is None:
            return FetchResult(state=conditional, not_modified=True)
        return await read_rows(rows_at(answer.payload, "jobs"), posting_of, conditional, answer.state, complete=False)


def posting_of(entry: Any) -> Posting:
    """The posting of an entry. Raises EntryError without an id, a title or an employer."""
    row = an_object(entry)
    locations, scope = remote_places([text_at(row, "jobGeo")])
    kinds = employment_types(*texts_at(row, "jobType"))
    level = text_at(row, "jobLevel")
    whole = as_text(row.get("jobDescription")) or ""
    return Posting(
        external_id=identifier(row, "id", "url"),
        title=title_at(row, "jobTitle"),
        company=company_at(row, "companyName"),
        url=as_web_address(row.get("url")),
        department=", ".join(texts_at(row, "jobIndustry"))[:300] or None,
        locations=locations,
        workplace="remote",
        remote_scope=scope,
        employment_type=kinds[0] if kinds else "unknown",
        employment_types=kinds,
        seniority=level if level.lower() != "any" and level else None,
        salary=_salary(row),
        description=described([("", whole or as_text(row.get("jobExcerpt")) or "")])[0],
        description_complete=bool(whole),
        posted_at=from_words_in_utc(text_at(row, "pubDate")),
        credit=terms_of("jobicy").credit,
        raw=row,
    )


def _salary(row: Json) -> Salary | None:
    currency = text_at(row, "salaryCurrency")
    yearly = stated_salary(row.get("annualSalaryMin"), row.get("annualSalaryMax"), currency, "year")
    return yearly or stated_salary(row.get("salaryMin"), row.get("salaryMax"), currency, text_at(row, "salaryPeriod"))
