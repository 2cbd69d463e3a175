"""How alike two vacancies are, by what they ask for. Made of the facts that matching keeps of each posting."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from domain.preferring.table import WEIGHTS

_NAMED = 3


@dataclass(frozen=True, slots=True)
class Traits:
    """What is compared of a posting. Empty where it does not say; empty is like nothing."""

    occupation: str | None = None
    skills: frozenset[str] = frozenset()
    title: frozenset[str] = frozenset()
    company: str = ""
    workplace: str = "unknown"

    @classmethod
    def of(cls, facts: Any) -> Traits:
        """From stored facts. Facts that cannot be read have no traits: matching reports them, a list need not."""
        if not isinstance(facts, Mapping):
            return cls()
        return cls(
            occupation=_text(facts.get("family")) or None,
            skills=_names(facts.get("must")) | _names(facts.get("nice")),
            title=_names(facts.get("words")),
            company=_text(facts.get("company")).casefold(),
            workplace=_text(facts.get("workplace")) or "unknown",
        )


class Likeness(NamedTuple):
    """`share` in per mille, and what is alike in words."""

    share: int
    what: str


def likeness(one: Traits, other: Traits) -> Likeness:
    """How alike two vacancies are: 0 (nothing in common that is known) to 1000. The order does not matter."""
    common = one.skills & other.skills
    shares = {
        "occupation": 1000 if one.occupation and one.occupation == other.occupation else 0,
        "skills": _overlap(one.skills, other.skills),
        "title": _overlap(one.title, other.title),
        "company": 1000 if one.company and one.company == other.company else 0,
        "workplace": 1000 if one.workplace == other.workplace != "unknown" else 0,
    }
    words = {
        "occupation": "same occupation",
        "skills": f"both ask for {_some(common)}",
        "title": "much the same title",
        "company": "same company",
    }
    total = sum(WEIGHTS[part] * share for part, share in shares.items()) // 1000
    named = [text for part, text in words.items() if (shares[part] if part != "title" else shares[part] >= 600)]
    return Likeness(total, ", ".join(named) or "alike")


def _overlap(one: Collection[str], other: Collection[str]) -> int:
    """Twice what is common, by all there is (Dice), in per mille."""
    both = len(one) + len(other)
    return 2000 * len(frozenset(one) & frozenset(other)) // both if both else 0


def _some(names: Collection[str]) -> str:
    first = sorted(names)
    more = f" and {len(first) - _NAMED} more" if len(first) > _NAMED else ""
    return ", ".join(first[:_NAMED]) + more


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _names(value: Any) -> frozenset[str]:
    if not isinstance(value, (Mapping, list)):
        return frozenset()
    return frozenset(name for name in value if isinstance(name, str))
