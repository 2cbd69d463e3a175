"""The judgement part of a page. It says first who judged: rules, or a model whose answer was checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from domain.exporting.blocks import Block, bullets, clean, joined
from schema.profile import Analyser, Evidence, Finding, JobRecommendation, ResumeScore, VitaeflowMeta

_LONGEST_QUOTE = 90


def analysis_blocks(meta: VitaeflowMeta | None) -> Iterator[Block]:
    """State, score, years, strengths, weaknesses and recommended roles; nothing at all when there is no judgement."""
    if meta is None:
        return
    judged = [
        *_state(meta),
        *_score(meta.resume_score),
        *_figures(meta),
        *_findings("Strengths", meta.strengths, {}),
        *_findings("Weaknesses", meta.weaknesses, meta.evidence),
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


def _state(meta: VitaeflowMeta) -> Iterator[Block]:
    """What the file was found to be, where it is not a résumé of one person."""
    if meta.quality is not None and meta.quality.state != "ok":
        what = meta.quality.state.replace("_", " ")
        yield Block("text", f"{what}: {'; '.join(map(clean, meta.quality.reasons))}", lead="The file: ")


def _score(score: ResumeScore | None) -> Iterator[Block]:
    """The score, and below it each part with the points that could be reached and why some could not."""
    if score is None:
        return
    yield Block("text", f"{score.total} of 100 (rubric {clean(score.rubric)})", lead="Score of the résumé: ")
    for part in score.parts:
        judged = sum(criterion.weight for criterion in part.criteria if criterion.points is not None)
        points = f"{part.points:g} of {judged}" if part.points is not None else "not judged"
        reasons = [clean(criterion.reason) for criterion in part.criteria if criterion.weight]
        yield Block("bullet", f"{clean(part.name)}, {points}: {'; '.join(reasons)}")


def _figures(meta: VitaeflowMeta) -> Iterator[Block]:
    years = f"{meta.years_of_experience:g}" if meta.years_of_experience is not None else ""
    seniority = clean(meta.seniority)
    if meta.career is not None:
        years = years and f"{years} (as of {clean(meta.career.as_of)}, {len(meta.career.entries)} dated jobs)"
        seniority = seniority and joined(" — ", seniority, clean(meta.career.seniority_reason))
    for label, value in (("Years of experience", years), ("Seniority", seniority)):
        if value:
            yield Block("text", value, lead=f"{label}: ")


def _findings(title: str, findings: list[Finding], evidence: Mapping[str, Evidence]) -> Iterator[Block]:
    """Each with what to do, and the first line it is about where `evidence` has it."""
    if findings:
        yield Block("entry", title)
        yield from bullets([joined(" → ", _quoted(finding, evidence), finding.advice) for finding in findings])


def _quoted(finding: Finding, evidence: Mapping[str, Evidence]) -> str:
    seen = next((evidence[pointer] for pointer in finding.evidence if pointer in evidence), None)
    quote = clean(seen.quote) if seen else ""
    short = quote if len(quote) <= _LONGEST_QUOTE else f"{quote[:_LONGEST_QUOTE].rstrip()}…"
    return f"{finding.text}: “{short}”" if short else finding.text


def _roles(roles: list[JobRecommendation]) -> Iterator[Block]:
    if roles:
        yield Block("entry", "Recommended roles")
        yield from bullets([joined(" — ", role.title, role.reason) for role in roles])
