"""Kind `rippling`: the job board API. `location` is the board's name.

| ours | theirs, in the list and in the posting's own page |
|---|---|
| external_id, title, url | `uuid`, `name`, `url` |
| company | `companyName` of the page, else the source's name |
| locations | `workLocation.label` of all rows with this id; `workLocations[]` of the page |
| workplace | words of the locations |
| employment_type, department | `employmentType` of the page; `department.label` |
| salary | `payRangeDetails[]` of the page: the span of all with the currency and time of the first |
| description, sections | `description` of the page: a text, or `company` and `role` |
| posted_at | `createdOn` of the page |

The list repeats a posting for each of its places, and has neither text nor date.
"""

from __future__ import annotations

from typing import Any

from adapters.boards.base import read_rows
from adapters.boards.calls import BoardCalls, Site, path_of
from adapters.boards.details import Listed, detail_limit, with_details
from adapters.boards.fields import an_object, at, described, identifier, places, rows_at, text_at, texts_at, title_at
from adapters.boards.jsonld import EntryError
from adapters.boards.jsonld_values import as_list, as_moment, as_text, as_web_address
from adapters.boards.vocabulary import employment_types, stated_salary, workplace_in
from adapters.outbound import OutboundClient
from schema.jobs import FetchResult, FetchState, Posting, Salary, SourceConfig

SITE = Site("https://api.rippling.com", every=0.5)
DETAILS = 100


class RipplingBoard:
    """One call for the list, and one a posting for its text."""

    async def fetch(self, source: SourceConfig, http: OutboundClient, conditional: FetchState) -> FetchResult:
        """See `Board.fetch`."""
        limit = detail_limit(source, default=DETAILS)
        calls = BoardCalls(http, source, SITE)
        root = path_of("platform", "api", "ats", "v1", "board", calls.account, "jobs")

        async def detail(group: list[Any]) -> Any:
            return await calls.get_json(root + path_of(_id(group)))

        groups = _by_id(rows_at(await calls.get_json(root)))
        found = await with_details(groups, _id, detail, limit=limit, before=conditional)
        return await read_rows(
            found.rows, lambda row: posting_of(row, calls.company), conditional, FetchState(), notes=found.notes
        )


def posting_of(listed: Listed, company: str) -> Posting:
    """The posting of the rows of one id and its page. Raises EntryError without an id or a name."""
    row, page = an_object(listed.row[0]), listed.detail
    kinds = employment_types(*(text_at(page, "employmentType", name) for name in ("label", "id")))
    labels = [text_at(item, "workLocation", "label") for item in listed.row]
    labels += [text_at(item, "label") or text_at(item, "name") for item in as_list(at(page, "workLocations"))]
    labels += texts_at(page, "workLocations") if not any(labels) else []
    text = at(page, "description")
    parts = [text] if isinstance(text, str) else [at(text, "company"), at(text, "role")]
    description, sections = described([("", as_text(part) or "") for part in parts])
    return Posting(
        external_id=_id(listed.row),
        title=title_at(row, "name"),
        company=text_at(page, "companyName")[:300] or company,
        url=as_web_address(row.get("url")) or as_web_address(at(page, "url")),
        department=text_at(row, "department", "label") or None,
        locations=places(labels),
        workplace=workplace_in(*labels),
        employment_type=kinds[0] if kinds else "unknown",
        employment_types=kinds,
        salary=_salary(page),
        description=description,
        description_complete=bool(description),
        sections=sections,
        posted_at=as_moment(at(page, "createdOn")),
        raw=listed.raw(),
    )


def _salary(page: Any) -> Salary | None:
    """A posting has a range for each of its places."""
    ranges = [
        found
        for item in as_list(at(page, "payRangeDetails"))
        if (
            found := stated_salary(
                at(item, "rangeStart"), at(item, "rangeEnd"), text_at(item, "currency"), text_at(item, "frequency")
            )
        )
    ]
    alike = [each for each in ranges if (each.currency, each.period) == (ranges[0].currency, ranges[0].period)]
    if not alike:
        return None
    low = [each.minimum for each in alike if each.minimum is not None]
    high = [each.maximum for each in alike if each.maximum is not None]
    return ranges[0].model_copy(update={"minimum": min(low, default=None), "maximum": max(high, default=None)})


def _id(group: list[Any]) -> str:
    return identifier(group[0], "uuid", "id")


def _by_id(rows: list[Any]) -> list[list[Any]]:
    """Rows of one posting together; a row without an id stands alone and is told of."""
    groups: dict[str, list[Any]] = {}
    for number, row in enumerate(rows):
        try:
            key = _id([row])
        except EntryError:
            key = f"\0{number}"
        groups.setdefault(key, []).append(row)
    return list(groups.values())
