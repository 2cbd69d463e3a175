"""Kind `pinpoint`: the postings of a careers site. `location` is the account, `{account}.pinpointhq.com`.

| ours | theirs |
|---|---|
| external_id, title, url | `id`, else `path`; `title`; `url` |
| company | not in the answer: the source's name |
| locations | `location`: `city`, `province`, `name` |
| workplace, employment_type | `workplace_type`, `employment_type` |
| department | `job.department.name`, `job.division.name` |
| salary | `compensation_minimum`, `_maximum`, `_currency`, `_frequency`; else `compensation`, in words |
| | nothing where `compensation_visible` is false |
| description, sections | `description`; `key_responsibilities`, `skills_knowledge_expertise`, `benefits` |
| expires_at | `deadline_at` |

The answer has no date of publication, and ends at a thousand postings.
"""

from __future__ import annotations

from typing import Any

from adapters.boards.base import read_rows
from adapters.boards.calls import HOST_LABEL, BoardCalls, Site
from adapters.boards.fields import an_object, at, described, identifier, place, rows_at, text_at, title_at, unique
from adapters.boards.jsonld_values import as_moment, as_text, as_web_address
from adapters.boards.vocabulary import employment_types, salary_in_words, stated_salary, workplace, workplace_in
from adapters.outbound import OutboundClient
from schema.jobs import FetchResult, FetchState, Posting, Salary, SourceConfig

SITE = Site("https://{account}.pinpointhq.com", HOST_LABEL)
MOST_ROWS = 1000
_SECTIONS = {"key_responsibilities": "Key responsibilities", "skills_knowledge_expertise": "Skills and experience",
             "benefits": "Benefits"}  # fmt: skip


class PinpointBoard:
    """One call for the whole site."""

    async def fetch(self, source: SourceConfig, http: OutboundClient, conditional: FetchState) -> FetchResult:
        """See `Board.fetch`."""
        calls = BoardCalls(http, source, SITE)
        answer = await calls.listing("/postings.json", conditional)
        if answer is None:
            return FetchResult(state=conditional, not_modified=True)
        rows = rows_at(answer.payload, "data")
        return await read_rows(
            rows,
            lambda row: posting_of(row, calls.company),
            conditional,
            answer.state,
            complete=len(rows) < MOST_ROWS,
        )


def posting_of(row: Any, company: str) -> Posting:
    """The posting of a row. Raises EntryError without an id or a title."""
    row = an_object(row)
    kinds = employment_types(text_at(row, "employment_type_text") or text_at(row, "employment_type"))
    named = workplace(text_at(row, "workplace_type"))
    label, city, region = (text_at(row, "location", name) for name in ("name", "city", "province"))
    groups = [text_at(row, "job", name) for name in ("department", "division")]
    description, sections = described(_parts(row))
    return Posting(
        external_id=identifier(row, "id", "path", "url"),
        title=title_at(row, "title"),
        company=company,
        url=as_web_address(row.get("url")),
        department=", ".join(dict.fromkeys(filter(None, groups))) or None,
        locations=unique([place(city, region, raw=label)]),
        workplace=named if named != "unknown" else workplace_in(label),
        employment_type=kinds[0] if kinds else "unknown",
        employment_types=kinds,
        salary=_salary(row),
        description=description,
        description_complete=bool(description),
        sections=sections,
        expires_at=as_moment(row.get("deadline_at")),
        raw=row,
    )


def _salary(row: Any) -> Salary | None:
    if at(row, "compensation_visible") is False:
        return None
    low, high = at(row, "compensation_minimum"), at(row, "compensation_maximum")
    currency, period = text_at(row, "compensation_currency"), text_at(row, "compensation_frequency")
    return stated_salary(low, high, currency, period) or salary_in_words(text_at(row, "compensation"))


def _parts(row: Any) -> list[tuple[str, str]]:
    headed = [
        (text_at(row, f"{name}_header") or header, as_text(at(row, name)) or "") for name, header in _SECTIONS.items()
    ]
    return [("", as_text(at(row, "description")) or ""), *headed]
