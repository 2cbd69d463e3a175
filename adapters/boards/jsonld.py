"""One schema.org JobPosting (JSON-LD) in our words. Pure: no network, and nothing of the clock.

Every property may be absent, a value, an object or a list of them; absent is unknown, never false.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import Any, get_args

from adapters.boards.jsonld_values import as_list, as_moment, as_number, as_text, as_web_address, first_of
from adapters.boards.plain_text import plain_text
from schema.countries import country_code
from schema.jobs import EmploymentType, JobLocation, Posting, Salary

Json = dict[str, Any]

_EMPLOYMENT: dict[str, EmploymentType] = {
    "contractor": "contract", "freelance": "contract", "temp": "temporary", "internship": "intern",
    "permanent": "full_time", "parttime": "part_time", "fulltime": "full_time",
}  # fmt: skip
_PERIODS = {"hour": "hour", "hur": "hour", "day": "day", "week": "week", "wee": "week", "month": "month",
            "mon": "month", "year": "year", "ann": "year", "annum": "year"}  # fmt: skip
# Prose that belongs to the posting though schema.org gives it a property of its own.
_SECTIONS = {
    "responsibilities": "Responsibilities", "qualifications": "Requirements", "experienceRequirements": "Experience",
    "educationRequirements": "Education",
}  # fmt: skip


class EntryError(ValueError):
    """An entry cannot become a posting; the message says why and holds no text of the entry."""


def entries(payload: object) -> list[Json]:
    """All JobPosting objects in an object, an array or an `@graph`, in document order."""
    return [node for node in _nodes(payload, depth=0) if "JobPosting" in _types(node)]


def canonical(entry: Json) -> Posting:
    """The posting that an entry describes. Raises EntryError without a title or an employer."""
    title = plain_text(as_text(entry.get("title")) or as_text(entry.get("name")) or "")
    if not title:
        raise EntryError("it has no title")
    company = plain_text(
        as_text(entry.get("hiringOrganization")) or as_text(first_of(entry.get("identifier"), "name")) or ""
    )
    if not company:
        raise EntryError("it names no employer")
    kinds = _employment(entry.get("employmentType"))
    url = as_web_address(entry.get("url")) or as_web_address(entry.get("sameAs"))
    description = _description(entry)
    return Posting(
        external_id=_external_id(entry, url, title, company, description),
        title=title[:300],
        company=company[:300],
        company_url=as_web_address(first_of(entry.get("hiringOrganization"), "sameAs", "url")),
        url=url,
        locations=[place for item in as_list(entry.get("jobLocation")) if (place := _location(item))],
        workplace="remote" if "TELECOMMUTE" in map(str, as_list(entry.get("jobLocationType"))) else "unknown",
        remote_scope=_remote_scope(entry.get("applicantLocationRequirements")),
        employment_type=kinds[0] if kinds else "unknown",
        employment_types=kinds,
        experience_months=_months(entry.get("experienceRequirements")),
        salary=_salary(entry),
        description=description,
        skills=_skills(entry.get("skills")),
        posted_at=as_moment(entry.get("datePosted")),
        expires_at=as_moment(entry.get("validThrough")),
        language=_language(entry.get("inLanguage")),
        raw=entry,
    )


def _nodes(payload: object, depth: int) -> Iterator[Json]:
    if depth > 5:
        return
    if isinstance(payload, list):
        for item in payload:
            yield from _nodes(item, depth + 1)
    elif isinstance(payload, dict):
        yield payload
        for key in ("@graph", "itemListElement", "item"):
            if key in payload:
                yield from _nodes(payload[key], depth + 1)


def _types(node: Json) -> set[str]:
    return {str(kind).rsplit("/", 1)[-1].rsplit(":", 1)[-1] for kind in as_list(node.get("@type"))}


def _external_id(entry: Json, url: str | None, title: str, company: str, description: str) -> str:
    """The board's own id; without one, the address; without that, the content itself."""
    identifier = entry.get("identifier")
    found = first_of(identifier, "value", "@id") or next(
        (i for i in as_list(identifier) if isinstance(i, (str, int))), None
    )
    chosen = found or entry.get("@id") or entry.get("id") or url
    if isinstance(chosen, (str, int)) and str(chosen).strip():
        return str(chosen).strip()[:300]
    return "sha256:" + hashlib.sha256("\x1f".join((title, company, description)).encode()).hexdigest()


def _location(item: object) -> JobLocation | None:
    address = item.get("address", item) if isinstance(item, dict) else item
    if isinstance(address, str):
        parts = [part.strip() for part in address.split(",") if part.strip()]
        country = country_code(parts[-1]) if parts else None
        city = parts[0] if parts and (len(parts) > 1 or country is None) else None
        return JobLocation(raw=address.strip(), city=city, country=country) if parts else None
    if not isinstance(address, dict):
        return None
    city, region = as_text(address.get("addressLocality")), as_text(address.get("addressRegion"))
    country = as_text(address.get("addressCountry"))
    raw = ", ".join(dict.fromkeys(part for part in (city, region, country) if part))
    raw = raw or (as_text(item) or "" if isinstance(item, dict) else "")
    if not raw:
        return None
    # The property says that it is a country, so a lower-case code is one too.
    code = country_code(country.upper() if len(country) <= 3 else country) if country else None
    return JobLocation(raw=raw, city=city, region=region, country=code)


def _remote_scope(value: object) -> list[str]:
    names = (
        as_text(item.get("address") or item) if isinstance(item, dict) else as_text(item) for item in as_list(value)
    )
    return list(dict.fromkeys(code for name in names if name and (code := country_code(name))))


def _employment(value: object) -> list[EmploymentType]:
    known = set(get_args(EmploymentType)) - {"unknown"}
    kinds: list[EmploymentType] = []
    for item in (part for entry in as_list(value) if isinstance(entry, str) for part in entry.split(",")):
        name = re.sub(r"[\s-]+", "_", item.rsplit("/", 1)[-1].strip().lower())
        kind = _EMPLOYMENT.get(name, name)
        if kind in known and kind not in kinds:
            kinds.append(kind)  # type: ignore[arg-type]  # checked against the literal's own values
    return kinds


def _months(value: object) -> int | None:
    months = as_number(first_of(value, "monthsOfExperience"), zero_is_known=True)
    return int(months) if months is not None and months <= 720 else None


def _salary(entry: Json) -> Salary | None:
    """What the employer states; `estimatedSalary` is a guess by somebody else and stays out."""
    stated = next(iter(as_list(entry.get("baseSalary"))), None)
    outer = stated if isinstance(stated, dict) else {"value": stated}
    inner = next(iter(as_list(outer.get("value"))), None)
    amounts = inner if isinstance(inner, dict) else {**outer, "value": inner}
    exact = as_number(amounts.get("value"))
    low, high = as_number(amounts.get("minValue")) or exact, as_number(amounts.get("maxValue")) or exact
    if low is None and high is None:
        return None
    if low is not None and high is not None and low > high:
        low, high = high, low
    currency = as_text(outer.get("currency")) or as_text(entry.get("salaryCurrency")) or ""
    unit = (as_text(amounts.get("unitText")) or as_text(amounts.get("unitCode")) or "").lower()
    return Salary.model_validate(
        {
            "minimum": low,
            "maximum": high,
            "currency": currency.upper() if re.fullmatch("[a-zA-Z]{3}", currency) else None,
            "period": _PERIODS.get(unit),
        }
    )


def _description(entry: Json) -> str:
    parts = [plain_text(as_text(entry.get("description")) or "")]
    for key, heading in _SECTIONS.items():
        items = [plain_text(text) for item in as_list(entry.get(key)) if (text := as_text(item))]
        # Several boards repeat the whole section inside the description.
        new = [item for item in items if item and item not in parts[0]]
        if new:
            parts.append("\n".join([f"{heading}:", *new]))
    return "\n\n".join(part for part in parts if part)


def _skills(value: object) -> list[str]:
    named = (as_text(item) for item in as_list(value))
    single = [part.strip() for text in named if text for part in re.split(r"[,;\n•|]", plain_text(text))]
    return list(dict.fromkeys(part[:100] for part in single if part))[:100]


def _language(value: object) -> str | None:
    tag = str(first_of(value, "alternateName", "identifier") or as_text(value) or "")
    return tag.split("-")[0].lower() if re.fullmatch(r"[a-zA-Z]{2,3}(-\w+)*", tag) else None
