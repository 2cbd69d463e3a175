"""Kind of employment and seniority: the board's fields first, then the title, then short lines of the text."""

from __future__ import annotations

from domain.jobs.words import pattern
from domain.matching.cues import plain
from domain.matching.titles import LEVEL_NAMES, level_of
from schema.jobs import EmploymentType, Posting

_LONGEST_LINE = 80
"""Only a line about nothing else says what kind of employment it is: "no full-time students" is in a longer one."""
_ORDER: tuple[EmploymentType, ...] = (
    "intern", "volunteer", "per_diem", "part_time", "temporary", "contract", "full_time",
)  # fmt: skip
_TITLE: tuple[EmploymentType, ...] = ("intern", "volunteer", "part_time", "temporary", "contract")


def employment_types_of(posting: Posting) -> list[EmploymentType]:
    """All kinds that are offered; empty when the posting does not say."""
    stated = [*posting.employment_types, posting.employment_type]
    known: list[EmploymentType] = list(dict.fromkeys(kind for kind in stated if kind != "unknown"))
    if known:
        return known
    if named := named_types(posting.title, _TITLE):
        return named
    for line in posting.description.splitlines():
        if len(line) <= _LONGEST_LINE and (named := named_types(line)):
            return named
    return []


def named_types(text: str, kinds: tuple[EmploymentType, ...] = _ORDER) -> list[EmploymentType]:
    """Kinds that a text names, in the order of how much they say."""
    words = plain(text)
    return [kind for kind in kinds if pattern("employment", kind).search(words)]


def seniority_of(posting: Posting) -> str | None:
    """`entry`, `mid`, `senior` or `lead`; None when neither the field nor the title says it."""
    level = level_of(posting.seniority) if posting.seniority else None
    level = level_of(posting.title) if level is None else level
    return None if level is None else LEVEL_NAMES[level]
