"""A board's posting in one form for all boards. Fields of the board are kept; words fill what they leave open.

The same posting gives the same result on any day, and a canonical posting is its own canonical form.
"""

from __future__ import annotations

from domain.jobs.description import clean_description, is_complete
from domain.jobs.employment import employment_types_of, seniority_of
from domain.jobs.language import language_of
from domain.jobs.places import complete_locations
from domain.jobs.salary import clean_salary, parse_salary
from domain.jobs.workplace import remote_scope_of, workplace_of
from schema.jobs import Posting, PostingSection


def canonicalise(posting: Posting) -> Posting:
    """The canonical form of a posting; its `raw` payload is handed on untouched."""
    sections = _sections(posting)
    description = _with_sections(clean_description(posting.description), sections)
    plain = posting.model_copy(update={"description": description})
    workplace = workplace_of(plain)
    scope = remote_scope_of(plain, workplace)
    locations = complete_locations(posting.locations)
    kinds = employment_types_of(plain)
    country = next((place.country for place in locations if place.country), None)
    salary = clean_salary(posting.salary, country)
    if salary is None:
        salary = parse_salary(description.splitlines(), country) or parse_salary([posting.title], country)
    return posting.model_copy(
        update={
            "title": " ".join(clean_description(posting.title).split()) or posting.title,
            "company": " ".join(clean_description(posting.company).split()) or posting.company,
            "locations": locations,
            "workplace": workplace,
            "remote_scope": scope,
            "employment_type": kinds[0] if kinds else "unknown",
            "employment_types": kinds,
            "seniority": seniority_of(posting),
            "salary": salary,
            "sections": sections,
            "description": description,
            "description_complete": posting.description_complete and is_complete(description),
            "language": _language(posting, description),
        }
    )


def _sections(posting: Posting) -> list[PostingSection]:
    cleaned = (
        PostingSection(title=clean_description(part.title), items=[clean_description(item) for item in part.items])
        for part in posting.sections
    )
    return [part for part in cleaned if part.items]


def _with_sections(description: str, sections: list[PostingSection]) -> str:
    """The text with those parts that a board keeps apart and does not repeat in it."""
    new = [part for part in sections if any(item not in description for item in part.items)]
    parts = ["\n".join([f"{part.title}:", *(f"- {item}" for item in part.items)]) for part in new]
    return "\n\n".join([text for text in (description, *parts) if text])


def _language(posting: Posting, description: str) -> str | None:
    """As the text is written; the board's field where the text is too short to tell."""
    stated = (posting.language or "").replace("_", "-").split("-")[0].lower()
    read = language_of(f"{posting.title}\n{description}")
    return read or (stated if len(stated) in (2, 3) and stated.isalpha() else None)
