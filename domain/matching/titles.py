"""What a job title says: its family of occupations and its level of seniority. The table is `titles.toml`."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from domain.matching.cues import CJK, cue, plain, word_pattern
from domain.matching.features import word_hash
from domain.matching.rubric import NEAR, SAME
from schema.countries import folded

ENTRY, MID, SENIOR, LEAD = range(4)
LEVEL_NAMES = ("entry", "mid", "senior", "lead")

_WHOLE = 60
"""Points of a skill that speaks for one family alone; divides well."""

_LEVEL_ORDER = ((LEAD, "lead_first"), (MID, "mid"), (ENTRY, "entry"), (LEAD, "lead"), (SENIOR, "senior"))
_GENDER = re.compile(
    r"\((?:[mwfdxh](?:\s*[/|,]\s*[mwfdxhi]){1,3}|all genders|in|e|ne|a|o)\)|[*:_/](?:in|innen|r|e|a)\b"
)


class _Family(NamedTuple):
    name: str
    group: str
    near: frozenset[str]


class _Table(NamedTuple):
    families: tuple[_Family, ...]
    rows: dict[str, int]
    patterns: tuple[tuple[re.Pattern[str], int, str], ...]
    by_skill: dict[str, tuple[str, ...]]


@lru_cache(maxsize=1)
def _table() -> _Table:
    data = tomllib.loads(files("domain.matching").joinpath("titles.toml").read_text(encoding="utf-8"))
    families = tuple(_Family(name, row["group"], frozenset(row.get("near", ()))) for name, row in data.items())
    patterns: list[tuple[re.Pattern[str], int, str]] = []
    for name, row in data.items():
        for title in row["titles"]:
            # A Chinese or Japanese character carries about as much as three letters.
            weight = len(title) * (3 if CJK.search(title) else 1)
            patterns.append((word_pattern([title]), weight, name))
    by_skill: dict[str, tuple[str, ...]] = {}
    for name, row in data.items():
        for skill in row.get("skills", ()):
            by_skill[skill] = (*by_skill.get(skill, ()), name)
    return _Table(families, {family.name: i for i, family in enumerate(families)}, tuple(patterns), by_skill)


def normalised_title(title: str) -> str:
    """Lower case, without accents, gender marks and punctuation: what titles are compared by."""
    return plain(_GENDER.sub(" ", folded(title)))


@lru_cache(maxsize=50_000)
def family_of(title: str) -> str | None:
    """The family whose longest name stands in the title; of equals the last, the head."""
    text = normalised_title(title)
    best: tuple[int, int] = (0, -1)
    chosen: str | None = None
    for pattern, weight, name in _table().patterns:
        found = pattern.search(text)
        if found and (weight, found.end()) > best:
            best, chosen = (weight, found.end()), name
    return chosen


def family_by_skills(names: Iterable[str]) -> str | None:
    """The family that skills speak for: with two points, and twice those of any other group; shared ones count less."""
    points: Counter[str] = Counter()
    for name in names:
        families = _table().by_skill.get(name, ())
        for family in families:
            points[family] += _WHOLE // len(families)
    if not points:
        return None
    # Of equals the first in the table.
    best = max(points, key=lambda family: (points[family], -family_index(family)))
    own = _table().families[family_index(best)].group
    others = [count for family, count in points.items() if _table().families[family_index(family)].group != own]
    return best if points[best] >= 2 * _WHOLE and points[best] >= 2 * max(others, default=0) else None


@lru_cache(maxsize=50_000)
def level_of(title: str) -> int | None:
    """Seniority that the title names (ENTRY … LEAD), None when it names none."""
    text = cue("level", "neutral").sub(" ", normalised_title(title))
    return next((level for level, name in _LEVEL_ORDER if cue("level", name).search(text)), None)


def title_words(title: str) -> frozenset[str]:
    """The words of a title that tell occupations apart: no levels, no short fillers."""
    text = normalised_title(title)
    for _, name in _LEVEL_ORDER:
        text = cue("level", name).sub(" ", text)
    return frozenset(word for word in text.split() if len(word) > 2 or CJK.search(word))


def family_index(name: str | None) -> int:
    """The row of a family in `similarities()`, -1 for none or one that this table does not have."""
    return _table().rows.get(name or "", -1)


@lru_cache(maxsize=1)
def similarities() -> npt.NDArray[np.int32]:
    """Square table of families: SAME, NEAR for the same group or a declared neighbour, else 0."""
    families = _table().families
    table = np.zeros((len(families), len(families)), dtype=np.int32)
    for i, one in enumerate(families):
        for j, other in enumerate(families):
            neighbours = one.group == other.group or other.group in one.near or one.group in other.near
            table[i, j] = SAME if i == j else NEAR if neighbours else 0
    return table


@lru_cache(maxsize=1)
def family_hashes() -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.int64]]:
    """(the packed names of all families, sorted; the row of each in `similarities()`)."""
    hashes = np.array([word_hash("family", family.name) for family in _table().families], dtype=np.uint64)
    order = np.argsort(hashes)
    return hashes[order], order.astype(np.int64)
