"""Kind `bamboohr`: the list of a careers site. `location` is the account, `{account}.bamboohr.com`.

| ours | theirs, in the list and in the posting's own page (`result.jobOpening`) |
|---|---|
| external_id, title | `id`, `jobOpeningName` |
| url | `jobOpeningShareUrl` of the page, else the public page of `id` |
| company | not in the answer: the source's name |
| locations | `location` and `atsLocation`: `city`, `state` or `province`, `addressCountry` or `country` |
| workplace | `locationType` (0 on site, 1 remote, 2 hybrid), else `isRemote` |
| employment_type, department, seniority | `employmentStatusLabel`, `departmentLabel`, `minimumExperience` of the page |
| salary | `compensation` of the page, in words: kept to be read later |
| description, posted_at | `description`, `datePosted` of the page |
"""

from __future__ import annotations

from typing import Any

from adapters.boards.base import read_rows
from adapters.boards.calls import HOST_LABEL, BoardCalls, Site, path_of
from adapters.boards.details import Listed, detail_limit, with_details
from adapters.boards.fields import an_object, at, described, identifier, place, rows_at, text_at, title_at, unique
from adapters.boards.jsonld_values import as_moment, as_text, as_web_address
from adapters.boards.vocabulary import employment_types, salary_in_words, workplace_of
from adapters.outbound import OutboundClient
from schema.jobs import FetchResult, FetchState, JobLocation, Posting, SourceConfig, Workplace

SITE = Site("https://{account}.bamboohr.com", HOST_LABEL)
DETAILS = 100
_WORKPLACES: dict[str, Workplace] = {"0": "onsite", "1": "remote", "2": "hybrid"}


class BambooHrBoard:
    """One call for the list, and one a posting for its text."""

    async def fetch(self, source: SourceConfig, http: OutboundClient, conditional: FetchState) -> FetchResult:
        """See `Board.fetch`."""
        limit = detail_limit(source, default=DETAILS)
        calls = BoardCalls(http, source, SITE)

        async def detail(row: Any) -> Any:
            answer = await calls.get_json(path_of("careers", _id(row), "detail"))
            return at(answer, "result", "jobOpening")

        rows = rows_at(await calls.get_json("/careers/list"), "result")
        found = await with_details(rows, _id, detail, limit=limit, before=conditional)
        return await read_rows(
            found.rows,
            lambda row: posting_of(row, calls.base, calls.company),
            conditional,
            FetchState(),
            notes=found.notes,
        )


def posting_of(listed: Listed, base: str, company: str) -> Posting:
    """The posting of a row and its page. Raises EntryError without an id or a name."""
    row, page = an_object(listed.row), listed.detail
    kinds = employment_types(text_at(row, "employmentStatusLabel") or text_at(page, "employmentStatusLabel"))
    description, sections = described([("", as_text(at(page, "description")) or "")])
    public = base + path_of("careers", _id(row))
    return Posting(
        external_id=_id(row),
        title=title_at(row, "jobOpeningName"),
        company=company,
        url=as_web_address(at(page, "jobOpeningShareUrl")) or public,
        department=text_at(row, "departmentLabel") or None,
        locations=unique([_location(at(row, "location"), at(row, "atsLocation"))]),
        workplace=_WORKPLACES.get(text_at(row, "locationType")) or workplace_of(remote=row.get("isRemote")),
        employment_type=kinds[0] if kinds else "unknown",
        employment_types=kinds,
        seniority=text_at(page, "minimumExperience") or None,
        salary=salary_in_words(text_at(page, "compensation")),
        description=description,
        description_complete=bool(description),
        sections=sections,
        posted_at=as_moment(at(page, "datePosted")),
        raw=listed.raw(),
    )


def _location(shown: Any, internal: Any) -> JobLocation | None:
    city = text_at(shown, "city") or text_at(internal, "city")
    region = text_at(shown, "state") or text_at(internal, "state") or text_at(internal, "province")
    return place(city, region, text_at(shown, "addressCountry") or text_at(internal, "country"))


def _id(row: Any) -> str:
    return identifier(row, "id")
