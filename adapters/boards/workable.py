"""Kind `workable`: the widget of an account. `location` is the account's name.

| ours | theirs |
|---|---|
| external_id, title | `shortcode`, `title` |
| url, apply_url | `url`, else `shortlink`; `application_url` |
| company | `name` of the answer |
| locations | `locations[]`, else `city`, `state`, `country` |
| workplace | `workplace`, else `telecommuting` |
| employment_type, department, seniority | `employment_type`, `department`, `experience` |
| description | `description` |
| posted_at | `published_on`, else `created_at` |

Its front refuses a host for hours after a burst, so there are five seconds between two calls of any account. An account
that it does not know may be an empty list.
"""

from __future__ import annotations

from typing import Any

from adapters.boards.base import read_rows
from adapters.boards.calls import BoardCalls, Site, path_of
from adapters.boards.fields import an_object, described, identifier, place, rows_at, text_at, title_at, unique
from adapters.boards.jsonld_values import as_list, as_moment, as_text, as_web_address
from adapters.boards.vocabulary import employment_types, workplace, workplace_of
from adapters.outbound import OutboundClient
from schema.jobs import FetchResult, FetchState, JobLocation, Posting, SourceConfig

SITE = Site("https://apply.workable.com", every=5.0)


class WorkableBoard:
    """One call for the whole account."""

    async def fetch(self, source: SourceConfig, http: OutboundClient, conditional: FetchState) -> FetchResult:
        """See `Board.fetch`."""
        calls = BoardCalls(http, source, SITE)
        path = path_of("api", "v1", "widget", "accounts", calls.account)
        answer = await calls.listing(f"{path}?details=true", conditional)
        if answer is None:
            return FetchResult(state=conditional, not_modified=True)
        company = text_at(answer.payload, "name") or calls.company
        rows = rows_at(answer.payload, "jobs")
        return await read_rows(rows, lambda row: posting_of(row, company), conditional, answer.state)


def posting_of(row: Any, company: str) -> Posting:
    """The posting of a row. Raises EntryError without a shortcode or a title."""
    row = an_object(row)
    kinds = employment_types(text_at(row, "employment_type"))
    named = workplace(text_at(row, "workplace"))
    description, sections = described([("", as_text(row.get("description")) or "")])
    return Posting(
        external_id=identifier(row, "shortcode"),
        title=title_at(row, "title"),
        company=company,
        url=as_web_address(row.get("url")) or as_web_address(row.get("shortlink")),
        apply_url=as_web_address(row.get("application_url")),
        department=text_at(row, "department") or None,
        locations=unique([_location(item) for item in as_list(row.get("locations"))]) or unique([_location(row)]),
        workplace=named if named != "unknown" else workplace_of(remote=row.get("telecommuting")),
        employment_type=kinds[0] if kinds else "unknown",
        employment_types=kinds,
        seniority=text_at(row, "experience") or None,
        description=description,
        description_complete=bool(description),
        sections=sections,
        posted_at=as_moment(row.get("published_on")) or as_moment(row.get("created_at")),
        raw=row,
    )


def _location(item: Any) -> JobLocation | None:
    return place(text_at(item, "city"), text_at(item, "state") or text_at(item, "region"), text_at(item, "country"))
