"""Kind of employment and seniority, by fields, title and short lines."""

from __future__ import annotations

from typing import Any

import pytest

from domain.jobs.employment import employment_types_of, seniority_of
from schema.jobs import Posting


def posting(**fields: Any) -> Posting:
    """One posting."""
    return Posting(**({"external_id": "1", "title": "Tuner", "company": "Pipeworks"} | fields))


@pytest.mark.parametrize(
    ("line", "kinds"),
    [
        ("Full-time or part-time", ["part_time", "full_time"]),
        ("Vollzeit, unbefristet", ["full_time"]),
        ("Teilzeit", ["part_time"]),
        ("Contrat : CDI", ["full_time"]),
        ("CDD 6 mois", ["temporary"]),
        ("Jornada completa", ["full_time"]),
        ("Estágio", ["intern"]),
        ("Umowa B2B", ["contract"]),
        ("Toàn thời gian", ["full_time"]),
        ("雇用形態：正社員", ["full_time"]),
        ("全职", ["full_time"]),
        ("Freelance", ["contract"]),
    ],
)
def test_short_lines_say_the_kind(line: str, kinds: list[str]) -> None:
    """In many languages; several kinds where several are offered."""
    assert employment_types_of(posting(description=f"We tune organs.\n{line}")) == kinds


def test_fields_and_titles_come_first() -> None:
    """A field, then the title, then the text."""
    assert employment_types_of(posting(employment_type="contract", description="Full-time")) == ["contract"]
    assert employment_types_of(posting(title="Internship Tuner", description="Full-time")) == ["intern"]


def test_sentences_are_not_taken_for_kinds() -> None:
    """A long line may be about something else."""
    line = "We have full-time colleagues in three countries, and several more who visit us for a week now and then."
    assert employment_types_of(posting(description=line)) == []


@pytest.mark.parametrize(
    ("fields", "level"),
    [
        ({"seniority": "Mid-Senior level"}, "mid"),
        ({"seniority": "entry-level"}, "entry"),
        ({"title": "Junior Tuner"}, "entry"),
        ({"title": "Head of Tuning"}, "lead"),
        ({"seniority": "Not Applicable", "title": "Senior Tuner"}, "senior"),
        ({}, None),
    ],
)
def test_seniority_has_four_words(fields: dict[str, str], level: str | None) -> None:
    """By the field, else by the title; not said is not known."""
    assert seniority_of(posting(**fields)) == level
