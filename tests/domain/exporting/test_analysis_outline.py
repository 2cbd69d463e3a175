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
