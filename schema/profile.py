"""The checked profile: a JSON Resume document whose extras stand under `meta.vitaeflow`.

Field names follow the JSON Resume schema 1.x; unknown keys are kept at every level.
Dates are `YYYY`, `YYYY-MM` or `YYYY-MM-DD`: only the precision that was read. An ongoing entry has no `endDate`.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from schema.document import DocumentQuality


class ResumeModel(BaseModel):
    """Base of all JSON Resume parts: camelCase outside, unknown keys kept."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="allow")


class Location(ResumeModel):
    """A place; `country_code` is ISO 3166-1 alpha-2."""

    address: str | None = None
    postal_code: str | None = None
    city: str | None = None
    country_code: str | None = None
    region: str | None = None


class SocialProfile(ResumeModel):
    """A page about the person on some network."""

    network: str | None = None
    username: str | None = None
    url: str | None = None


class Basics(ResumeModel):
    """Who it is and how to reach them."""

    name: str | None = None
    label: str | None = None
    email: str | None = None
    phone: str | None = None
    url: str | None = None
    summary: str | None = None
    location: Location | None = None
    profiles: list[SocialProfile] = []


class Work(ResumeModel):
    """One role at one employer."""

    name: str | None = None
    position: str | None = None
    location: str | None = None
    url: str | None = None
    start_date: str | None = None
    end_date: str | None = None
    summary: str | None = None
    highlights: list[str] = []


class Education(ResumeModel):
    """One course of study."""

    institution: str | None = None
    study_type: str | None = None
    area: str | None = None
    start_date: str | None = None
    end_date: str | None = None
    score: str | None = None
    courses: list[str] = []


class Skill(ResumeModel):
    """A category of skills; the skills are the keywords."""

    name: str | None = None
    level: str | None = None
    keywords: list[str] = []


class Language(ResumeModel):
    """A spoken language with the words the résumé uses for its level."""

    language: str | None = None
    fluency: str | None = None


class Certificate(ResumeModel):
    """A certificate."""

    name: str | None = None
    date: str | None = None
    issuer: str | None = None
    url: str | None = None


class Project(ResumeModel):
    """A project outside or inside a job."""

    name: str | None = None
    description: str | None = None
    highlights: list[str] = []
    keywords: list[str] = []
    start_date: str | None = None
    end_date: str | None = None
    url: str | None = None


class Publication(ResumeModel):
    """A publication."""

    name: str | None = None
    publisher: str | None = None
    release_date: str | None = None
    url: str | None = None


class Evidence(BaseModel):
    """Where a value was read: `start:end` index the extracted text, and `quote` is that text."""

    page: int = 1
    start: int
    end: int
    quote: str
    method: str
    confidence: float = Field(ge=0, le=1)


class Finding(BaseModel):
    """A judgement with the values it rests on (JSON Pointers into the profile) and what to do about it."""

    text: str
    evidence: list[str] = []
    advice: str | None = None


class JobRecommendation(BaseModel):
    """A role that would fit, why, and the values that say so."""

    title: str
    reason: str
    evidence: list[str] = []


class ScoreCriterion(BaseModel):
    """One criterion of the rubric: `points` of `weight` reached, or None if it could not be judged."""

    name: str
    weight: int
    points: float | None = None
    reason: str
    evidence: list[str] = []


class ScorePart(BaseModel):
    """Criteria of one kind; `points` of `weight` over those that were judged, None if none was."""

    name: str
    weight: int
    points: float | None = None
    criteria: list[ScoreCriterion] = []


class ResumeScore(BaseModel):
    """How good the résumé is as a résumé, 0 to 100 by a fixed rubric; criteria that were not judged do not count."""

    total: int = Field(ge=0, le=100)
    rubric: str
    parts: list[ScorePart] = []


class CountedEntry(BaseModel):
    """A job in the sum of years: its months, and how many of them no earlier job had covered."""

    entry: str
    start: str
    end: str
    months: float
    counted: float


class Career(BaseModel):
    """How years and seniority were computed. `entries` are in order of time; `left_out` have no usable start date."""

    as_of: str
    method: str
    entries: list[CountedEntry] = []
    left_out: list[str] = []
    seniority_reason: str | None = None
    seniority_evidence: list[str] = []


class Analyser(BaseModel):
    """Who filled the profile.

    `kind` is `rules` (deterministic), `model` (checked against the text) or `import` (the file was data already).
    """

    kind: Literal["rules", "model", "import"]
    name: str
    version: str
    fallback_reason: str | None = None
    """Set when a model was asked and the deterministic result stands in: the error code."""


class VitaeflowMeta(BaseModel):
    """Our part of `meta`. `evidence` maps a JSON Pointer (`/work/0/startDate`) to where the value was read."""

    model_config = ConfigDict(extra="allow")

    analyser: Analyser
    as_of: str | None = None
    engine: str | None = None
    embedding: str | None = None
    linkedin_url: str | None = None
    evidence: dict[str, Evidence] = {}
    strengths: list[Finding] = []
    weaknesses: list[Finding] = []
    job_recommendations: list[JobRecommendation] = []
    years_of_experience: float | None = None
    seniority: str | None = None
    career: Career | None = None
    resume_score: ResumeScore | None = None
    quality: DocumentQuality | None = None
    flags: list[dict[str, Any]] = []
    warnings: list[str] = []


class Meta(ResumeModel):
    """JSON Resume's own meta, with ours inside."""

    version: str = "v1.0.0"
    canonical: str | None = None
    last_modified: str | None = None
    vitaeflow: VitaeflowMeta | None = None


class Profile(ResumeModel):
    """A whole résumé as data."""

    basics: Basics = Basics()
    work: list[Work] = []
    volunteer: list[dict[str, Any]] = []
    education: list[Education] = []
    awards: list[dict[str, Any]] = []
    certificates: list[Certificate] = []
    publications: list[Publication] = []
    skills: list[Skill] = []
    languages: list[Language] = []
    interests: list[dict[str, Any]] = []
    references: list[dict[str, Any]] = []
    projects: list[Project] = []
    meta: Meta = Meta()

    def to_json_resume(self) -> dict[str, Any]:
        """The document as plain JSON Resume: camelCase keys, nothing empty.

        An imported one is what was imported, also where that is empty: export and import are each other's reverse.
        """
        ours = self.meta.vitaeflow
        if ours is not None and ours.analyser.kind == "import":
            exact: dict[str, Any] = self.model_dump(mode="json", by_alias=True, exclude_unset=True)
            exact["meta"]["vitaeflow"] = ours.model_dump(mode="json", exclude_none=True)
            return exact
        dumped: dict[str, Any] = self.model_dump(mode="json", by_alias=True, exclude_none=True)
        return {key: value for key, value in dumped.items() if value not in ([], {})}
