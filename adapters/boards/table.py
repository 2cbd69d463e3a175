"""Postings as rows of a table: our own `jobs.csv`, and what JobSpy writes. Pure.

| ours | jobs.csv | JobSpy |
|---|---|---|
| external_id | `source`:`source_id` | `site`:`id` |
| title, company | `title`, `company` | `title`, `company` (`company_name` in its model) |
| url, apply_url | `url` | `job_url`, `job_url_direct` |
| company_url | | `company_url_direct`, `company_url` |
| locations | `location`, several apart by `;` | `location` |
| workplace | `workplace` | `work_from_home_type`, else `is_remote` |
| employment_type | `employment_type` | `job_type`, several apart by commas |
| department, seniority | `department`, `seniority` | `job_function`, `job_level` |
| salary | `salary_min`, `salary_max` | `min_amount`, `max_amount`; parsed where `salary_source` is `description` |
| its currency, period | `salary_currency`, `salary_period` | `currency`, `interval` |
| skills | `skills` | `skills` |
| description | `description` | `description`; may be cut, so never called complete |
| posted_at, expires_at | `posted_at`, `expires_at` | `date_posted` |

Without an id the address is one. Cells that say nothing are absent: empty, `NaN`, `None`, `null`, `NaT`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from adapters.boards.fields import company_at, described, places, title_at
from adapters.boards.jsonld import EntryError
from adapters.boards.jsonld_values import as_moment, as_web_address
from adapters.boards.vocabulary import employment_types, stated_salary, workplace, workplace_in, workplace_of
from schema.jobs import EmploymentType, Posting, Salary, Workplace

_ABSENT = frozenset({"", "nan", "none", "null", "nat", "<na>", "n/a", "unknown"})
_NAMES = {
    "id": "source_id", "external_id": "source_id", "site": "source", "job_url": "url", "job_url_direct": "apply_url",
    "company_name": "company", "job_type": "employment_type", "job_function": "department", "job_level": "seniority",
    "min_amount": "salary_min", "max_amount": "salary_max", "currency": "salary_currency", "interval": "salary_period",
    "date_posted": "posted_at", "work_from_home_type": "workplace",
}  # fmt: skip
COLUMNS = frozenset(_NAMES) | {
    "source", "source_id", "title", "company", "location", "workplace", "employment_type", "salary_min", "salary_max",
    "salary_currency", "salary_period", "posted_at", "url", "apply_url", "description", "skills",
}  # fmt: skip
_JOBSPY_ONLY = frozenset({"site", "job_url", "date_posted", "min_amount"})


def posting_of(cells: Mapping[str, Any]) -> Posting:
    """The posting of a row, by column name. Raises EntryError without a title, an employer, or an id and an address."""
    raw = {str(name): value for name, cell in cells.items() if (value := _plain(cell)) is not None}
    row: dict[str, Any] = {}
    for name, value in raw.items():
        key = name.strip().lower()
        row.setdefault(_NAMES.get(key, key), value)
    kinds: list[EmploymentType] = employment_types(*str(row.get("employment_type", "")).split(","))
    url, labels = as_web_address(row.get("url")), [part.strip() for part in str(row.get("location", "")).split(";")]
    description = described([("", str(row.get("description", "")))])[0]
    return Posting(
        external_id=_external_id(row, url),
        title=title_at(row, "title"),
        company=company_at(row, "company"),
        company_url=as_web_address(row.get("company_url_direct")) or as_web_address(row.get("company_url")),
        url=url,
        apply_url=as_web_address(row.get("apply_url")),
        department=str(row["department"])[:300] if "department" in row else None,
        locations=places(labels),
        workplace=_workplace(row, labels),
        employment_type=kinds[0] if kinds else "unknown",
        employment_types=kinds,
        seniority=str(row["seniority"])[:100] if "seniority" in row else None,
        salary=_salary(row),
        description=description,
        description_complete=bool(description) and not _JOBSPY_ONLY & raw.keys(),
        skills=[name for part in re.split("[,;|]", str(row.get("skills", ""))) if (name := part.strip())][:100],
        posted_at=as_moment(row.get("posted_at")),
        expires_at=as_moment(row.get("expires_at")),
        raw=raw,
    )


def _plain(cell: Any) -> Any:
    """A cell as JSON has it: NaN and its spellings are absent, moments are ISO, numbers of other libraries are ours."""
    if isinstance(cell, (datetime, date)):
        # pandas' NaT is a datetime that equals nothing, not even itself
        return cell.isoformat() if cell == cell else None
    if isinstance(cell, str):
        text = cell.strip()
        return None if text.lower() in _ABSENT else _without_guard(text)
    if isinstance(cell, (list, tuple)):
        return ", ".join(str(item) for item in cell) or None
    item = getattr(cell, "item", None)
    value = item() if callable(item) else cell
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value if isinstance(value, (bool, int)) else None


def _without_guard(text: str) -> str:
    """Exports put an apostrophe before what a spreadsheet would run as a formula."""
    return text[1:] if re.match(r"'[=+\-@\t\r]", text) else text


def _external_id(row: Mapping[str, Any], url: str | None) -> str:
    source, own = row.get("source"), row.get("source_id")
    if own is not None:
        return (f"{source}:{own}" if source else str(own))[:300]
    if url is None:
        raise EntryError("it has neither an id nor an address")
    return url[:300]


def _workplace(row: Mapping[str, Any], labels: list[str]) -> Workplace:
    named = workplace(str(row.get("workplace", "")))
    if named != "unknown":
        return named
    remote = str(row.get("is_remote", "")).lower() in ("true", "1", "yes")
    return workplace_of(remote=remote) if remote else workplace_in(*labels, str(row.get("workplace", "")))


def _salary(row: Mapping[str, Any]) -> Salary | None:
    found = stated_salary(
        row.get("salary_min"),
        row.get("salary_max"),
        str(row.get("salary_currency", "")),
        str(row.get("salary_period", "")),
    )
    read = row.get("salary_source") in ("description", "parsed")
    return found.model_copy(update={"source": "parsed"}) if found and read else found
