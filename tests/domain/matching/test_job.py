"""Facts of a posting: the board's fields first, its prose where they are silent."""

from __future__ import annotations

from typing import Any

import pytest

from domain.matching.facts import JobFacts
from domain.matching.job import job_facts
from domain.matching.titles import ENTRY, LEAD, MID, SENIOR
from schema.jobs import JobLocation, Posting


def facts(description: str = "", **fields: Any) -> JobFacts:
    """Facts of a posting with this prose."""
    defaults: dict[str, Any] = {"external_id": "1", "title": "Data Engineer", "company": "Kelp Works"}
    return job_facts(Posting(**{**defaults, **fields}, description=description))


def test_required_and_welcome_skills_are_told_apart() -> None:
    """Sections and inline cues decide; a task is welcome, and a required skill is not welcome too."""
    found = facts(
        "Tasks:\n- Run Terraform\nRequirements:\n- Python, SQL\n- Kafka is a plus\nNice to have: Scala, Python"
    )
    assert set(found.must) == {"Python", "SQL"}
    assert set(found.nice) == {"Terraform", "Apache Kafka", "Scala"}
    assert found.must["Python"].at == "must"


def test_listed_skills_are_required_unless_the_prose_says_welcome() -> None:
    """The board's list counts, also with skills that no table knows."""
    found = facts("Nice to have: Terraform", skills=["Python3", "Terraform", "kelp grading"])
    assert {skill.text for skill in found.must.values()} == {"Python3", "kelp grading"}
    assert set(found.nice) == {"Terraform"}


def test_prose_without_headings_is_taken_as_required() -> None:
    """Something to compare is better than nothing."""
    assert set(facts("We work with Python and PostgreSQL.").must) == {"Python", "PostgreSQL"}


@pytest.mark.parametrize(
    ("fields", "text", "level", "months"),
    [
        ({"title": "Senior Data Engineer"}, "", SENIOR, None),
        ({"title": "Data Engineer", "seniority": "Lead"}, "", LEAD, None),
        ({"experience_months": 0}, "5+ years of experience", ENTRY, 0),
        ({}, "Requirements:\n- 3+ years of experience", MID, 36),
        ({}, "Requirements:\n- 10 years of experience", LEAD, 120),
        ({}, "", None, None),
    ],
)
def test_levels_and_months(fields: dict[str, Any], text: str, level: int | None, months: int | None) -> None:
    """Title, then the board's level, then the time asked for; the board's months before the prose."""
    found = facts(text, **fields)
    assert (found.level, found.months) == (level, months)


@pytest.mark.parametrize(
    ("fields", "text", "workplace"),
    [
        ({"workplace": "remote"}, "On-site in Faro.", "remote"),
        ({}, "Hybrid, two days at home; remote otherwise.", "hybrid"),
        ({}, "Fully remote.", "remote"),
        ({}, "No remote work.", "unknown"),
        ({}, "Arbeit vor Ort", "onsite"),
        ({}, "Come and see.", "unknown"),
    ],
)
def test_workplaces(fields: dict[str, Any], text: str, workplace: str) -> None:
    """The board first, hybrid before remote, and no remote is not remote."""
    assert facts(text, **fields).workplace == workplace


@pytest.mark.parametrize(
    ("text", "languages"),
    [
        ("Requirements:\n- Fluent English", {"en": 3}),
        ("Wymagania\n- Język niemiecki", {"de": None}),
        ("Requirements:\n- Love of French cuisine", {}),
        ("Nice to have: fluent German", {}),
        ("Ihr Profil:\n- Sehr gute Deutschkenntnisse", {"de": 3}),
    ],
)
def test_required_languages(text: str, languages: dict[str, int | None]) -> None:
    """A language counts beside a level or a word about languages, in what is required."""
    assert facts(text).languages == languages


def test_licences_keep_their_words() -> None:
    """A licence that is required, with what may show it; a welcome one is not required."""
    found = facts("Requirements:\n- Valid nursing licence (RN)")
    assert found.licence is not None
    assert found.licence.text == "Valid nursing licence (RN)"
    assert found.licence_words == ["licence:nursing"]
    assert "crane" in facts("Requirements:\n- Crane licence").licence_words
    assert facts("Nice to have: forklift licence").licence is None


def test_places_and_employment() -> None:
    """Countries and folded cities once each; unknown employment stays empty."""
    places = [JobLocation(raw="x", city="Évora", country="PT"), JobLocation(raw="y", city="Faro", country="PT")]
    found = facts(locations=places, employment_type="part_time", remote_scope=["ES"])
    assert (found.countries, found.cities, found.remote_scope) == (["PT"], ["evora", "faro"], ["ES"])
    assert found.employment_types == ["part_time"]
    assert facts().employment_types == []
