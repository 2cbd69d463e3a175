"""The score of a résumé as a résumé: criteria of the rubric, each with its reason and the values it rests on."""

from __future__ import annotations

from domain.reading.judging import rubric
from domain.reading.judging.contents import COMPLETENESS, SPECIFICITY
from domain.reading.judging.facts import SHOWN, Criteria, Facts
from domain.reading.judging.form import LAYOUT, STRUCTURE
from schema.profile import ResumeScore, ScoreCriterion, ScorePart

_CRITERIA: Criteria = {**SPECIFICITY, **STRUCTURE, **COMPLETENESS, **LAYOUT}


def score_resume(facts: Facts) -> ResumeScore:
    """0 to 100 by the rubric. Criteria that cannot be judged take their weight with them."""
    parts = [_part(facts, name, weights) for name, weights in rubric.WEIGHTS.items()]
    criteria = [criterion for part in parts for criterion in part.criteria if criterion.points is not None]
    weight = sum(criterion.weight for criterion in criteria)
    points = sum(criterion.points or 0.0 for criterion in criteria)
    return ResumeScore(total=round(100 * points / weight) if weight else 0, rubric=rubric.VERSION, parts=parts)


def _part(facts: Facts, name: str, weights: dict[str, int]) -> ScorePart:
    criteria = [_criterion(facts, criterion, weight) for criterion, weight in weights.items()]
    judged = [criterion.points for criterion in criteria if criterion.points is not None]
    points = round(sum(judged), 2) if judged else None
    return ScorePart(name=name, weight=sum(weights.values()), points=points, criteria=criteria)


def _criterion(facts: Facts, name: str, weight: int) -> ScoreCriterion:
    found = _CRITERIA[name](facts)
    points = None if found.share is None else round(min(1.0, found.share) * weight, 2)
    evidence = facts.known(found.evidence)[:SHOWN]
    return ScoreCriterion(name=name, weight=weight, points=points, reason=found.reason, evidence=evidence)
