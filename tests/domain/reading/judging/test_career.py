"""Years and level follow from the jobs, and say how."""

from __future__ import annotations

from datetime import date

import pytest

from domain.reading.judging.career import title_level
from schema.profile import Profile, Work
from tests.domain.reading.judging.conftest import judged


def years(*work: Work, as_of: date = date(2026, 3, 1)) -> float | None:
    """Years of experience of these jobs."""
    return judged(Profile(work=list(work)), as_of=as_of).years_of_experience


def test_overlapping_jobs_count_once_and_gaps_not_at_all() -> None:
    """Two jobs at the same time are not twice the experience."""
    assert years(Work(start_date="2020-01", end_date="2021-12"), Work(start_date="2021-01", end_date="2022-12")) == 3.0
    within = [Work(start_date="2020-01", end_date="2022-12"), Work(start_date="2020-06", end_date="2020-09")]
    assert years(*within, Work(start_date="2021-01", end_date="2022-12")) == 3.0
    assert years(Work(start_date="2010-01", end_date="2010-12"), Work(start_date="2020-01", end_date="2020-12")) == 2.0


def test_open_jobs_end_on_the_as_of_date() -> None:
    """The as-of date is the only clock."""
    job = Work(position="Clerk", start_date="2024-03")
    assert years(job, as_of=date(2025, 2, 1)) == 1.0
    assert years(job, as_of=date(2027, 2, 1)) == 3.0
    assert years(job, as_of=date(2023, 1, 1)) is None


def test_the_account_adds_up_to_the_years() -> None:
    """Each job says its months and those that count; what has no date is named as left out."""
    profile = Profile(
        work=[
            Work(position="A", start_date="2021-01", end_date="2022-12"),
            Work(position="B", start_date="2020-01", end_date="2021-12"),
            Work(position="C"),
        ]
    )
    meta = judged(profile)
    assert meta.career is not None
    assert [(entry.entry, entry.months, entry.counted) for entry in meta.career.entries] == [
        ("/work/1", 24, 24),
        ("/work/0", 24, 12),
    ]
    assert meta.career.left_out == ["/work/2"]
    assert meta.career.as_of == "2026-03-01"
    assert sum(entry.counted for entry in meta.career.entries) / 12 == meta.years_of_experience == 3.0


def test_the_latest_title_decides_the_level_and_the_years_where_it_says_none() -> None:
    """Words of the title come before years, and the reason says which it was; without either there is no level."""
    for work, level, reason in (
        (Work(position="Head of Logistics", start_date="2025"), "director", "title says director"),
        (Work(position="Praktikantin", start_date="2012"), "junior", "title says junior"),
        (Work(position="Clerk", start_date="2023-01"), "mid", "3.2 years of experience count as mid"),
        (Work(position="Clerk", start_date="2012-01"), "senior", "count as senior"),
    ):
        meta = judged(Profile(work=[work]))
        assert meta.career is not None
        assert meta.seniority == level
        assert reason in (meta.career.seniority_reason or "")
        assert meta.career.seniority_evidence
    assert judged(Profile()).seniority is None


@pytest.mark.parametrize(
    "pair",
    [
        "Director/Directora", "Jefe de ventas/Jefa de ventas", "Directeur/Directrice", "Fondateur/Fondatrice",
        "Diretor/Diretora", "Schichtleiter/Schichtleiterin", "Geschäftsführer/Geschäftsführerin", "Student/Studentka",
        "Kierownik/Kierowniczka", "Dyrektor/Dyrektorka", "Założyciel/Założycielka", "Prezes/Prezeska",
        "Foreman/Forewoman", "Experto/Experta", "Ayudante/Ayudanta", "Aprendiz/Aprendiza", "Volontär/Volontärin",
        "Vorstand/Vorständin", "Expert/Expertin", "Praktikant/Praktikantin", "Presidente/Presidenta",
    ],
)  # fmt: skip
def test_a_title_says_the_same_level_for_women_and_men(pair: str) -> None:
    """Word lists may know one form alone; the level may not depend on it."""
    man, woman = map(title_level, pair.split("/"))
    assert man == woman is not None


def test_an_internal_auditor_is_no_intern() -> None:
    """Endings are exchanged where titles have them, not wherever a letter could go."""
    assert title_level("Auditora interna") is None
    assert title_level("Auditeur interne") is None
