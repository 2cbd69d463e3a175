"""Kind `teamtailor`: the RSS feed of a careers site. `location` is the account, `{account}.teamtailor.com`.

| ours | theirs |
|---|---|
| external_id, title, url | `guid`, else `link`; `title`; `link` |
| company | not in the items: the source's name |
| locations | `tt:locations/tt:location` with `tt:name`, `tt:city`, `tt:country` |
| workplace | `remoteStatus` (`none` is every site's default and says nothing), else words of the locations |
| department | `tt:department` |
| description | `description`, HTML |
| posted_at | `pubDate` |

A hundred items a page. Sites with a domain of their own are read there: give it as `base_url`.
"""

from __future__ import annotations

import re
from typing import Any

from adapters.boards.base import read_rows
from adapters.boards.calls import HOST_LABEL, BoardCalls, Listing, Site
from adapters.boards.fields import an_object, at, described, identifier, place, text_at, title_at, unique
from adapters.boards.jsonld_values import as_list, as_text, as_web_address
from adapters.boards.moments import from_mail_date
from adapters.boards.paging import all_pages
from adapters.boards.safe_xml import as_data
from adapters.boards.vocabulary import workplace, workplace_in
from adapters.outbound import OutboundClient
from schema.errors import SourceError
from schema.jobs import FetchResult, FetchState, JobLocation, Posting, SourceConfig

SITE = Site(
    "https://{account}.teamtailor.com", re.compile(rf"{HOST_LABEL.pattern}(?:\.{HOST_LABEL.pattern})?"), every=0.5
)
PAGE, MOST_PAGES = 100, 30


class TeamtailorBoard:
    """Pages of a hundred; a site that fits one page costs a 304 while it does not change."""

    async def fetch(self, source: SourceConfig, http: OutboundClient, conditional: FetchState) -> FetchResult:
        """See `Board.fetch`."""
        calls = BoardCalls(http, source, SITE)
        fits_one_page = (conditional.last_rows or PAGE) < PAGE
        first = await calls.xml_listing(_path(0), conditional if fits_one_page else FetchState())
        if first is None:
            return FetchResult(state=conditional, not_modified=True)

        async def page(offset: int) -> tuple[list[Any], object]:
            answer = await calls.xml_listing(_path(offset), FetchState()) if offset else first
            return _items(answer), None

        pages = await all_pages(page, most=MOST_PAGES, size=PAGE)
        return await read_rows(
            pages.rows,
            lambda row: posting_of(row, calls.company),
            conditional,
            first.state if len(pages.rows) < PAGE else FetchState(),
            complete=pages.complete,
            notes=pages.notes,
        )


def posting_of(row: Any, company: str) -> Posting:
    """The posting of an item as data. Raises EntryError without an id or a title."""
    row = an_object(row)
    locations = unique([_location(item) for item in as_list(at(row, "locations", "location"))])
    named = workplace(text_at(row, "remoteStatus"))
    description, sections = described([("", as_text(row.get("description")) or "")])
    return Posting(
        external_id=identifier(row, "guid", "link"),
        title=title_at(row, "title"),
        company=company,
        url=as_web_address(row.get("link")),
        department=text_at(row, "department") or None,
        locations=locations,
        workplace=named if named != "unknown" else workplace_in(*(found.raw for found in locations)),
        description=description,
        description_complete=bool(description),
        sections=sections,
        posted_at=from_mail_date(text_at(row, "pubDate")),
        raw=row,
    )


def _path(offset: int) -> str:
    return f"/jobs.rss?offset={offset}&per_page={PAGE}"


def _items(answer: Listing | None) -> list[Any]:
    if answer is None or answer.payload.tag != "rss":
        raise SourceError("The address answers with other XML than RSS. Check the source's location.")
    return [as_data(element) for element in answer.payload.iterfind("channel/item")]


def _location(item: Any) -> JobLocation | None:
    city, country = text_at(item, "city"), text_at(item, "country")
    return place(city, "", country, raw="" if city else text_at(item, "name") or text_at(item))
