"""Kind `recruitee`: the offers of a careers site. `location` is the account, `{account}.recruitee.com`.

| ours | theirs |
|---|---|
| external_id, title, company | `id`, `title`, `company_name` |
| url, apply_url | `careers_url`, else `url`; `careers_apply_url` |
| locations | `locations[]`, else `location` with `city`, `country` |
| workplace | `hybrid`, `remote`, `on_site` |
| employment_type, department, seniority | `employment_type_code`, `department`, `experience_code` |
| salary | `salary{min,max,currency,period}` |
| description, sections | `description`, `requirements` |
| posted_at, expires_at | `published_at` (`2026-11-01 10:00:00 UTC`), `close_at` |

An offer whose `status` is said and not `published` is left out.
"""

from __future__ import annotations

from typing import Any

from adapters.boards.base import read_rows
from adapters.boards.calls import HOST_LABEL, BoardCalls, Site
from adapters.boards.fields import an_object, at, described, identifier, place, rows_at, text_at, title_at, unique
from adapters.boards.jsonld_values import as_list, as_text, as_web_address
from adapters.boards.moments import from_words_in_utc
from adapters.boards.vocabulary import employment_types, stated_salary, workplace_of
from adapters.outbound import OutboundClient
from schema.jobs import FetchResult, FetchState, JobLocation, Posting, SourceConfig

SITE = Site("https://{account}.recruitee.com", HOST_LABEL)


class RecruiteeBoard:
    """One call for the whole site."""

    async def fetch(self, source: SourceConfig, http: OutboundClient, conditional: FetchState) -> FetchResult:
        """See `Board.fetch`."""
        calls = BoardCalls(http, source, SITE)
        answer = await calls.listing("/api/offers/", conditional)
        if answer is None:
            return FetchResult(state=conditional, not_modified=True)
        rows = [row for row in rows_at(answer.payload, "offers") if text_at(row, "status") in ("", "published")]
        return await read_rows(rows, lambda row: posting_of(row, calls.company), conditional, answer.state)


def posting_of(row: Any, company: str) -> Posting:
    """The posting of an offer. Raises EntryError without an id or a title."""
    row = an_object(row)
    kinds = employment_types(text_at(row, "employment_type_code"))
    parts = [("", as_text(row.get("description")) or ""), ("Requirements", as_text(row.get("requirements")) or "")]
    description, sections = described(parts)
    pay = at(row, "salary")
    found = [_location(item) for item in as_list(row.get("locations"))]
    return Posting(
        external_id=identifier(row, "id", "slug"),
        title=title_at(row, "title"),
        company=text_at(row, "company_name")[:300] or company,
        url=as_web_address(row.get("careers_url")) or as_web_address(row.get("url")),
        apply_url=as_web_address(row.get("careers_apply_url")),
        department=text_at(row, "department") or None,
        locations=unique(found) or unique([_location(row)]),
        workplace=workplace_of(remote=row.get("remote"), hybrid=row.get("hybrid"), onsite=row.get("on_site")),
        employment_type=kinds[0] if kinds else "unknown",
        employment_types=kinds,
        seniority=text_at(row, "experience_code").replace("_", " ") or None,
        salary=stated_salary(at(pay, "min"), at(pay, "max"), text_at(pay, "currency"), text_at(pay, "period")),
        description=description,
        description_complete=bool(description),
        sections=sections,
        posted_at=from_words_in_utc(text_at(row, "published_at")),
        expires_at=from_words_in_utc(text_at(row, "close_at")),
        raw=row,
    )


def _location(item: Any) -> JobLocation | None:
    country = text_at(item, "country_code") or text_at(item, "country")
    city = text_at(item, "city")
    label = text_at(item, "location") or ("" if city else text_at(item, "name"))
    return place(city, text_at(item, "state"), country, raw=label)
