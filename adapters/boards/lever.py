"""Kind `lever`: the Postings API. `location` is the site's name; option `region` = `eu` asks the European host.

| ours | theirs |
|---|---|
| external_id, title | `id`, `text` |
| url, apply_url | `hostedUrl`, `applyUrl` |
| company | not in the answer: the source's name |
| locations | `categories.allLocations`, else `categories.location`; `country` is that of the first |
| workplace | `workplaceType` (`on-site` and `onsite`), else words of the locations |
| employment_type, department | `categories.commitment`; `categories.department`, `categories.team` |
| salary | `salaryRange`, whole units, `interval` such as `per-year-salary` |
| description, sections | `descriptionPlain`, then `lists[]` (the requirements stand only there), `additionalPlain`, `salaryDescriptionPlain` |
| posted_at | `createdAt`, milliseconds |
"""  # noqa: E501  a table

from __future__ import annotations

from typing import Any

from adapters.boards.base import read_rows
from adapters.boards.calls import BoardCalls, Site, path_of
from adapters.boards.fields import (
    an_object,
    at,
    country_of,
    described,
    identifier,
    places,
    rows_at,
    text_at,
    texts_at,
    title_at,
)
from adapters.boards.jsonld_values import as_list, as_text, as_web_address
from adapters.boards.moments import from_milliseconds
from adapters.boards.vocabulary import employment_types, stated_salary, workplace, workplace_in
from adapters.outbound import OutboundClient
from schema.errors import SourceUnknown, Unprocessable
from schema.jobs import FetchResult, FetchState, Posting, SourceConfig

SITES = {"": Site("https://api.lever.co"), "eu": Site("https://api.eu.lever.co")}


class LeverBoard:
    """One call for the whole site."""

    async def fetch(self, source: SourceConfig, http: OutboundClient, conditional: FetchState) -> FetchResult:
        """See `Board.fetch`."""
        site = SITES.get(source.options.get("region", ""))
        if site is None:
            raise Unprocessable("The option `region` of a lever source is `eu` or absent.", field="options.region")
        calls = BoardCalls(http, source, site)
        answer = await calls.listing(path_of("v0", "postings", calls.account) + "?mode=json", conditional)
        if answer is None:
            return FetchResult(state=conditional, not_modified=True)
        if at(answer.payload, "ok") is False:
            raise SourceUnknown("The board has no site of this name. Check the source's location and region.")
        rows = rows_at(answer.payload)
        return await read_rows(rows, lambda row: posting_of(row, calls.company), conditional, answer.state)


def posting_of(row: Any, company: str) -> Posting:
    """The posting of a row. Raises EntryError without an id or a title."""
    row = an_object(row)
    labels = texts_at(row, "categories", "allLocations") or texts_at(row, "categories", "location")
    kinds = employment_types(text_at(row, "categories", "commitment"))
    named = workplace(text_at(row, "workplaceType"))
    groups = [text_at(row, "categories", name) for name in ("department", "team")]
    description, sections = described(_parts(row))
    pay = at(row, "salaryRange")
    return Posting(
        external_id=identifier(row, "id"),
        title=title_at(row, "text"),
        company=company,
        url=as_web_address(row.get("hostedUrl")),
        apply_url=as_web_address(row.get("applyUrl")),
        department=", ".join(dict.fromkeys(filter(None, groups))) or None,
        locations=places(labels, country_of(text_at(row, "country"))),
        workplace=named if named != "unknown" else workplace_in(*labels),
        employment_type=kinds[0] if kinds else "unknown",
        employment_types=kinds,
        salary=stated_salary(at(pay, "min"), at(pay, "max"), text_at(pay, "currency"), text_at(pay, "interval")),
        description=description,
        sections=sections,
        posted_at=from_milliseconds(row.get("createdAt")),
        raw=row,
    )


def _parts(row: Any) -> list[tuple[str, str]]:
    """The text in reading order. `description` holds the opening already."""
    whole = _either(row, "description")
    opening = [whole] if whole else [_either(row, "opening"), _either(row, "descriptionBody")]
    lists = [(text_at(item, "text"), as_text(at(item, "content")) or "") for item in as_list(row.get("lists"))]
    closing = [_either(row, "additional"), _either(row, "salaryDescription")]
    return [*(("", text) for text in opening), *lists, *(("", text) for text in closing)]


def _either(row: Any, name: str) -> str:
    return as_text(at(row, f"{name}Plain")) or as_text(at(row, name)) or ""
