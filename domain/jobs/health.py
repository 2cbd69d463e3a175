"""What is wrong with an answer of a source, measured against its own last answers. Pure: counts in, words out."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

from schema.jobs import Posting

TRAILING_RUNS = 14
"""Answers that the next one is measured against."""
LEAST_RUNS = 3
"""Fewer answers than this are no habit yet."""
FEW_ROWS = 0.3
"""An answer with less than this share of the trailing median is a fault until it becomes the habit."""
LEAST_MEDIAN = 5
DROP = 0.5
"""A field that is filled in so much less of the rows than usual has gone from the source's format."""
LEAST_ROWS_FOR_WARNING = 20

FIELDS = ("url", "location", "description", "posted_at", "employment", "workplace", "salary")
_FILTERED = {
    "salary": "None of {rows} postings states a salary, so a least pay cannot be checked: it keeps them all.",
    "location": "None of {rows} postings states a place, so wishes for places cannot be checked: they keep them all.",
    "description": "None of {rows} postings has a description, so scores rest on titles and are provisional.",
}


class Run(NamedTuple):
    """One complete answer: rows and the share of them (0–1) in which each field says something."""

    rows: int
    filled: dict[str, float]


class Verdict(NamedTuple):
    """`problem` degrades the source. `trust`: what is missing from the answer may be gone; else nothing is closed.

    `usable` is False for an answer that would overwrite good postings with empty ones. `warnings` are for a banner.
    """

    problem: str | None
    trust: bool
    usable: bool
    warnings: list[str]


def filled_fields(postings: Sequence[Posting]) -> dict[str, float]:
    """Share of the postings, as the board gave them, in which each of FIELDS says something; rounded to 1/1000."""
    if not postings:
        return {}
    counts = dict.fromkeys(FIELDS, 0)
    for posting in postings:
        for field in _filled(posting):
            counts[field] += 1
    return {field: round(count / len(postings), 3) for field, count in counts.items()}


def _filled(posting: Posting) -> list[str]:
    salary = posting.salary
    says = {
        "url": bool(posting.url or posting.apply_url),
        "location": bool(posting.locations or posting.remote_scope),
        "description": bool(posting.description.strip() or posting.sections),
        "posted_at": posting.posted_at is not None,
        "employment": posting.employment_type != "unknown",
        "workplace": posting.workplace != "unknown",
        "salary": salary is not None and bool(salary.minimum or salary.maximum or salary.raw),
    }
    return [field for field, is_filled in says.items() if is_filled]


def assess(now: Run, trailing: Sequence[Run], salaries: int) -> Verdict:
    """Judge an answer. `trailing` are earlier ones in any order, `salaries` counts postings with one from any words."""
    warnings = _warnings(now, salaries)
    if not now.rows:
        return Verdict(
            "The source answered, but lists no postings. Check the name or address; what was open stays open.",
            trust=False, usable=False, warnings=[],
        )  # fmt: skip
    if all(share == 0 for share in now.filled.values()):
        return Verdict(
            f"All fields but the title are empty in all of {now.rows} postings: the format of the source has changed. "
            "What was stored before is kept.",
            trust=False, usable=not trailing, warnings=warnings,
        )  # fmt: skip
    if len(trailing) < LEAST_RUNS:
        return Verdict(None, trust=True, usable=True, warnings=warnings)
    usual = median(run.rows for run in trailing)
    if usual >= LEAST_MEDIAN and now.rows < FEW_ROWS * usual:
        return Verdict(
            f"The source lists {now.rows} postings where {usual:g} are usual. The others stay open for now.",
            trust=False, usable=True, warnings=warnings,
        )  # fmt: skip
    if lost := _lost_fields(now, trailing):
        return Verdict(
            f"The format of the source seems to have changed: {', '.join(lost)} is missing where it was usual.",
            trust=True, usable=True, warnings=warnings,
        )  # fmt: skip
    return Verdict(None, trust=True, usable=True, warnings=warnings)


def _lost_fields(now: Run, trailing: Sequence[Run]) -> list[str]:
    lost = []
    for field in FIELDS:
        shares = [run.filled[field] for run in trailing if field in run.filled]
        if len(shares) >= LEAST_RUNS and median(shares) - now.filled.get(field, 0.0) > DROP:
            lost.append(field)
    return lost


def _warnings(now: Run, salaries: int) -> list[str]:
    """Fields that no posting fills though filters ask for them: "nothing found" must not look like "nothing there"."""
    if now.rows < LEAST_ROWS_FOR_WARNING:
        return []
    empty = {field for field in _FILTERED if now.filled.get(field) == 0} - ({"salary"} if salaries else set())
    return [_FILTERED[field].format(rows=now.rows) for field in _FILTERED if field in empty]
