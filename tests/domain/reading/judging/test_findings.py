"""Strengths, weaknesses and roles follow from the facts and point at them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings

from domain.reading import read_resume
from domain.reading.judging import judge
from schema.document import Document, DocumentQuality, Flag
from schema.profile import Profile, Skill, Work
from tests.domain.reading.judging.conftest import AS_OF, check_pointers, judged
from tests.domain.reading.kinds import NEAR
from tests.round_trip.printing import profiles


def weaknesses(*work: Work, quality: DocumentQuality | None = None) -> list[str]:
    """The texts of what is weak about these jobs."""
    return [finding.text for finding in judged(Profile(work=list(work)), quality=quality).weaknesses]


def test_judgements_of_what_was_read_point_at_it(read: Callable[[str], Profile], texts: dict[str, str]) -> None:
    """Every pointer of a judgement leads to a value with evidence, and every weakness has advice."""
    for text in [*texts.values(), *NEAR.values()]:
        profile = read(text)
        check_pointers(profile)
        meta = profile.meta.vitaeflow
        assert meta is not None
        assert all(weakness.advice for weakness in meta.weaknesses)
        assert meta.resume_score is not None


@settings(max_examples=60, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(profiles())
def test_judgements_of_any_profile_point_at_it(document: dict[str, object]) -> None:
    """Whatever a profile holds, no statement is made without a value that bears it out."""
    profile = Profile.model_validate(document)
    judged(profile, quality=DocumentQuality(columns=3, table_share=0.5, ocr_confidence=0.9))
    check_pointers(profile)


def test_a_long_gap_is_found_only_between_months() -> None:
    """Bare years cannot prove a gap."""

    def gaps(end: str, start: str) -> int:
        jobs = (Work(position="A", start_date="2010", end_date=end), Work(position="B", start_date=start))
        return sum("months between" in text for text in weaknesses(*jobs))

    assert gaps("2015-01", "2016-06") == 1
    assert gaps("2015", "2016") == 0
    assert gaps("2015-01", "2015-03") == 0


def test_a_weakness_names_the_lines_it_is_about() -> None:
    """Lines that name a duty, lines without numbers and endless lines are pointed at one by one."""
    lines = [
        "Responsible for the archive and the post",
        "Filed 400 letters a week for the court",
        "Sorted the letters of the court and put them on the shelves " * 4,
    ]
    profile = Profile(work=[Work(position="Clerk", name="Court", start_date="2020", highlights=lines)])
    found = {finding.text: finding.evidence for finding in judged(profile).weaknesses}
    assert found["1 of 3 lines name a duty and not what was done"] == ["/work/0/highlights/0"]
    assert found["2 of 3 achievements have no number"] == ["/work/0/highlights/0", "/work/0/highlights/2"]
    assert found["1 of 3 lines are longer than 35 words"] == ["/work/0/highlights/2"]


def test_a_job_without_description_or_dates_is_pointed_at() -> None:
    """The role of the job is the line that the finding is about."""
    meta = judged(Profile(work=[Work(position="Clerk")]))
    bare = {finding.text: finding.evidence for finding in meta.weaknesses}
    assert bare["A job without a description"] == ["/work/0/position"]
    assert bare["A job without dates"] == ["/work/0/position"]


def test_risks_of_the_layout_are_weaknesses(document: Callable[[str], Document], texts: dict[str, str]) -> None:
    """Columns, tables, pictures of text and hidden text each give a finding that points at the measurement."""
    quality = DocumentQuality(columns=2, table_share=0.4, ocr_confidence=0.8)
    assert {"2 columns", "40% of the lines are rows of a table", "The text is a picture"} <= set(
        weaknesses(Work(position="Clerk", start_date="2020", highlights=["Filed 400 letters"]), quality=quality)
    )
    flag = Flag(kind="hidden_text", detail="white", quote="Kubernetes expert")
    hidden = document(texts["en"]).model_copy(update={"flags": [flag]})
    meta = read_resume(hidden, as_of=AS_OF).meta.vitaeflow
    assert meta is not None
    finding = next(each for each in meta.weaknesses if "does not see" in each.text)
    assert finding.evidence == ["/meta/vitaeflow/flags/0"]


@pytest.mark.parametrize(
    ("skills", "role"),
    [(["Python", "Java", "Scala"], "Software Engineer"), (["Python", "Java"], None)],
)
def test_three_skills_of_a_kind_suggest_a_role(skills: list[str], role: str | None) -> None:
    """Two are not enough; the skills themselves are the evidence."""
    meta = judged(Profile(skills=[Skill(name="Programming Languages", keywords=skills)]))
    assert [found.title for found in meta.job_recommendations] == ([role] if role else [])
    assert [found.evidence for found in meta.job_recommendations] == (
        [["/skills/0/keywords/0", "/skills/0/keywords/1", "/skills/0/keywords/2"]] if role else []
    )


def test_a_finished_internship_is_not_suggested_again() -> None:
    """The latest role goes on, but nobody is told to become an intern once more."""

    def titles(*work: Work) -> list[str]:
        return [role.title for role in judged(Profile(work=list(work))).job_recommendations]

    assert titles(Work(position="Intern", start_date="2024", end_date="2025")) == []
    assert titles(Work(position="Baker", start_date="2024", end_date="2025")) == ["Baker"]


def test_an_empty_profile_is_not_judged() -> None:
    """Nothing is said of nobody, not even about the layout."""
    profile = Profile()
    meta = judged(profile, quality=DocumentQuality(columns=2))
    judge(profile, date(2026, 1, 1))
    assert (meta.strengths, meta.weaknesses, meta.job_recommendations, meta.resume_score) == ([], [], [], None)
