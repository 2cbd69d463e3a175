"""Reasons of a stored match in words: from its codes and the facts of both sides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from domain.matching.codes import decode
from domain.matching.explain import analysis
from domain.matching.facts import JobFacts, PersonFacts
from domain.matching.rubric import APPLY, CONSIDER
from schema.errors import BadFacts
from schema.jobs import MatchAnalysis, MatchPreferences


def render(match: Mapping[str, Any]) -> MatchAnalysis:
    """The analysis of a row of `matches` with `score`, `codes`, `analysis`, `person_facts`, `job_facts`, `preferences`.

    A row that has its analysis written out keeps it. Where the facts of that day are gone or cannot be read, the score
    stands and is said to be all that is left. Never raises for what is stored.
    """
    if match["analysis"] is not None:
        return MatchAnalysis.model_validate(match["analysis"])
    score: int = match["score"]
    try:
        return analysis(
            PersonFacts.model_validate(match["person_facts"]),
            JobFacts.model_validate(match["job_facts"]),
            MatchPreferences.model_validate(match["preferences"] or {}),
            decode(match["codes"], score),
        )
    except (ValidationError, BadFacts, StopIteration, LookupError, TypeError, ValueError):
        return _score_alone(score)


def _score_alone(score: int) -> MatchAnalysis:
    return MatchAnalysis(
        explanation=f"{score} of 100; the version of the résumé that this rests on is no longer stored.",
        recommendation="apply" if score >= APPLY else "consider" if score >= CONSIDER else "skip",
    )
