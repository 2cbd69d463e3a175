"""Kind `ashby`: the posting API. `location` is the board's name. Answers take ten seconds and may be 12 MB.

| ours | theirs |
|---|---|
| external_id, title, url, apply_url | `id`, `title`, `jobUrl`, `applyUrl` |
| company | not in the answer: the source's name |
| locations | `location` with `address.postalAddress` (the country is a name), then `secondaryLocations[]` |
| workplace | `workplaceType`; `isRemote` only without it: boards set that for hybrid posts too |
| employment_type, department | `employmentType`; `department`, `team` |
| salary | `compensation.summaryComponents[]` of type Salary, whole units; not where the board hides it |
| description | `descriptionPlain`, else `descriptionHtml` |
| posted_at | `publishedAt`, which a re-publication resets |

A row with `isListed` = false is not shown to applicants and is left out.
"""

from __future__ import annotations

from typing import Any

from adapters.boards.base import read_rows
from adapters.boards.calls import BoardCalls, Site, path_of
from adapters.boards.fields import an_object, at, described, identifier, place, rows_at, text_at, title_at, unique
from adapters.boards.jsonld_values import as_list, as_moment, as_text, as_web_address
from adapters.boards.vocabulary import employment_types, stated_salary, workplace, workplace_of
from adapters.outbound import OutboundClient
from schema.jobs import FetchResult, FetchState, JobLocation, Posting, Salary, SourceConfig

SITE = Site("https://api.ashbyhq.com", every=1.0, seconds=60.0)


class AshbyBoard:
    """One slow call for the whole board."""

    async def fetch(self, source: SourceConfig, http: OutboundClient, conditional: FetchState) -> FetchResult:
        """See `Board.fetch`."""
        calls = BoardCalls(http, source, SITE)
        path = path_of("posting-api", "job-board", calls.account)
        answer = await calls.listing(f"{path}?includeCompensation=true", conditional)
        if answer is None:
            return FetchResult(state=conditional, not_modified=True)
        rows = [row for row in rows_at(answer.payload, "jobs") if at(row, "isListed") is not False]
        return await read_rows(rows, lambda row: posting_of(row, calls.company), conditional, answer.state)


def posting_of(row: Any, company: str) -> Posting:
    """The posting of a row. Raises EntryError without an id or a title."""
    row = an_object(row)
    kinds = employment_types(text_at(row, "employmentType"))
    named = workplace(text_at(row, "workplaceType"))
    groups = [text_at(row, name) for name in ("department", "team")]
    text = as_text(row.get("descriptionPlain")) or as_text(row.get("descriptionHtml")) or ""
    description, sections = described([("", text)])
    return Posting(
        external_id=identifier(row, "id"),
        title=title_at(row, "title"),
        company=company,
        url=as_web_address(row.get("jobUrl")),
        apply_url=as_web_address(row.get("applyUrl")),
        department=", ".join(dict.fromkeys(filter(None, groups))) or None,
        locations=unique([_location(item) for item in (row, *as_list(row.get("secondaryLocations")))]),
        workplace=named if named != "unknown" else workplace_of(remote=row.get("isRemote")),
        employment_type=kinds[0] if kinds else "unknown",
        employment_types=kinds,
        salary=_salary(row),
        description=description,
        description_complete=bool(description),
        sections=sections,
        posted_at=as_moment(row.get("publishedAt")),
        raw=row,
    )


def _location(item: Any) -> JobLocation | None:
    address = at(item, "address", "postalAddress") or at(item, "address")
    city, region, country = (text_at(address, f"address{part}") for part in ("Locality", "Region", "Country"))
    return place(city, region, country, raw=text_at(item, "location"))


def _salary(row: Any) -> Salary | None:
    if row.get("shouldDisplayCompensationOnJobPostings") is False:
        return None
    for item in as_list(at(row, "compensation", "summaryComponents")):
        if text_at(item, "compensationType") == "Salary":
            currency, period = text_at(item, "currencyCode"), text_at(item, "interval")
            if found := stated_salary(at(item, "minValue"), at(item, "maxValue"), currency, period):
                return found
    return None
