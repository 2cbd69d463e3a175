"""The reasons for a score."""

from __future__ import annotations

import pytest

from domain.matching.explain import MAX_NAMED, Verdict, analysis
from domain.matching.facts import JobFacts, PersonFacts, SkillAsked, SkillFact
from domain.matching.rubric import APPLY, CONSIDER, WEIGHTS, Gate
from schema.jobs import MatchAnalysis, MatchPreferences


def reasons(
    score: int, gates: dict[str, int] | None = None, person: PersonFacts | None = None, job: JobFacts | None = None
) -> MatchAnalysis:
    """Reasons for a score with full shares; `gates` by name are 1, 0 or -1, all others 1."""
    states = tuple((gates or {}).get(gate.name, 1) for gate in Gate)
    verdict = Verdict(score, (1000,) * len(WEIGHTS), states)
    return analysis(person or PersonFacts(), job or JobFacts(title="Diver", company="C"), MatchPreferences(), verdict)


@pytest.mark.parametrize(
    ("score", "gates", "recommendation"),
    [
        (APPLY, {}, "apply"),
        (APPLY - 1, {}, "consider"),
        (APPLY, {"PLACE": 0}, "apply"),
        (APPLY, {"PLACE": -1}, "consider"),
        (APPLY, {"LANGUAGE": -1}, "skip"),
        (CONSIDER, {}, "consider"),
        (CONSIDER - 1, {}, "skip"),
    ],
)
def test_recommendations_follow_score_and_gates(score: int, gates: dict[str, int], recommendation: str) -> None:
    """From the rubric's bounds on; a missed requirement never says apply, a hard one says skip."""
    assert reasons(score, gates).recommendation == recommendation


def test_many_skills_make_a_few_lines() -> None:
    """The first skills have a line each with evidence, the rest share one; missing ones are counted."""
    names = [f"skill {number}" for number in range(MAX_NAMED + 3)]
    skills = {name: SkillFact(text=name, at="/skills/0/keywords/0") for name in names}
    job = JobFacts(title="Diver", company="C", must={name: SkillAsked(text=name, at="must") for name in names})
    has_all = reasons(90, person=PersonFacts(skills=skills), job=job)
    assert sum(line.startswith("Required:") for line in has_all.pros) == MAX_NAMED
    assert any(line.endswith("skill 5, skill 6, skill 7") for line in has_all.pros)
    has_none = reasons(10, job=job)
    assert any("and 3 more" in line for line in has_none.cons)


def test_what_is_missed_and_what_is_open_are_told_apart() -> None:
    """The explanation has both lists."""
    text = reasons(40, {"LANGUAGE": -1, "PLACE": 0, "LICENCE": 0}).explanation
    assert "not met: languages" in text
    assert "cannot be told: licence, place of work" in text
