"""Values of a board's rows: each may be absent or of another type than yesterday; unknown is never a wrong value."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from adapters.boards.jsonld import EntryError
from adapters.boards.jsonld_values import as_list, as_text
from adapters.boards.plain_text import plain_text
from schema.countries import country_code
from schema.errors import SourceError
from schema.jobs import JobLocation, PostingSection

Json = dict[str, Any]


def at(row: object, *path: str) -> Any:
    """What stands at a path of properties; of several objects on the way the first counts; None when one is absent."""
    for name in path:
        if isinstance(row, list) and row:
            row = row[0]
        row = row.get(name) if isinstance(row, dict) else None
    return row


def text_at(row: object, *path: str) -> str:
    """The words at a path as one line of plain text; empty when absent."""
    return " ".join(plain_text(as_text(at(row, *path)) or "").split())


def rows_at(payload: object, *path: str) -> list[Any]:
    """The list at a path of an answer. Raises SourceError when there is none: the board changed its shape."""
    found = at(payload, *path)
    if not isinstance(found, list):
        raise SourceError(
            "The board's answer does not hold a list of postings where it used to. Check the location and the kind."
        )
    return found


def an_object(row: object) -> Json:
    """The row itself. Raises EntryError for anything but an object."""
    if not isinstance(row, dict):
        raise EntryError("it is not an object")
    return row


def identifier(row: object, *names: str) -> str:
    """The board's own id: the first of these properties that has one. Raises EntryError without."""
    found = next((value for name in names if (value := text_at(row, name))), "")
    if not found:
        raise EntryError("it has no id")
    return found[:300]


def title_at(row: object, *path: str) -> str:
    """The title. Raises EntryError without one."""
    title = text_at(row, *path)
    if not title:
        raise EntryError("it has no title")
    return title[:300]


def company_at(row: object, *path: str) -> str:
    """The employer. Raises EntryError without one."""
    company = text_at(row, *path)
    if not company:
        raise EntryError("it names no employer")
    return company[:300]


def country_of(word: str) -> str | None:
    """ISO 3166-1 alpha-2 of a property that holds a country, as a name or a code in either case."""
    return country_code(word.upper() if len(word) <= 3 else word) if word else None


def place(city: str = "", region: str = "", country: str = "", raw: str = "") -> JobLocation | None:
    """A location out of a board's own properties; None when it has none of them."""
    label = raw or ", ".join(dict.fromkeys(part for part in (city, region, country) if part))
    if not label:
        return None
    return JobLocation(raw=label[:300], city=city or None, region=region or None, country=country_of(country))


def places(labels: Sequence[str], country: str | None = None) -> list[JobLocation]:
    """Locations that a board gives as words only, each once; `country` is known of the first."""
    once = dict.fromkeys(label[:300] for label in labels if label)
    return [JobLocation(raw=label, country=None if number else country) for number, label in enumerate(once)]


def unique(locations: Sequence[JobLocation | None]) -> list[JobLocation]:
    """Without the absent and the repeated."""
    once: dict[str, JobLocation] = {}
    for location in locations:
        if location:
            once.setdefault(location.raw.casefold(), location)
    return list(once.values())


def texts_at(row: object, *path: str) -> list[str]:
    """All words of a list, or of the one value in its place."""
    return [words for item in as_list(at(row, *path)) if (words := " ".join(plain_text(as_text(item) or "").split()))]


def described(parts: Sequence[tuple[str, str]]) -> tuple[str, list[PostingSection]]:
    """The description and its sections, from (heading or nothing, markup or text) in reading order."""
    texts: list[str] = []
    sections: list[PostingSection] = []
    for heading, markup in parts:
        text = plain_text(markup)
        if not text:
            continue
        texts.append(f"{heading.rstrip(':')}:\n{text}" if heading else text)
        if heading:
            items = [line.removeprefix("- ").strip() for line in text.splitlines()]
            sections.append(PostingSection(title=heading.rstrip(":"), items=[item for item in items if item]))
    return "\n\n".join(texts), sections
