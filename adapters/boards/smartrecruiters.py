"""Kind `smartrecruiters`: the public Posting API. `location` is the company's identifier.

| ours | theirs, in the list and in the posting's own page |
|---|---|
| external_id, title, company | `id`, `name`, `company.name` |
| url, apply_url | `postingUrl`, else the public page of `id`; `applyUrl` |
| locations, workplace | `location.fullLocation`, `city`, `region`, `country`; `location.hybrid`, `location.remote` |
| employment_type, department, seniority | `typeOfEmployment.label`, `department.label`, `experienceLevel.label` |
| description, sections | `jobAd.sections.*`, each with `title` and `text` |
| posted_at, language | `releasedDate`, `language.code` |

A company that it does not know is an empty list, not an error: an empty answer proves nothing.
"""

from __future__ import annotations

from typing import Any

from adapters.boards.base import read_rows
from adapters.boards.calls import BoardCalls, Site, path_of
from adapters.boards.details import Listed, detail_limit, with_details
from adapters.boards.fields import an_object, at, described, identifier, place, rows_at, text_at, title_at, unique
from adapters.boards.jsonld_values import as_moment, as_text, as_web_address
from adapters.boards.paging import all_pages
from adapters.boards.vocabulary import employment_types, workplace_of
from adapters.outbound import OutboundClient
from schema.jobs import FetchResult, FetchState, JobLocation, Posting, SourceConfig

SITE = Site("https://api.smartrecruiters.com")
PAGE, MOST_PAGES, DETAILS = 100, 30, 100
_SECTIONS = ("companyDescription", "jobDescription", "qualifications", "additionalInformation")


class SmartRecruitersBoard:
    """Pages of a hundred, and one call a posting for its text."""

    async def fetch(self, source: SourceConfig, http: OutboundClient, conditional: FetchState) -> FetchResult:
        """See `Board.fetch`."""
        limit = detail_limit(source, default=DETAILS)
        calls = BoardCalls(http, source, SITE)
        root = path_of("v1", "companies", calls.account, "postings")

        async def page(offset: int) -> tuple[list[Any], object]:
            answer = await calls.get_json(f"{root}?limit={PAGE}&offset={offset}")
            return rows_at(answer, "content"), at(answer, "totalFound")

        async def detail(row: Any) -> Any:
            return await calls.get_json(root + path_of(_id(row)))

        pages = await all_pages(page, most=MOST_PAGES)
        notes = [] if pages.rows else ["the board answers the same for a company that it does not know"]
        found = await with_details(pages.rows, _id, detail, limit=limit, before=conditional)
        return await read_rows(
            found.rows,
            lambda row: posting_of(row, calls.account, calls.company),
            conditional,
            FetchState(),
            complete=pages.complete,
            notes=[*notes, *pages.notes, *found.notes],
        )


def posting_of(listed: Listed, account: str, company: str) -> Posting:
    """The posting of a row and its page. Raises EntryError without an id or a title."""
    row, page = an_object(listed.row), listed.detail
    kinds = employment_types(text_at(row, "typeOfEmployment", "label"))
    texts = [at(page, "jobAd", "sections", name) for name in _SECTIONS]
    description, sections = described([(text_at(item, "title"), as_text(at(item, "text")) or "") for item in texts])
    where = at(row, "location")
    public = f"https://jobs.smartrecruiters.com{path_of(account, _id(row))}"
    return Posting(
        external_id=_id(row),
        title=title_at(row, "name"),
        company=text_at(row, "company", "name")[:300] or company,
        url=as_web_address(at(page, "postingUrl")) or public,
        apply_url=as_web_address(at(page, "applyUrl")),
        department=text_at(row, "department", "label") or None,
        locations=unique([_location(at(row, "location"))]),
        workplace=workplace_of(remote=at(where, "remote"), hybrid=at(where, "hybrid")),
        employment_type=kinds[0] if kinds else "unknown",
        employment_types=kinds,
        seniority=text_at(row, "experienceLevel", "label") or None,
        description=description,
        description_complete=bool(description),
        sections=sections,
        posted_at=as_moment(row.get("releasedDate")),
        language=text_at(row, "language", "code").split("-")[0].lower() or None,
        raw=listed.raw(),
    )


def _location(item: Any) -> JobLocation | None:
    city, region, country = (text_at(item, name) for name in ("city", "region", "country"))
    return place(city, region, country, raw=text_at(item, "fullLocation"))


def _id(row: Any) -> str:
    return identifier(row, "id", "uuid")
