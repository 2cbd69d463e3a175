"""The canonical posting and what a match says about it. Absent is not false: unknown stays None or `unknown`."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, Field

Workplace = Literal["onsite", "hybrid", "remote", "unknown"]
EmploymentType = Literal[
    "full_time", "part_time", "contract", "temporary", "intern", "volunteer", "per_diem", "other", "unknown"
]


class JobLocation(BaseModel):
    """A place of work; `country` is ISO 3166-1 alpha-2 when known."""

    raw: str
    city: str | None = None
    region: str | None = None
    country: str | None = None


class Salary(BaseModel):
    """Pay in whole units of `currency`; 0 and null in a feed are unknown and leave the bounds empty."""

    minimum: float | None = None
    maximum: float | None = None
    currency: str | None = None
    period: Literal["hour", "day", "week", "month", "year"] | None = None


class Posting(BaseModel):
    """One vacancy as a board gave it, in our words. `raw` is the untouched payload."""

    external_id: str
    title: str
    company: str
    company_url: str | None = None
    url: str | None = None
    locations: list[JobLocation] = []
    workplace: Workplace = "unknown"
    employment_type: EmploymentType = "unknown"
    seniority: str | None = None
    salary: Salary | None = None
    description: str = ""
    skills: list[str] = []
    """As the posting lists them; empty when only prose names them."""
    posted_at: str | None = None
    expires_at: str | None = None
    language: str | None = None
    raw: dict[str, Any] = {}


class MatchAnalysis(BaseModel):
    """Why the score is what it is. Lines name evidence on both sides."""

    explanation: str
    pros: list[str] = []
    cons: list[str] = []
    recommendation: Literal["apply", "consider", "skip"]


class MatchResult(BaseModel):
    """A score computed by code from facts, with the rubric that computed it."""

    score: int = Field(ge=0, le=100)
    analysis: MatchAnalysis
    rubric: str


class MatchPreferences(BaseModel):
    """What a user wants to hear about."""

    threshold: int = Field(default=60, ge=0, le=100)
    titles: list[str] = []
    locations: list[str] = []
    remote: bool | None = None
    employment_types: list[EmploymentType] = []
    excluded_companies: list[str] = []
