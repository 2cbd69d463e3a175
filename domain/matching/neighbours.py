"""Skills that are near each other: who knows one learns another soon. The table is `neighbours.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

from domain.matching.facts import SkillFact
from domain.matching.rubric import ADJACENT


@lru_cache(maxsize=1)
def _table() -> dict[str, tuple[str, ...]]:
    data = tomllib.loads(files("domain.matching").joinpath("neighbours.toml").read_text(encoding="utf-8"))
    found: dict[str, dict[str, None]] = {}
    for group in data["groups"]:
        for name in group:
            found.setdefault(name, {}).update(dict.fromkeys(other for other in group if other != name))
    return {name: tuple(others) for name, others in found.items()}


def neighbours(name: str) -> tuple[str, ...]:
    """Canonical names near a canonical name, nearest groups first."""
    return _table().get(name, ())


def offered(skills: Mapping[str, SkillFact]) -> dict[str, int]:
    """What somebody's skills are worth where a posting asks for them, and what their neighbours are: name → 0–1000."""
    worth = {name: fact.weight for name, fact in skills.items()}
    for name, fact in skills.items():
        near = ADJACENT * fact.weight // 1000
        for other in neighbours(name):
            worth[other] = max(worth.get(other, 0), near)
    return worth


def nearest(name: str, skills: Mapping[str, SkillFact]) -> str | None:
    """The neighbour by which somebody comes near a skill that they do not show: the one of most weight."""
    near = [other for other in neighbours(name) if other in skills]
    return max(near, key=lambda other: skills[other].weight, default=None)
