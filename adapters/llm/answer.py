"""What a model is asked to fill in: a lean profile, and its JSON schema in the strict dialect of structured outputs."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic.alias_generators import to_camel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from schema.profile import Analyser, Finding, JobRecommendation, Meta, Profile, VitaeflowMeta

_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def _partial_date(value: str | None) -> str | None:
    """Keep `2021`, `2021-03` and `2021-03-15`; an ongoing end ("present") and other words are no dates."""
    return value if value is not None and _DATE.fullmatch(value) else None


PartialDate = Annotated[str | None, AfterValidator(_partial_date)]


class AnswerPart(BaseModel):
    """Base of all parts: strict in what is asked for, lenient in what is taken.

    A missing or null field is its default, an unknown one is dropped, a number where text was asked for is its text:
    endpoints without structured outputs get these wrong without meaning anything by it.
    """

    model_config = ConfigDict(
        alias_generator=to_camel,
        populate_by_name=True,
        extra="ignore",
        coerce_numbers_to_str=True,
        json_schema_extra={"additionalProperties": False},
    )

    @model_validator(mode="before")
    @classmethod
    def _null_is_absent(cls, data: Any) -> Any:
        if isinstance(data, dict):
            return {key: value for key, value in data.items() if value is not None and value != ""}
        return data


class LocationAnswer(AnswerPart):
    """Where the person lives."""

    city: str | None = None
    region: str | None = None
    country_code: str | None = Field(None, description="ISO 3166-1 alpha-2")


class LinkAnswer(AnswerPart):
    """A page about the person."""

    network: str | None = None
    username: str | None = None
    url: str | None = None


class BasicsAnswer(AnswerPart):
    """Who it is."""

    name: str | None = None
    label: str | None = Field(None, description="professional title")
    email: str | None = None
    phone: str | None = None
    url: str | None = None
    summary: str | None = None
    location: LocationAnswer | None = None
    profiles: list[LinkAnswer] = []


class WorkAnswer(AnswerPart):
    """One role."""

    name: str | None = Field(None, description="employer")
    position: str | None = None
    location: str | None = None
    start_date: PartialDate = None
    end_date: PartialDate = Field(None, description="null while ongoing")
    summary: str | None = None
    highlights: list[str] = []


class EducationAnswer(AnswerPart):
    """One course of study."""

    institution: str | None = None
    study_type: str | None = Field(None, description="degree")
    area: str | None = None
    start_date: PartialDate = None
    end_date: PartialDate = None
    score: str | None = None
    courses: list[str] = []


class SkillAnswer(AnswerPart):
    """Skills of one category."""

    name: str | None = Field(None, description="category")
    keywords: list[str] = Field([], description="the skills, as written")


class LanguageAnswer(AnswerPart):
    """A spoken language."""

    language: str | None = None
    fluency: str | None = Field(None, description="level, as written")


class CertificateAnswer(AnswerPart):
    """A certificate."""

    name: str | None = None
    issuer: str | None = None
    date: PartialDate = None
    url: str | None = None


class ProjectAnswer(AnswerPart):
    """A project."""

    name: str | None = None
    description: str | None = None
    highlights: list[str] = []
    keywords: list[str] = []
    start_date: PartialDate = None
    end_date: PartialDate = None
    url: str | None = None


Pointers = Annotated[list[str], Field(description="JSON Pointers into this answer, e.g. /work/0/highlights/1")]


class FindingAnswer(AnswerPart):
    """A judgement and what it rests on."""

    text: str
    evidence: Pointers = []
    advice: str | None = None


class RecommendationAnswer(AnswerPart):
    """A role that would fit."""

    title: str
    reason: str
    evidence: Pointers = []


class ProfileAnswer(AnswerPart):
    """The whole answer."""

    basics: BasicsAnswer = BasicsAnswer()
    work: list[WorkAnswer] = []
    education: list[EducationAnswer] = []
    skills: list[SkillAnswer] = []
    languages: list[LanguageAnswer] = []
    certificates: list[CertificateAnswer] = []
    projects: list[ProjectAnswer] = []
    strengths: list[FindingAnswer] = []
    weaknesses: list[FindingAnswer] = []
    job_recommendations: list[RecommendationAnswer] = []

    @model_validator(mode="after")
    def _says_something(self) -> ProfileAnswer:
        if not any((self.basics.name, self.basics.email, self.work, self.education, self.skills)):
            raise ValueError("no fact at all was filled in")
        return self

    def to_profile(self, analyser: Analyser, warnings: list[str]) -> Profile:
        """The answer in the product's words.

        A pointer that leads nowhere in the answer is dropped, and with it a judgement that has no other: it rests on
        nothing. How many went is added to the warnings.
        """
        facts = self.model_dump(by_alias=True, exclude={"strengths", "weaknesses", "job_recommendations"})
        strengths = [_grounded(finding, facts) for finding in self.strengths]
        weaknesses = [_grounded(finding, facts) for finding in self.weaknesses]
        roles = [_grounded(role, facts) for role in self.job_recommendations]
        dropped = [*strengths, *weaknesses, *roles].count(None)
        if dropped:
            warnings = [*warnings, f"{dropped} judgements of the model had no evidence in the profile and were dropped"]
        profile = Profile.model_validate(facts)
        profile.meta = Meta(
            vitaeflow=VitaeflowMeta(
                analyser=analyser,
                strengths=[Finding.model_validate(finding) for finding in strengths if finding],
                weaknesses=[Finding.model_validate(finding) for finding in weaknesses if finding],
                job_recommendations=[JobRecommendation.model_validate(role) for role in roles if role],
                warnings=warnings,
            )
        )
        return profile


def _grounded(judgement: FindingAnswer | RecommendationAnswer, facts: dict[str, Any]) -> dict[str, Any] | None:
    evidence = [pointer for pointer in judgement.evidence if _points_at(facts, pointer)]
    return judgement.model_dump() | {"evidence": evidence} if evidence else None


def _points_at(facts: Any, pointer: str) -> bool:
    """Whether a JSON Pointer (RFC 6901) leads to a value that says something."""
    if not pointer.startswith("/"):
        return False
    place = facts
    for part in pointer[1:].split("/"):
        key = part.replace("~1", "/").replace("~0", "~")
        if isinstance(place, dict):
            place = place.get(key)
        elif isinstance(place, list) and key.isascii() and key.isdigit() and len(key) < 6 and int(key) < len(place):
            place = place[int(key)]
        else:
            return False
    return place is not None and place not in ("", [], {})


class _StrictSchema(GenerateJsonSchema):
    """The dialect: every property required, none added, no defaults; optional is said by `null`."""

    def field_is_required(self, field: Any, total: bool) -> bool:
        return True

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


def strict_schema(answer: type[BaseModel]) -> dict[str, Any]:
    """The JSON schema of an `AnswerPart` as `response_format` wants it."""
    return answer.model_json_schema(by_alias=True, schema_generator=_StrictSchema)
