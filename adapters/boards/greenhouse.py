"""Kind `greenhouse`: the Job Board API. `location` is the board token.

| ours | theirs |
|---|---|
| external_id, url, apply_url | `id`, `absolute_url` |
| company | `company_name`, else the board's own `name` |
| locations, workplace | `location.name`, split; then `offices[].location`; workplace from `metadata` or those words |
| employment_type | `metadata` |
| department | `departments[].name` |
| salary | `pay_input_ranges[]`, in cents, without a period; of most boards only by option `details` |
| description | `content`: HTML, escaped once or twice |
| posted_at, updated_at, expires_at | `first_published`, `updated_at` (moves at any edit), `application_deadline` |

A row whose `internal_job_id` is null is a form for prospects, not a vacancy. The whole board is one answer.
"""

from __future__ import annotations

import re
from typing import Any

from adapters.boards.base import read_rows
from adapters.boards.calls import BoardCalls, Site, path_of
from adapters.boards.details import Listed, detail_limit, with_details
from adapters.boards.fields import an_object, at, described, identifier, places, rows_at, text_at, texts_at, title_at
from adapters.boards.jsonld_values import as_list, as_moment, as_text, as_web_address
from adapters.boards.vocabulary import employment_types, stated_salary, workplace, workplace_in
from adapters.outbound import OutboundClient
from schema.jobs import FetchResult, FetchState, Posting, Salary, SourceConfig

SITE = Site("https://boards-api.greenhouse.io")
_BETWEEN_PLACES = re.compile(r"\s*[;|•]\s*|\s+or\s+")
_EMPLOYMENT = re.compile(r"\b(?:employment|job|contract|time) type\b|\bcommitment\b", re.IGNORECASE)
_WORKPLACE = re.compile(r"\b(?:work ?place|location|remote|work) (?:type|status|model)\b", re.IGNORECASE)


class GreenhouseBoard:
    """One call for the whole board, one for its name where rows lack it, and pay by one call a posting if asked for."""

    async def fetch(self, source: SourceConfig, http: OutboundClient, conditional: FetchState) -> FetchResult:
        """See `Board.fetch`."""
        limit = detail_limit(source, default=0)
        calls = BoardCalls(http, source, SITE)
        root = path_of("v1", "boards", calls.account)
        answer = await calls.listing(f"{root}/jobs?content=true&pay_transparency=true", conditional)
        if answer is None:
            return FetchResult(state=conditional, not_modified=True)
        rows = [row for row in rows_at(answer.payload, "jobs") if not _is_prospect_form(row)]
        company = calls.company
        if any(not text_at(row, "company_name") for row in rows):
            company = text_at(await calls.get_json(root), "name") or company

        async def pay(row: Any) -> Any:
            return await calls.get_json(root + path_of("jobs", identifier(row, "id")) + "?pay_transparency=true")

        found = await with_details(rows, _id, pay, limit=limit, before=FetchState())
        return await read_rows(
            found.rows, lambda row: posting_of(row, company), conditional, answer.state, notes=found.notes
        )


def posting_of(listed: Listed, company: str) -> Posting:
    """The posting of a row and, if there is one, its page. Raises EntryError without an id or a title."""
    row = an_object(listed.row)
    labels = _BETWEEN_PLACES.split(text_at(row, "location", "name"))
    offices = [text_at(office, "location") or text_at(office, "name") for office in as_list(row.get("offices"))]
    kinds = employment_types(*_metadata(row, _EMPLOYMENT))
    named = next((kind for label in _metadata(row, _WORKPLACE) if (kind := workplace(label)) != "unknown"), None)
    description, sections = described([("", as_text(row.get("content")) or "")])
    url = as_web_address(row.get("absolute_url"))
    return Posting(
        external_id=_id(row),
        title=title_at(row, "title"),
        company=text_at(row, "company_name")[:300] or company,
        url=url,
        apply_url=url,
        department=", ".join(name for item in as_list(row.get("departments")) if (name := text_at(item, "name")))
        or None,
        locations=places(labels if any(labels) else offices),
        workplace=named or workplace_in(*labels),
        employment_type=kinds[0] if kinds else "unknown",
        employment_types=kinds,
        salary=_salary(row) or _salary(listed.detail),
        description=description,
        description_complete="content" in row,
        sections=sections,
        posted_at=as_moment(row.get("first_published")) or as_moment(row.get("updated_at")),
        updated_at=as_moment(row.get("updated_at")),
        expires_at=as_moment(row.get("application_deadline")),
        language=text_at(row, "language").split("-")[0].lower() or None,
        raw=row if listed.detail is None else listed.raw(),
    )


def _id(row: Any) -> str:
    return identifier(row, "id")


def _is_prospect_form(row: Any) -> bool:
    return isinstance(row, dict) and "internal_job_id" in row and row["internal_job_id"] is None


def _metadata(row: Any, name: re.Pattern[str]) -> list[str]:
    """The values of a board's own fields whose name is like this."""
    fields = [item for item in as_list(at(row, "metadata")) if name.search(text_at(item, "name"))]
    return [words for item in fields for words in texts_at(item, "value")]


def _salary(row: Any) -> Salary | None:
    """The first range of pay; the board says amounts in cents and not for which time."""
    for item in as_list(at(row, "pay_input_ranges")):
        title = text_at(item, "title")
        found = stated_salary(
            at(item, "min_cents"), at(item, "max_cents"), text_at(item, "currency_type"), title, per=100
        )
        if found:
            return found.model_copy(update={"raw": title or None})
    return None
