"""Years of experience and level of seniority, and how they were computed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from domain.reading.dates import months_between
from domain.reading.judging.facts import Facts
from domain.reading.lexicon import lexicon
from domain.reading.memory import remembered
from schema.profile import Career, CountedEntry, Work

LEVELS = ("junior", "mid", "senior", "manager", "director")
_BY_TITLE = (("director", "leading"), ("manager", "managing"), ("senior", "senior"), ("junior", "junior"))
_ENDINGS = (
    ("woman", "man"), ("trice", "teur"), ("euse", "eur"), ("ière", "ier"), ("ora", "or"), ("era", "ero"),
    ("erta", "erto"), ("ertin", "erte"), ("erte", "ert"), ("anta", "ante"), ("enta", "ente"), ("iza", "iz"),
    ("ständin", "stand"), ("ärztin", "arzt"), ("köchin", "koch"), ("rin", "r"), ("tin", "t"), ("iczka", "ik"),
    ("ska", "s"), ("lka", "l"), ("tka", "t"), ("rka", "r"),
)  # fmt: skip
"""How titles of women and of men end in the languages of the lexicon."""
_MID, _SENIOR = 2, 6
"""Years from which somebody whose title says nothing counts as mid and as senior."""
_METHOD = (
    "Months of every job with a start date up to the as-of date, months that two jobs share counted once, gaps not at "
    "all; a bare year counts from or to its middle; an open job ends on the as-of date; years are months / 12."
)


@dataclass(frozen=True, slots=True, order=True)
class JobSpan:
    """A dated job: ISO dates in the precision that was read, and its place in `work`."""

    start: str
    end: str
    index: int


def job_spans(facts: Facts) -> list[JobSpan]:
    """Every dated job that began by the as-of date, in order of time; an open one ends on it."""
    today = facts.as_of.isoformat()
    return sorted(
        JobSpan(work.start_date, min(work.end_date or today[:7], today), i)
        for i, work in enumerate(facts.profile.work)
        if work.start_date and work.start_date <= today
    )


def latest_job(facts: Facts) -> int | None:
    """The job that ended last, among those the one that began last; without dates the first of the list."""
    if spans := job_spans(facts):
        return max(spans, key=lambda s: (s.end, s.start, -s.index)).index
    return 0 if facts.profile.work else None


@remembered
def title_level(title: str) -> str | None:
    """The level that the words of a title say, None if they say none; the same for a woman's and a man's title."""
    found, forms = lexicon().words, _gendered(title)
    return next((level for level, kind in _BY_TITLE if any(found[kind].count(form) for form in forms)), None)


def _gendered(title: str) -> list[str]:
    """The title, and what it is called for the other gender: word lists may know one form alone."""
    forms = [title]
    for woman, man in _ENDINGS:
        for ending, other in ((woman, man), (man, woman)):
            if ending in title and title != (form := re.sub(rf"(?<=\w\w){ending}\b", other, title)):
                forms.append(form)
    return forms


def account(facts: Facts) -> tuple[float | None, str | None, Career | None]:
    """Years to one decimal, seniority, and the account of both; None for each that work does not tell."""
    if not facts.profile.work:
        return None, None, None
    entries = _count(job_spans(facts))
    years = round(sum(entry.counted for entry in entries) / 12, 1) if entries else None
    dated = {entry.entry for entry in entries}
    every = [f"/work/{i}" for i in range(len(facts.profile.work))]
    left_out = [entry for entry in every if entry not in dated and facts.anchor(entry)]
    level, reason, evidence = _seniority(facts, years)
    career = Career(
        as_of=facts.as_of.isoformat(),
        method=_METHOD,
        entries=entries,
        left_out=left_out,
        seniority_reason=reason,
        seniority_evidence=evidence,
    )
    return years, level, career


def _count(spans: list[JobSpan]) -> list[CountedEntry]:
    """Each job with its months and those that no job before it covers."""
    entries: list[CountedEntry] = []
    reached = ""
    for span in spans:
        months = months_between(span.start, span.end)
        counted = months
        if reached and span.start <= reached:
            counted = max(0.0, months_between(reached, span.end) - 1) if span.end > reached else 0.0
        entries.append(
            CountedEntry(entry=f"/work/{span.index}", start=span.start, end=span.end, months=months, counted=counted)
        )
        reached = max(reached, span.end)
    return entries


def _seniority(facts: Facts, years: float | None) -> tuple[str | None, str | None, list[str]]:
    """Level, what it was read from, and the values that say so: the latest title, else the years."""
    latest = latest_job(facts)
    if latest is None:
        return None, None, []
    work: Work = facts.profile.work[latest]
    if level := title_level(work.position or ""):
        return level, f"the latest title says {level}", facts.known([f"/work/{latest}/position"])
    if years is None:
        return None, None, []
    level = "junior" if years < _MID else "mid" if years < _SENIOR else "senior"
    reason = f"the latest title says no level; {years:g} years of experience count as {level}"
    return level, reason, facts.known(f"/work/{span.index}/startDate" for span in job_spans(facts))
