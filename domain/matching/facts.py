"""What matching knows about a person and about a job: small, JSON-able, frozen per version of the document.

Blind: a person's name, photo, age, gender, address and schools never enter, so no score can rest on them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from schema.errors import BadFacts
from schema.jobs import EmploymentType, Workplace

FACTS_VERSION = "2026-11.3"
"""Facts stored under another version are to be computed again from their document."""


class _Facts(BaseModel):
    model_config = ConfigDict(extra="ignore")


class Seen(_Facts):
    """Where something was read: the words, and a JSON Pointer into the profile or a section of the posting."""

    text: str
    at: str


class SkillFact(Seen):
    """A skill of a person. `weight` (0–1000) is less for one that only roles of long ago show.

    `months` is how long the roles lasted that name it; None where no dated role does.
    """

    weight: int = 1000
    months: int | None = None


class SkillAsked(Seen):
    """A skill that a posting asks for, with the months of it if it says."""

    months: int | None = None


class Pay(_Facts):
    """Pay of a year in whole units of `currency` (ISO 4217), whatever period the posting names. A bound may be open."""

    low: int | None = None
    high: int | None = None
    currency: str


class TitleFact(_Facts):
    """One title that a person held or wants. `weight` (0–1000) is less for titles of long ago.

    A family that skills alone speak for has their list as title, and stands at `/skills`.
    """

    title: str
    family: str | None
    at: str
    weight: int


class PersonFacts(_Facts):
    """Of one profile. None and empty mean that the résumé does not say."""

    version: str = FACTS_VERSION
    skills: dict[str, SkillFact] = {}
    titles: list[TitleFact] = []
    words: list[str] = []
    level: int | None = None
    months: int | None = None
    country: str | None = None
    city: str | None = None
    languages: dict[str, int | None] = {}
    credentials: dict[str, Seen] = {}
    """Kinds of licences (`licences.toml`) and words of certificates → where they stand."""


class JobFacts(_Facts):
    """Of one posting. None and empty mean that the posting does not say."""

    version: str = FACTS_VERSION
    title: str
    company: str
    family: str | None = None
    family_weight: int = 1000
    """0–1000: less where only the skills asked for say what occupation it is."""
    words: list[str] = []
    level: int | None = None
    months: int | None = None
    must: dict[str, SkillAsked] = {}
    nice: dict[str, SkillAsked] = {}
    languages: dict[str, int | None] = {}
    licence: Seen | None = None
    licence_words: list[str] = []
    """Any of them among a person's `credentials` shows it: its kind, or words where no table knows the kind."""
    workplace: Workplace = "unknown"
    countries: list[str] = []
    cities: list[str] = []
    remote_scope: list[str] = []
    employment_types: list[EmploymentType] = []
    pay: Pay | None = None
    complete: bool = True
    """False where the posting's text was cut: a score that rests on it is provisional."""


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
