"""Kind `workday`: the careers site behind `{tenant}.{wdN}.myworkdayjobs.com/{site}`.

`location` is `tenant/wdN/site`; option `search` gives words that the site filters by.

| ours | theirs, in the list and in the posting's own page (`jobPostingInfo`) |
|---|---|
| external_id | what stands after the last `_` of `externalPath`, the requisition: titles and places before it change |
| title, url | `title`; `externalUrl`, else the site's page of `externalPath` |
| company | `hiringOrganization.name` beside it, else the source's name |
| locations | `location`, `additionalLocations[]` of the page with `country.descriptor`; else `locationsText` |
| workplace | `remoteType` or `workplaceType`, else words of the locations |
| employment_type | `timeType` of the page |
| description | `jobDescription` of the page |
| posted_at | `startDate` of the page, else `postedOn`: words such as `Posted 3 Days Ago`, counted from today |
| expires_at | `endDate` of the page |

Twenty rows a page; only the first page says the total.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from adapters.boards.base import read_rows
from adapters.boards.calls import BoardCalls, Site, path_of
from adapters.boards.details import Listed, detail_limit, with_details
from adapters.boards.fields import an_object, at, country_of, described, places, rows_at, text_at, texts_at, title_at
from adapters.boards.jsonld import EntryError
from adapters.boards.jsonld_values import as_moment, as_text, as_web_address
from adapters.boards.moments import days_ago
from adapters.boards.paging import all_pages
from adapters.boards.vocabulary import employment_types, workplace, workplace_in
from adapters.outbound import OutboundClient
from schema.errors import Unprocessable
from schema.jobs import FetchResult, FetchState, Posting, SourceConfig

LOCATION = re.compile(r"([A-Za-z0-9][A-Za-z0-9_-]{0,61})/(wd\d{1,4})/([A-Za-z0-9][A-Za-z0-9_-]{0,98})")
PAGE, MOST_PAGES, DETAILS = 20, 50, 60
_PATH = re.compile(r"(?:/[A-Za-z0-9%_.,~()'!&+-]+)+")
_COUNT_OF_PLACES = re.compile(r"\d+ Locations?", re.IGNORECASE)


def _today() -> date:
    return datetime.now(UTC).date()


class WorkdayBoard:
    """Pages of twenty, and one call a posting for its text. `today` is the day that relative dates are counted from."""

    def __init__(self, today: Callable[[], date] = _today) -> None:
        self._today = today

    async def fetch(self, source: SourceConfig, http: OutboundClient, conditional: FetchState) -> FetchResult:
        """See `Board.fetch`."""
        limit = detail_limit(source, default=DETAILS)
        found = LOCATION.fullmatch(source.location.strip())
        if found is None:
            raise Unprocessable(
                "The location of a workday source is tenant/wdN/site, as in the address of its careers site.",
                field="location",
            )
        tenant, shard, site = found.groups()
        rules = Site(f"https://{tenant}.{shard}.myworkdayjobs.com", account=LOCATION, every=0.3)
        calls = BoardCalls(http, source.model_copy(update={"name": source.name or tenant}), rules)
        root = path_of("wday", "cxs", tenant, site)
        search = source.options.get("search", "")

        async def page(offset: int) -> tuple[list[Any], object]:
            asked = {"appliedFacets": {}, "limit": PAGE, "offset": offset, "searchText": search}
            answer = await calls.post_json(f"{root}/jobs", asked)
            return rows_at(answer, "jobPostings"), at(answer, "total")

        async def detail(row: Any) -> Any:
            return await calls.get_json(root + _path(row))

        pages = await all_pages(page, most=MOST_PAGES)
        listed = await with_details(pages.rows, _id, detail, limit=limit, before=conditional)
        today, shown = self._today(), f"{calls.base}/{site}"
        return await read_rows(
            listed.rows,
            lambda row: posting_of(row, shown, calls.company, today),
            conditional,
            FetchState(),
            complete=pages.complete,
            notes=[*pages.notes, *listed.notes],
        )


def posting_of(listed: Listed, site: str, company: str, today: date) -> Posting:
    """The posting of a row and its page; `site` is the careers site's address. Raises EntryError without a path."""
    row, page = an_object(listed.row), at(listed.detail, "jobPostingInfo")
    kinds = employment_types(text_at(page, "timeType"))
    shown = text_at(row, "locationsText")
    labels = [*texts_at(page, "location"), *texts_at(page, "additionalLocations")]
    labels = labels or ([] if _COUNT_OF_PLACES.fullmatch(shown) else [shown])
    kind = text_at(page, "remoteType") or text_at(page, "workplaceType") or text_at(row, "remoteType")
    named = workplace(kind)
    description, sections = described([("", as_text(at(page, "jobDescription")) or "")])
    return Posting(
        external_id=_id(row),
        title=title_at(row, "title"),
        company=text_at(listed.detail, "hiringOrganization", "name")[:300] or company,
        url=as_web_address(at(page, "externalUrl")) or site + _path(row),
        locations=places(labels, country_of(text_at(page, "country", "descriptor"))),
        workplace=named if named != "unknown" else workplace_in(*labels),
        employment_type=kinds[0] if kinds else "unknown",
        employment_types=kinds,
        description=description,
        description_complete=bool(description),
        sections=sections,
        posted_at=as_moment(at(page, "startDate")) or days_ago(text_at(row, "postedOn"), today),
        expires_at=as_moment(at(page, "endDate")),
        raw=listed.raw(),
    )


def _path(row: Any) -> str:
    """The row's path, if it is one: it becomes a part of an address. Raises EntryError."""
    path = as_text(at(row, "externalPath")) or ""
    if not _PATH.fullmatch(path) or ".." in path:
        raise EntryError("it has no usable path")
    return path


def _id(row: Any) -> str:
    path = _path(row)
    tail = path.rpartition("_")[2]
    return (tail if "_" in path and re.search(r"\d", tail) else path)[:300]
