"""The roles of a profile in order of time, and how long they lasted. They end at the résumé's own day, never today."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from domain.matching.rubric import CURRENT, EARLIER, OLD, RECENT_MONTHS
from schema.profile import Profile, Work


class Role(NamedTuple):
    """One role; `at` is its JSON Pointer, `span` its months since year 0, the second not included."""

    at: str
    title: str
    weight: int
    span: tuple[int, int] | None


def roles_of(profile: Profile) -> list[Role]:
    """All roles, newest first. Open ones end at the résumé's as-of date."""
    ends_at = _as_of(profile)
    newest_first = sorted(enumerate(profile.work), key=lambda item: _sort_key(item[1]), reverse=True)
    roles = []
    for rank, (i, work) in enumerate(newest_first):
        span = _span(work, ends_at)
        roles.append(Role(f"/work/{i}", (work.position or "").strip(), _weight(rank, work, ends_at), span))
    return roles


def months_in(roles: Iterable[Role]) -> int | None:
    """Months in any of the roles, overlaps once; None if none of them is dated."""
    spans = sorted(role.span for role in roles if role.span)
    if not spans:
        return None
    total, reached = 0, 0
    for start, end in spans:
        total += max(0, end - max(start, reached))
        reached = max(reached, end)
    return total


def _weight(rank: int, work: Work, ends_at: int | None) -> int:
    """The present or last role, one that ended within RECENT_MONTHS (or cannot be told), an older one."""
    if rank == 0:
        return CURRENT
    end = _month(work.end_date, 12)
    return OLD if end is not None and ends_at is not None and ends_at - end > RECENT_MONTHS else EARLIER


def _span(work: Work, ends_at: int | None) -> tuple[int, int] | None:
    start = _month(work.start_date, 1)
    end = _month(work.end_date, 12) if work.end_date else ends_at
    return (start, end + 1) if start is not None and end is not None and end >= start else None


def _sort_key(work: Work) -> tuple[str, str]:
    return (work.end_date or "9999", work.start_date or "")


def _as_of(profile: Profile) -> int | None:
    ours = profile.meta.vitaeflow
    stated = _month((ours.as_of if ours else None) or (profile.meta.last_modified or "")[:10], 12)
    if stated is not None:
        return stated
    dates = [_month(value, 1) for work in profile.work for value in (work.start_date, work.end_date) if value]
    return max((month for month in dates if month is not None), default=None)


def _month(value: str | None, missing_month: int) -> int | None:
    """Months since year 0 of `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; an imported `0009` is nobody's first job."""
    found = re.fullmatch(r"((?:19|20)\d\d)(?:-(\d{2}))?(?:-\d{2})?", value or "")
    if not found:
        return None
    month = int(found[2]) if found[2] else missing_month
    return int(found[1]) * 12 + month - 1 if 1 <= month <= 12 else None
