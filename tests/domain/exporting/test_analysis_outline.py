"""Who judged, and what."""

from __future__ import annotations

from typing import Any

from domain.exporting.analysis_outline import analysis_blocks
from schema.profile import VitaeflowMeta


def lines_of(**fields: Any) -> list[str]:
    """Kind and text of each block."""
    meta = VitaeflowMeta.model_validate({"analyser": {"kind": "rules", "name": "reading", "version": "1.2"}, **fields})
    return [f"{block.kind}: {block.lead}{block.text}" for block in analysis_blocks(meta)]


STRENGTHS = [{"text": "Measured results"}]


def test_the_judgement_is_listed_with_advice_and_reasons() -> None:
    """Strengths, weaknesses, recommended roles."""
    lines = lines_of(
        years_of_experience=8.0,
        seniority="senior",
        strengths=STRENGTHS,
        weaknesses=[{"text": "No tests named", "advice": "Name them"}],
        job_recommendations=[{"title": "SRE", "reason": "on-call"}],
    )
    assert lines[1:] == [
        "text: Years of experience: 8", "text: Seniority: senior",
        "entry: Strengths", "bullet: Measured results",
        "entry: Weaknesses", "bullet: No tests named → Name them",
        "entry: Recommended roles", "bullet: SRE — on-call",
    ]  # fmt: skip


def test_a_weakness_shows_the_line_it_is_about() -> None:
    """The first line with evidence, cut where it is long; a strength needs none."""
    seen = {"start": 0, "end": 5, "quote": "Kept " * 30, "method": "rules", "confidence": 0.9}
    weakness = {"text": "No number", "evidence": ["/work/0/highlights/0"], "advice": "Say how much"}
    lines = lines_of(weaknesses=[weakness], evidence={"/work/0/highlights/0": seen})
    assert lines[-1] == f"bullet: No number: “{('Kept ' * 18).strip()}…” → Say how much"


def test_the_score_is_shown_with_its_parts_and_reasons() -> None:
    """Points are of what could be judged; a part that could not be judged says so."""
    criteria = [
        {"name": "numbers", "weight": 15, "points": 7.5, "reason": "1 of 4 lines hold a number"},
        {"name": "deeds", "weight": 10, "points": None, "reason": "not judged: no word list"},
    ]
    unjudged = [{"name": "columns", "weight": 6, "points": None, "reason": "not judged: no places"}]
    parts = [
        {"name": "specificity", "weight": 25, "points": 7.5, "criteria": criteria},
        {"name": "layout", "weight": 6, "points": None, "criteria": unjudged},
    ]
    assert lines_of(resume_score={"total": 50, "rubric": "7", "parts": parts})[1:] == [
        "text: Score of the résumé: 50 of 100 (rubric 7)",
        "bullet: specificity, 7.5 of 15: 1 of 4 lines hold a number; not judged: no word list",
        "bullet: layout, not judged: not judged: no places",
    ]


def test_years_and_seniority_say_how_they_were_computed() -> None:
    """The as-of date, the number of jobs and the reason for the level."""
    career = {"as_of": "2026-03-01", "method": "m", "seniority_reason": "the latest title says senior"}
    assert lines_of(years_of_experience=8.0, seniority="senior", career=career)[1:] == [
        "text: Years of experience: 8 (as of 2026-03-01, 0 dated jobs)",
        "text: Seniority: senior — the latest title says senior",
    ]


def test_a_file_that_is_not_one_resume_says_so() -> None:
    """State and reasons come first; an ordinary file has no such line."""
    quality = {"state": "not_a_resume", "reasons": ["few signs", "6 numbered clauses"]}
    assert lines_of(quality=quality)[1:] == ["text: The file: not a resume: few signs; 6 numbered clauses"]
    assert lines_of(quality={"state": "ok"}) == []


def test_rules_are_named_as_the_maker() -> None:
    """The reader must know that no model was involved."""
    assert lines_of(strengths=STRENGTHS)[0] == "note: Made by rules (reading 1.2), without a model."


def test_a_model_is_named_as_the_maker() -> None:
    """With its name and version."""
    model = {"kind": "model", "name": "some-model", "version": "2026-01"}
    assert lines_of(analyser=model, strengths=STRENGTHS)[0].startswith("note: Made by a model (some-model 2026-01)")


def test_a_model_that_failed_is_not_hidden() -> None:
    """Rules stand in, and the page says why."""
    rules = {"kind": "rules", "name": "reading", "version": "1", "fallback_reason": "model_error"}
    assert "gave no usable answer (model_error)" in lines_of(analyser=rules, strengths=STRENGTHS)[0]


def test_no_judgement_gives_no_section() -> None:
    """A maker's note alone says nothing."""
    assert lines_of() == []
    assert list(analysis_blocks(None)) == []
