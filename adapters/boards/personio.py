"""Kind `personio`: the XML feed of a careers site. `location` is the account, `{account}.jobs.personio.de`.

Option `domain` = `com` for accounts that live there; option `language` (default `en`) asks for a translation.

| ours | theirs |
|---|---|
| external_id, title | `id`, `name` |
| url | the public page of `id` |
| company | `subcompany`, else the source's name |
| locations | `office`, `additionalOffices/office` |
| employment_type | `schedule`, `employmentType` |
| experience_months, seniority | the lower end of `yearsOfExperience`, `seniority` |
| department | `department` |
| description, sections | `jobDescriptions/jobDescription`, each with `name` and `value` |
| posted_at | `createdAt` |

`keywords` and `occupation` are for search engines, not what is asked for: they stay in `raw`.
"""

from __future__ import annotations

import re
from typing import Any

from adapters.boards.base import read_rows
from adapters.boards.calls import HOST_LABEL, BoardCalls, Site, path_of
from adapters.boards.fields import at, described, identifier, places, text_at, texts_at, title_at
from adapters.boards.jsonld_values import as_list, as_moment, as_text
from adapters.boards.safe_xml import as_data
from adapters.boards.vocabulary import employment_types, workplace_in
from adapters.outbound import OutboundClient
from schema.errors import SourceError, Unprocessable
from schema.jobs import FetchResult, FetchState, Posting, SourceConfig

SITES = {name: Site(f"https://{{account}}.jobs.personio.{name}", HOST_LABEL) for name in ("de", "com")}
_MONTHS = {"lt-1": 0, "1-2": 12, "2-5": 24, "5-7": 60, "7-10": 84, "10-15": 120, "gt-15": 180}


class PersonioBoard:
    """One call for the whole site."""

    async def fetch(self, source: SourceConfig, http: OutboundClient, conditional: FetchState) -> FetchResult:
        """See `Board.fetch`."""
        site, language = SITES.get(source.options.get("domain", "de")), source.options.get("language", "en")
        if site is None:
            raise Unprocessable("The option `domain` of a personio source is `de` or `com`.", field="options.domain")
        if not re.fullmatch("[a-z]{2}", language):
            raise Unprocessable("The option `language` has two letters, such as `en`.", field="options.language")
        calls = BoardCalls(http, source, site)
        answer = await calls.xml_listing(f"/xml?language={language}", conditional)
        if answer is None:
            return FetchResult(state=conditional, not_modified=True)
        if answer.payload.tag != "workzag-jobs":
            raise SourceError("The address answers with other XML than positions. Check the source's location.")
        rows = [as_data(element) for element in answer.payload.findall("position")]
        return await read_rows(rows, lambda row: posting_of(row, calls.base, calls.company), conditional, answer.state)


def posting_of(row: Any, base: str, company: str) -> Posting:
    """The posting of a position as data. Raises EntryError without an id or a name."""
    kinds = employment_types(text_at(row, "schedule"), text_at(row, "employmentType"))
    labels = texts_at(row, "office") + texts_at(row, "additionalOffices", "office")
    items = as_list(at(row, "jobDescriptions", "jobDescription"))
    description, sections = described([(text_at(item, "name"), as_text(at(item, "value")) or "") for item in items])
    external_id = identifier(row, "id")
    return Posting(
        external_id=external_id,
        title=title_at(row, "name"),
        company=text_at(row, "subcompany")[:300] or company,
        url=base + path_of("job", external_id),
        department=text_at(row, "department") or None,
        locations=places(labels),
        workplace=workplace_in(*labels),
        employment_type=kinds[0] if kinds else "unknown",
        employment_types=kinds,
        experience_months=_MONTHS.get(text_at(row, "yearsOfExperience")),
        seniority=text_at(row, "seniority") or None,
        description=description,
        description_complete=bool(description),
        sections=sections,
        posted_at=as_moment(text_at(row, "createdAt")),
        raw=row,
    )
