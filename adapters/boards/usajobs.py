"""Kind `usajobs`: posts of the United States' government. `location` is `all`, or words to search for.

Needs the settings USAJOBS_EMAIL and USAJOBS_KEY; the key is free.

| ours | theirs, below `MatchedObjectDescriptor` |
|---|---|
| external_id, url, apply_url | `MatchedObjectId` beside it, `PositionURI`, `ApplyURI[]` |
| title, company, department | `PositionTitle`, `OrganizationName`, `DepartmentName` |
| locations | `PositionLocation[]`, else `PositionLocationDisplay` |
| workplace | `UserArea.Details.RemoteIndicator`; that telework is possible says nothing sure |
| employment_type | `PositionSchedule[].Name` |
| salary | `PositionRemuneration[]`: `MinimumRange`, `MaximumRange`, `RateIntervalCode`; US dollars |
| description, sections | `UserArea.Details`: `JobSummary`, `MajorDuties[]`, `Requirements`, `Education` |
| the last section | `QualificationSummary` |
| posted_at, expires_at | `PublicationStartDate`, `ApplicationCloseDate` |
"""

from __future__ import annotations

from typing import Any

from adapters.boards.base import read_rows
from adapters.boards.feed_calls import Feed, FeedCalls
from adapters.boards.fields import (
    Json,
    an_object,
    at,
    company_at,
    described,
    identifier,
    place,
    rows_at,
    text_at,
    texts_at,
    title_at,
    unique,
)
from adapters.boards.jsonld_values import as_list, as_moment, as_text, as_web_address
from adapters.boards.keys import SourceKeys, needed
from adapters.boards.paging import all_pages
from adapters.boards.vocabulary import employment_types, stated_salary, workplace_of
from adapters.call_policy import CallPolicy
from adapters.outbound import OutboundClient
from schema.jobs import FetchResult, FetchState, JobLocation, Posting, Salary, SourceConfig

PAGE = 250
FEED = Feed(
    "https://data.usajobs.gov",
    "/api/search",
    CallPolicy(hosts=("data.usajobs.gov",), every=1.0, seconds=60.0),
    search="Keyword",
    options={"title": "PositionTitle", "place": "LocationName", "remote": "RemoteIndicator"},
    pages=4,
)
_PERIODS = {"PA": "year", "PH": "hour", "PD": "day", "PW": "week", "PM": "month"}
_PARTS = (
    ("", "JobSummary"), ("Duties", "MajorDuties"), ("Requirements", "Requirements"), ("Education", "Education"),
)  # fmt: skip


class UsaJobsBoard:
    """Pages up to a limit."""

    def __init__(self, keys: SourceKeys) -> None:
        self._keys = keys

    async def fetch(self, source: SourceConfig, http: OutboundClient, conditional: FetchState) -> FetchResult:
        """See `Board.fetch`."""
        calls = FeedCalls(http, source, FEED)
        email, key = needed(source.kind, usajobs_email=self._keys.usajobs_email, usajobs_key=self._keys.usajobs_key)
        headers = {"user-agent": email, "authorization-key": key}

        async def ask(offset: int) -> tuple[list[Any], object]:
            payload = await calls.get_json(query={"ResultsPerPage": PAGE, "Page": offset // PAGE + 1}, headers=headers)
            found = at(payload, "SearchResult")
            return rows_at(found, "SearchResultItems"), at(found, "SearchResultCountAll")

        pages = await all_pages(ask, most=calls.pages, size=PAGE)
        return await read_rows(
            pages.rows, posting_of, conditional, FetchState(), complete=pages.complete, notes=pages.notes
        )


def posting_of(entry: Any) -> Posting:
    """The posting of an entry. Raises EntryError without an id, a title or an organisation."""
    item = an_object(entry)
    row = an_object(item.get("MatchedObjectDescriptor"))
    kinds = employment_types(*texts_at(row, "PositionSchedule", "Name"))
    description, sections = described(
        [(heading, _words(at(row, "UserArea", "Details", name))) for heading, name in _PARTS]
        + [("Qualifications", as_text(row.get("QualificationSummary")) or "")]
    )
    remote = at(row, "UserArea", "Details", "RemoteIndicator")
    return Posting(
        external_id=identifier(item, "MatchedObjectId"),
        title=title_at(row, "PositionTitle"),
        company=company_at(row, "OrganizationName"),
        url=as_web_address(row.get("PositionURI")),
        apply_url=as_web_address(row.get("ApplyURI")),
        department=text_at(row, "DepartmentName") or None,
        locations=_locations(row),
        workplace=workplace_of(remote=remote is True or str(remote).lower() == "true"),
        employment_type=kinds[0] if kinds else "unknown",
        employment_types=kinds,
        salary=_salary(row),
        description=description,
        sections=sections,
        posted_at=as_moment(row.get("PublicationStartDate")),
        expires_at=as_moment(row.get("ApplicationCloseDate")),
        raw=item,
    )


def _words(value: object) -> str:
    return "\n".join(text for item in as_list(value) if (text := as_text(item)))


def _locations(row: Json) -> list[JobLocation]:
    found = unique(
        [
            place(
                city=text_at(each, "CityName").partition(",")[0],
                region=text_at(each, "CountrySubDivisionCode"),
                country=text_at(each, "CountryCode"),
                raw=text_at(each, "LocationName"),
            )
            for each in as_list(row.get("PositionLocation"))
        ]
    )
    shown = place(raw=text_at(row, "PositionLocationDisplay"))
    return found or ([shown] if shown else [])


def _salary(row: Json) -> Salary | None:
    for each in as_list(row.get("PositionRemuneration")):
        code = text_at(each, "RateIntervalCode")
        found = stated_salary(at(each, "MinimumRange"), at(each, "MaximumRange"), "USD", _PERIODS.get(code, code))
        if found:
            return found
    return None
