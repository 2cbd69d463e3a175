"""What matching knows about a person and about a job: small, JSON-able, frozen per version of the document.

Blind: a person's name, photo, age, gender, address and schools never enter, so no score can rest on them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from schema.errors import BadFacts
from schema.jobs import EmploymentType, Workplace

FACTS_VERSION = "2026-11.1"
"""Facts stored under another version are to be computed again from their document."""


class _Facts(BaseModel):
    model_config = ConfigDict(extra="ignore")


class Seen(_Facts):
    """Where something was read: the words, and a JSON Pointer into the profile or a section of the posting."""

    text: str
    at: str


class TitleFact(_Facts):
    """One title that a person held or wants. `weight` (0–1000) is less for titles of long ago."""

    title: str
    family: str | None
    at: str
    weight: int


class PersonFacts(_Facts):
    """Of one profile. None and empty mean that the résumé does not say."""

    version: str = FACTS_VERSION
    skills: dict[str, Seen] = {}
    titles: list[TitleFact] = []
    words: list[str] = []
    level: int | None = None
    months: int | None = None
    country: str | None = None
    city: str | None = None
    languages: dict[str, int | None] = {}
    credentials: dict[str, str] = {}
    """Words of certificates → the certificate they stand in."""


class JobFacts(_Facts):
    """Of one posting. None and empty mean that the posting does not say."""

    version: str = FACTS_VERSION
    title: str
    company: str
    family: str | None = None
    words: list[str] = []
    level: int | None = None
    months: int | None = None
    must: dict[str, Seen] = {}
    nice: dict[str, Seen] = {}
    languages: dict[str, int | None] = {}
    licence: Seen | None = None
    licence_words: list[str] = []
    workplace: Workplace = "unknown"
    countries: list[str] = []
    cities: list[str] = []
    remote_scope: list[str] = []
    employment_types: list[EmploymentType] = []


FactsT = TypeVar("FactsT", PersonFacts, JobFacts)


def load_person_facts(rows: Sequence[Any]) -> list[PersonFacts]:
    """Stored rows as facts. Raises BadFacts (side `person`, `index` of the row)."""
    return [_load(PersonFacts, row, "person", index) for index, row in enumerate(rows)]


def load_job_facts(rows: Sequence[Any]) -> list[JobFacts]:
    """Stored rows as facts. Raises BadFacts (side `job`, `index` of the row)."""
    return [_load(JobFacts, row, "job", index) for index, row in enumerate(rows)]


def bad_facts(side: Literal["person", "job"], index: int) -> BadFacts:
    """The error for one row; it says which one, never what stood in it."""
    return BadFacts(f"The facts of {side} {index} are not usable. Compute them again.", side=side, index=index)


def _load(model: type[FactsT], row: Any, side: Literal["person", "job"], index: int) -> FactsT:
    try:
        return model.model_validate_json(row) if isinstance(row, (str, bytes)) else model.model_validate(row)
    except ValidationError:
        raise bad_facts(side, index) from None
