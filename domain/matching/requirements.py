"""What became of each skill that a posting names: shown, shown under another name, something near it, nothing."""

from __future__ import annotations

from collections.abc import Iterator

from domain.matching.cues import plain
from domain.matching.facts import JobFacts, PersonFacts, SkillAsked
from domain.matching.neighbours import nearest
from schema.jobs import Quote, RequirementClass, RequirementMatch


def requirement_matches(person: PersonFacts, job: JobFacts) -> list[RequirementMatch]:
    """In the posting's order, required skills first."""
    return [*_of_kind(person, job.must, "must"), *_of_kind(person, job.nice, "nice")]


def _of_kind(person: PersonFacts, asked: dict[str, SkillAsked], kind: str) -> Iterator[RequirementMatch]:
    for name, wanted in asked.items():
        own = name if name in person.skills else nearest(name, person.skills)
        fact = person.skills[own] if own else None
        found: RequirementClass = "missing"
        if fact:
            alike = plain(fact.text) == plain(wanted.text)
            found = "adjacent" if own != name else "have" if alike else "alias"
        yield RequirementMatch(
            name=name,
            kind="must" if kind == "must" else "nice",
            found=found,
            posting=Quote(text=wanted.text, at=wanted.at),
            resume=Quote(text=fact.text, at=fact.at) if fact else None,
            months_asked=wanted.months,
            months_shown=fact.months if fact and own == name else None,
        )
