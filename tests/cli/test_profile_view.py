"""A profile as a person reads it."""

from __future__ import annotations

import io

from rich.console import Console

from cli.profile_view import profile_view
from schema.document import DocumentQuality
from schema.profile import (
    Analyser,
    Basics,
    Evidence,
    Finding,
    JobRecommendation,
    Location,
    Profile,
    ResumeScore,
    ScoreCriterion,
    ScorePart,
    VitaeflowMeta,
    Work,
)


def shown(profile: Profile) -> str:
    """The view as plain text."""
    console = Console(file=io.StringIO(), width=100, record=True)
    console.print(profile_view(profile))
    return console.export_text()


def test_all_parts_of_a_profile_are_shown() -> None:
    """Contact, work with dates, findings and the amount of evidence are there."""
    profile = Profile(
        basics=Basics(
            name="Ada [bold]Example", email="ada@example.com", location=Location(city="Porto", country_code="PT")
        ),
        work=[Work(name="Acme", position="Engineer", start_date="2020-01", highlights=["Built \x1b[31mit"])],
    )
    profile.meta.vitaeflow = VitaeflowMeta(
        analyser=Analyser(kind="rules", name="reader", version="1"),
        as_of="2025-01-01",
        years_of_experience=5.0,
        evidence={"/basics/name": Evidence(start=0, end=3, quote="Ada", method="first line", confidence=0.9)},
        strengths=[Finding(text="Ships", advice="Say how much")],
        weaknesses=[Finding(text="No summary")],
        job_recommendations=[JobRecommendation(title="Data Engineer", reason="SQL")],
        flags=[{"kind": "hidden_text", "detail": "white on white"}],
    )
    text = shown(profile)
    for part in (
        "Ada [bold]Example",
        "ada@example.com · Porto, PT",
        "Engineer — Acme",
        "2020-01 – present",
        "• Built [31mit",
        "+ Ships",
        "Say how much",
        "- No summary",
        "Data Engineer — SQL",
        "hidden_text — white on white",
        "1 values with evidence, read by rules (reader), 5 years of experience as of 2025-01-01",
    ):
        assert part in text
    assert "\x1b" not in text


def test_an_empty_profile_has_no_empty_sections() -> None:
    """Nothing found is said once, not section by section."""
    assert shown(Profile()).strip() == "(no name found)"


def test_score_and_state_are_shown() -> None:
    """The total with its parts, of what could be judged; a state that is not `ok` stands with what is odd."""
    criteria = [
        ScoreCriterion(name="numbers", weight=15, points=7.5, reason="1 of 4"),
        ScoreCriterion(name="deeds", weight=10, points=None, reason="not judged"),
    ]
    parts = [
        ScorePart(name="specificity", weight=25, points=7.5, criteria=criteria),
        ScorePart(name="layout", weight=6, points=None),
    ]
    profile = Profile()
    profile.meta.vitaeflow = VitaeflowMeta(
        analyser=Analyser(kind="rules", name="reader", version="1"),
        resume_score=ResumeScore(total=50, rubric="7", parts=parts),
        quality=DocumentQuality(state="several_people", reasons=["another begins on page 2"]),
    )
    text = shown(profile)
    assert "50 of 100 by rubric 7: specificity 7.5/15, layout not judged" in text
    assert "several_people — another begins on page 2" in text
