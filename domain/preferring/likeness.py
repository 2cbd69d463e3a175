"""How alike two vacancies are, by what they ask for. Made of the facts that matching keeps of each posting."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from domain.preferring.table import WEIGHTS

_NAMED = 3
_MUCH = 600


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


def likeness(one: Traits, other: Traits) -> int:
    """How alike two vacancies are: 0 (nothing in common that is known) to 1000. The order does not matter."""
    total = WEIGHTS["skills"] * _overlap(one.skills, other.skills) + WEIGHTS["title"] * _overlap(one.title, other.title)
    if one.occupation and one.occupation == other.occupation:
        total += WEIGHTS["occupation"] * 1000
    if one.company and one.company == other.company:
        total += WEIGHTS["company"] * 1000
    if one.workplace == other.workplace != "unknown":
        total += WEIGHTS["workplace"] * 1000
    return total // 1000


def in_common(one: Traits, other: Traits) -> str:
    """What is alike, in words."""
    skills = one.skills & other.skills
    named = {
        "same occupation": one.occupation is not None and one.occupation == other.occupation,
        f"both ask for {_some(skills)}": bool(skills),
        "much the same title": _overlap(one.title, other.title) >= _MUCH,
        "same company": bool(one.company) and one.company == other.company,
    }
    return ", ".join(words for words, alike in named.items() if alike) or "alike"


def _overlap(one: frozenset[str], other: frozenset[str]) -> int:
    """Twice what is common, by all there is (Dice), in per mille."""
    return 0 if one.isdisjoint(other) else 2000 * len(one & other) // (len(one) + len(other))


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
