"""Kind `breezy`: the JSON of a careers site. `location` is the account, `{account}.breezy.hr`.

| ours | theirs |
|---|---|
| external_id, title, url | `id`, else `friendly_id`; `name`; `url` |
| company | `company.name`, else the source's name |
| locations | `locations[]`, else `location`: `city`, `state.name`, `country.name`, or `name` |
| workplace | `location.is_remote`, else words of the locations |
| employment_type, department | `type.name`, `department` |
| salary | `salary`, in words: kept to be read later |
| description | `description`, which the board gives only when asked for verbose rows |
| posted_at | `published_date` |
"""

from __future__ import annotations

from typing import Any

from adapters.boards.base import read_rows
from adapters.boards.calls import HOST_LABEL, BoardCalls, Site
from adapters.boards.fields import an_object, at, described, identifier, place, rows_at, text_at, title_at, unique
from adapters.boards.jsonld_values import as_list, as_moment, as_text, as_web_address
from adapters.boards.vocabulary import employment_types, salary_in_words, workplace_in, workplace_of
from adapters.outbound import OutboundClient
from schema.jobs import FetchResult, FetchState, JobLocation, Posting, SourceConfig

SITE = Site("https://{account}.breezy.hr", HOST_LABEL)


class BreezyBoard:
    """One call for the whole site."""

    async def fetch(self, source: SourceConfig, http: OutboundClient, conditional: FetchState) -> FetchResult:
        """See `Board.fetch`."""
        calls = BoardCalls(http, source, SITE)
        answer = await calls.listing("/json?verbose=true", conditional)
        if answer is None:
            return FetchResult(state=conditional, not_modified=True)
        rows = rows_at(answer.payload)
        return await read_rows(rows, lambda row: posting_of(row, calls.company), conditional, answer.state)


def posting_of(row: Any, company: str) -> Posting:
    """The posting of a row. Raises EntryError without an id or a name."""
    row = an_object(row)
    kinds = employment_types(text_at(row, "type"), text_at(row, "type", "id"))
    places_given = as_list(row.get("locations")) or as_list(row.get("location"))
    locations = unique([_location(item) for item in places_given])
    flagged = workplace_of(remote=any(at(item, "is_remote") is True for item in places_given))
    description, sections = described([("", as_text(row.get("description")) or "")])
    return Posting(
        external_id=identifier(row, "id", "friendly_id"),
        title=title_at(row, "name"),
        company=text_at(row, "company", "name")[:300] or company,
        url=as_web_address(row.get("url")),
        department=text_at(row, "department") or None,
        locations=locations,
        workplace=flagged if flagged != "unknown" else workplace_in(*(text_at(item, "name") for item in places_given)),
        employment_type=kinds[0] if kinds else "unknown",
        employment_types=kinds,
        salary=salary_in_words(text_at(row, "salary")),
        description=description,
        description_complete=bool(description),
        sections=sections,
        posted_at=as_moment(row.get("published_date")),
        raw=row,
    )


def _location(item: Any) -> JobLocation | None:
    city, region, country = text_at(item, "city"), text_at(item, "state"), text_at(item, "country")
    return place(city, region, country, raw=text_at(item, "name"))
