"""Years, level, strengths, weaknesses and roles follow from the facts and point at them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from domain.reading.judgement import judge, seniority, years_of_experience
from schema.profile import Analyser, Meta, Profile, VitaeflowMeta, Work

AS_OF = date(2026, 3, 1)


def test_overlapping_jobs_count_once_and_gaps_not_at_all() -> None:
    """Two jobs at the same time are not twice the experience."""
    both = [Work(start_date="2020-01", end_date="2021-12"), Work(start_date="2021-01", end_date="2022-12")]
    assert years_of_experience(Profile(work=both), AS_OF) == 3.0
    within = [Work(start_date="2020-01", end_date="2022-12"), Work(start_date="2020-06", end_date="2020-09")]
    assert years_of_experience(Profile(work=[*within, Work(start_date="2021-01", end_date="2022-12")]), AS_OF) == 3.0
    apart = [Work(start_date="2010-01", end_date="2010-12"), Work(start_date="2020-01", end_date="2020-12")]
    assert years_of_experience(Profile(work=apart), AS_OF) == 2.0


def test_open_jobs_end_on_the_as_of_date() -> None:
    """The as-of date is the only clock."""
    profile = Profile(work=[Work(position="Clerk", start_date="2024-03")])
    assert years_of_experience(profile, date(2025, 2, 1)) == 1.0
    assert years_of_experience(profile, date(2027, 2, 1)) == 3.0
    assert years_of_experience(profile, date(2023, 1, 1)) is None


def test_the_latest_title_decides_the_level() -> None:
    """Words of the title come before years; without either there is no level."""
    assert seniority(Profile(work=[Work(position="Head of Logistics", start_date="2025")]), AS_OF) == "director"
    assert seniority(Profile(work=[Work(position="Praktikantin", start_date="2012")]), AS_OF) == "junior"
    assert seniority(Profile(work=[Work(position="Clerk", start_date="2023-01")]), AS_OF) == "mid"
    assert seniority(Profile(), AS_OF) is None


def test_judgements_point_at_values_that_exist(read: Callable[[str], Profile], texts: dict[str, str]) -> None:
    """Every pointer of a judgement has evidence of its own, and every weakness has advice."""
    for text in texts.values():
        meta = read(text).meta.vitaeflow
        assert meta is not None
        pointers = [p for finding in meta.strengths + meta.weaknesses for p in finding.evidence]
        pointers += [p for role in meta.job_recommendations for p in role.evidence]
        assert set(pointers) <= set(meta.evidence)
        assert all(weakness.advice for weakness in meta.weaknesses)
        assert all(role.evidence for role in meta.job_recommendations)
        assert meta.job_recommendations


def test_a_long_gap_is_found_only_between_months() -> None:
    """Bare years cannot prove a gap."""

    def gaps(end: str, start: str) -> int:
        profile = Profile(
            work=[Work(position="A", start_date="2010", end_date=end), Work(position="B", start_date=start)]
        )
        profile.meta = Meta(vitaeflow=VitaeflowMeta(analyser=Analyser(kind="rules", name="t", version="1")))
        judge(profile, AS_OF)
        assert profile.meta.vitaeflow is not None
        return sum("months between" in weakness.text for weakness in profile.meta.vitaeflow.weaknesses)

    assert gaps("2015-01", "2016-06") == 1
    assert gaps("2015", "2016") == 0
    assert gaps("2015-01", "2015-03") == 0
