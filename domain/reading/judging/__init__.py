"""What follows from the facts: score, years, level, strengths, weaknesses, roles, each with the values it rests on."""

from __future__ import annotations

from datetime import date

from domain.reading.judging.career import account
from domain.reading.judging.facts import Facts
from domain.reading.judging.findings import strengths, weaknesses
from domain.reading.judging.score import score_resume
from domain.reading.judging.suggestions import suggested_roles
from schema.profile import Profile, VitaeflowMeta

__all__ = ["judge", "measure"]


def measure(profile: Profile, as_of: date) -> None:
    """Write score, years and level into `meta.vitaeflow`: numbers are computed, never taken from anybody.

    An empty profile gets none: there is nobody to judge.
    """
    if (meta := profile.meta.vitaeflow) is not None:
        _measure(meta, Facts.of(profile, as_of))


def judge(profile: Profile, as_of: date) -> None:
    """Write score, years, level, strengths, weaknesses and recommended roles into `meta.vitaeflow`."""
    meta = profile.meta.vitaeflow
    if meta is None:
        return
    facts = Facts.of(profile, as_of)
    _measure(meta, facts)
    if meta.evidence:
        meta.strengths = strengths(facts, meta.years_of_experience)
        meta.weaknesses = weaknesses(facts)
        meta.job_recommendations = suggested_roles(facts, meta.years_of_experience)


def _measure(meta: VitaeflowMeta, facts: Facts) -> None:
    meta.years_of_experience, meta.seniority, meta.career = account(facts)
    meta.resume_score = score_resume(facts) if meta.evidence else None
