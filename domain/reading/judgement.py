"""What follows from the facts: years, level, strengths, weaknesses, roles, each with the values it rests on."""

from __future__ import annotations

import re
from datetime import date

from domain.reading.dates import months_between
from domain.reading.lexicon import lexicon
from domain.skills import canonical_skill, category_of
from schema.profile import Finding, JobRecommendation, Profile, Work

_NUMBER = re.compile(r"\d")
_MOST_FINDINGS = 5
_GAP_MONTHS = 6
_LEVELS = ("junior", "mid", "senior", "manager", "director")

_ROLES = {
    "Programming Languages": "Software Engineer",
    "Frameworks and Libraries": "Software Engineer",
    "Data and Machine Learning": "Data Scientist",
    "Databases": "Data Engineer",
    "Cloud and DevOps": "DevOps Engineer",
    "Security": "Security Analyst",
    "Software Practices": "Software Engineer",
    "Design": "Designer",
    "Office": "Office Administrator",
    "Management": "Project Manager",
    "Finance and Accounting": "Accountant",
    "Sales and Customer Service": "Account Manager",
    "Marketing and Media": "Marketing Specialist",
    "Human Resources": "HR Specialist",
    "Health and Care": "Health Care Professional",
    "Education and Research": "Teacher",
    "Law": "Legal Counsel",
    "Logistics and Supply Chain": "Logistics Coordinator",
    "Engineering and Trades": "Engineering Technician",
    "Hospitality and Food": "Hospitality Professional",
}
"""The role that each category of the skills table stands for when several of its skills are there."""


def _ends_on(work: Work, as_of: date) -> str:
    return work.end_date or as_of.isoformat()[:7]


def _spans(profile: Profile, as_of: date) -> list[tuple[str, str, int]]:
    """(start, end, index) of every dated job that began by the as-of date, in order of time."""
    spans = [
        (work.start_date, min(_ends_on(work, as_of), as_of.isoformat()), i)
        for i, work in enumerate(profile.work)
        if work.start_date and work.start_date <= as_of.isoformat()
    ]
    return sorted(spans)


def years_of_experience(profile: Profile, as_of: date) -> float | None:
    """Years in work up to `as_of`, overlaps counted once, to one decimal; None without a dated job."""
    spans = _spans(profile, as_of)
    if not spans:
        return None
    months, reached = 0.0, ""
    for start, end, _ in spans:
        if not reached or start > reached:
            months += months_between(start, end)
            reached = end
        elif end > reached:
            months += max(0.0, months_between(reached, end) - 1)
            reached = end
    return round(months / 12, 1)


def _title_level(title: str) -> str | None:
    found = lexicon().words
    for level, kind in (("director", "leading"), ("manager", "managing"), ("senior", "senior"), ("junior", "junior")):
        if found[kind].count(title):
            return level
    return None


def _latest(profile: Profile, as_of: date) -> int | None:
    spans = _spans(profile, as_of)
    if spans:
        return max(spans, key=lambda s: (s[1], s[0], -s[2]))[2]
    return 0 if profile.work else None


def seniority(profile: Profile, as_of: date) -> str | None:
    """junior, mid, senior, manager or director: by the latest title, else by years; None without work."""
    latest = _latest(profile, as_of)
    if latest is None:
        return None
    if level := _title_level(profile.work[latest].position or ""):
        return level
    years = years_of_experience(profile, as_of)
    if years is None:
        return None
    return "junior" if years < 2 else "mid" if years < 6 else "senior"


def _strengths(profile: Profile, years: float | None, as_of: date) -> list[Finding]:
    found: list[Finding] = []
    dated = [f"/work/{i}/startDate" for _, _, i in _spans(profile, as_of)]
    if years is not None and years >= 3:
        found.append(Finding(text=f"{years:g} years of professional experience", evidence=dated))
    measured = [p for p, line in _highlights(profile) if _NUMBER.search(line)]
    if len(measured) >= 2:
        found.append(Finding(text=f"{len(measured)} achievements with numbers", evidence=measured[:_MOST_FINDINGS]))
    if rise := _rise(profile, as_of):
        found.append(rise)
    for i, group in enumerate(profile.skills):
        if len(group.keywords) >= 5 and group.name and group.name != "Other":
            pointers = [f"/skills/{i}/keywords/{n}" for n in range(len(group.keywords))]
            found.append(Finding(text=f"{len(group.keywords)} skills in {group.name}", evidence=pointers))
    if len(profile.languages) >= 2:
        pointers = [f"/languages/{i}/language" for i in range(len(profile.languages))]
        found.append(Finding(text=f"Works in {len(profile.languages)} languages", evidence=pointers))
    if profile.certificates:
        pointers = [f"/certificates/{i}/name" for i in range(len(profile.certificates))]
        found.append(Finding(text=f"Certified: {len(profile.certificates)} certificate(s)", evidence=pointers))
    return found[:_MOST_FINDINGS]


def _rise(profile: Profile, as_of: date) -> Finding | None:
    """A higher level in the latest job than in the first."""
    spans = _spans(profile, as_of)
    if len(spans) < 2:
        return None
    first, last = spans[0][2], spans[-1][2]
    levels = [_title_level(profile.work[i].position or "") or "mid" for i in (first, last)]
    if _LEVELS.index(levels[0]) >= _LEVELS.index(levels[1]):
        return None
    text = f"Rose from {levels[0]} to {levels[1]} level"
    return Finding(text=text, evidence=[f"/work/{first}/position", f"/work/{last}/position"])


def _highlights(profile: Profile) -> list[tuple[str, str]]:
    return [(f"/work/{i}/highlights/{n}", h) for i, w in enumerate(profile.work) for n, h in enumerate(w.highlights)]


def _weaknesses(profile: Profile, as_of: date) -> list[Finding]:
    found = _missing(profile)
    lines = _highlights(profile)
    plain = [p for p, line in lines if not _NUMBER.search(line)]
    if lines and len(plain) * 2 > len(lines):
        text = f"{len(plain)} of {len(lines)} achievements have no number"
        advice = "Say how much, how many or how fast in these lines."
        found.append(Finding(text=text, evidence=plain[:_MOST_FINDINGS], advice=advice))
    for i, work in enumerate(profile.work):
        if not work.highlights and not work.summary:
            pointer = f"/work/{i}/{'position' if work.position else 'name'}"
            advice = "Add two or three lines about what you did and what came of it."
            found.append(Finding(text="A job without a description", evidence=[pointer], advice=advice))
        if not work.start_date:
            pointer = f"/work/{i}/{'position' if work.position else 'name'}"
            found.append(Finding(text="A job without dates", evidence=[pointer], advice="Add month and year."))
    return (found + _gaps(profile, as_of))[:_MOST_FINDINGS]


def _missing(profile: Profile) -> list[Finding]:
    """Parts that readers look for; there is no line to point at."""
    found: list[Finding] = []
    if profile.work and not profile.basics.summary:
        found.append(Finding(text="No summary", advice="Open with two or three sentences on what you do and for whom."))
    if not profile.basics.email and profile.basics.name:
        found.append(Finding(text="No e-mail address", advice="Add one that you read daily."))
    if profile.work and not profile.skills:
        found.append(Finding(text="No list of skills", advice="List the skills that the jobs you want ask for."))
    return found


def _gaps(profile: Profile, as_of: date) -> list[Finding]:
    """More than half a year between jobs, where both dates have months: a bare year cannot show a gap."""
    found: list[Finding] = []
    reached, owner = "", 0
    for start, end, i in _spans(profile, as_of):
        months = months_between(reached, start) - 2 if reached else 0.0
        if reached and start > reached and months > _GAP_MONTHS and len(start) >= 7 and len(reached) >= 7:
            pointers = [f"/work/{owner}/endDate", f"/work/{i}/startDate"]
            text = f"{months:.0f} months between two jobs"
            found.append(Finding(text=text, evidence=pointers, advice="Say in a line what you did in that time."))
        if end > reached:
            reached, owner = end, i
    return found


def _recommendations(profile: Profile, years: float | None, as_of: date) -> list[JobRecommendation]:
    found: list[JobRecommendation] = []
    latest = _latest(profile, as_of)
    if latest is not None and (title := profile.work[latest].position):
        reason = "The latest role" + (f", with {years:g} years of experience behind it" if years else "")
        evidence = [f"/work/{latest}/position"] + (
            [f"/work/{latest}/startDate"] if profile.work[latest].start_date else []
        )
        found.append(JobRecommendation(title=title, reason=reason, evidence=evidence))
    by_role: dict[str, list[str]] = {}
    for i, group in enumerate(profile.skills):
        for n, skill in enumerate(group.keywords):
            role = _ROLES.get(category_of(canonical_skill(skill)) or "")
            if role:
                by_role.setdefault(role, []).append(f"/skills/{i}/keywords/{n}")
    for role, pointers in sorted(by_role.items(), key=lambda item: (-len(item[1]), item[0])):
        if len(pointers) >= 3 and all(role.casefold() not in r.title.casefold() for r in found):
            reason = f"{len(pointers)} of the listed skills belong to this kind of work"
            found.append(JobRecommendation(title=role, reason=reason, evidence=pointers))
    return found[:3]


def measure(profile: Profile, as_of: date) -> None:
    """Write years and level into `meta.vitaeflow`: numbers are computed, never taken from anybody."""
    if (meta := profile.meta.vitaeflow) is not None:
        meta.years_of_experience = years_of_experience(profile, as_of)
        meta.seniority = seniority(profile, as_of)


def judge(profile: Profile, as_of: date) -> None:
    """Write years, level, strengths, weaknesses and recommended roles into `meta.vitaeflow`."""
    measure(profile, as_of)
    if (meta := profile.meta.vitaeflow) is not None:
        meta.strengths = _strengths(profile, meta.years_of_experience, as_of)
        meta.weaknesses = _weaknesses(profile, as_of)
        meta.job_recommendations = _recommendations(profile, meta.years_of_experience, as_of)
