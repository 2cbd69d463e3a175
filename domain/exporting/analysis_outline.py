"""The judgement part of a page. It says first who judged: rules, or a model whose answer was checked."""

from __future__ import annotations

from collections.abc import Iterator

from domain.exporting.blocks import Block, bullets, clean, joined
from schema.profile import Analyser, Finding, JobRecommendation, VitaeflowMeta


def analysis_blocks(meta: VitaeflowMeta | None) -> Iterator[Block]:
    """Strengths, weaknesses and recommended roles; nothing at all when there is no judgement."""
    if meta is None:
        return
    judged = [
        *_figures(meta),
        *_findings("Strengths", meta.strengths),
        *_findings("Weaknesses", meta.weaknesses),
        *_roles(meta.job_recommendations),
    ]
    if judged:
        yield Block("note", _made_by(meta.analyser))
        yield from judged


def _made_by(analyser: Analyser) -> str:
    who = joined(" ", analyser.name, analyser.version)
    if analyser.kind == "model":
        return f"Made by a model ({who}) and checked against the text of the résumé."
    fallback = clean(analyser.fallback_reason)
    because = f" The model that was asked gave no usable answer ({fallback})." if fallback else ""
    return f"Made by rules ({who}), without a model.{because}"


def _figures(meta: VitaeflowMeta) -> Iterator[Block]:
    years = f"{meta.years_of_experience:g}" if meta.years_of_experience is not None else ""
    for label, value in (("Years of experience", years), ("Seniority", clean(meta.seniority))):
        if value:
            yield Block("text", value, lead=f"{label}: ")


def _findings(title: str, findings: list[Finding]) -> Iterator[Block]:
    if findings:
        yield Block("entry", title)
        yield from bullets([joined(" → ", finding.text, finding.advice) for finding in findings])


def _roles(roles: list[JobRecommendation]) -> Iterator[Block]:
    if roles:
        yield Block("entry", "Recommended roles")
        yield from bullets([joined(" — ", role.title, role.reason) for role in roles])
