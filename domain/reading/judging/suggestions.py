"""Roles that would fit, each with the reason and the values that say so."""

from __future__ import annotations

from domain.reading.judging.career import latest_job
from domain.reading.judging.facts import Facts
from domain.reading.lexicon import lexicon, words
from domain.skills import canonical_skill, category_of
from schema.profile import JobRecommendation

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

_MOST = 3
_ENOUGH_SKILLS = 3


def suggested_roles(facts: Facts, years: float | None) -> list[JobRecommendation]:
    """The latest role, and roles that several of the listed skills belong to, the one with most skills first."""
    found = _latest(facts, years)
    taken = [role.title.casefold() for role in found]
    for title, pointers in _by_skills(facts):
        if len(pointers) >= _ENOUGH_SKILLS and all(title.casefold() not in each for each in taken):
            reason = f"{len(pointers)} of the listed skills belong to this kind of work"
            found.append(JobRecommendation(title=title, reason=reason, evidence=pointers))
    return found[:_MOST]


def _latest(facts: Facts, years: float | None) -> list[JobRecommendation]:
    """The latest title goes on; a trainee's or an intern's is behind them once they have left it."""
    latest = latest_job(facts)
    work = facts.profile.work[latest] if latest is not None else None
    evidence = facts.known([f"/work/{latest}/position", f"/work/{latest}/startDate"])
    if work is None or not work.position or f"/work/{latest}/position" not in evidence:
        return []
    if work.end_date and _is_training(work.position):
        return []
    reason = "The latest role" + (f", with {years:g} years of experience behind it" if years else "")
    return [JobRecommendation(title=work.position, reason=reason, evidence=evidence)]


def _is_training(title: str) -> bool:
    """Hardly anything but a word such as intern or trainee."""
    return lexicon().words["junior"].count(title) > 0 and len(words(title)) == 1


def _by_skills(facts: Facts) -> list[tuple[str, list[str]]]:
    """Roles and the skills that stand for them, most skills first."""
    by_role: dict[str, list[str]] = {}
    for i, group in enumerate(facts.profile.skills):
        for n, skill in enumerate(group.keywords):
            if role := _ROLES.get(category_of(canonical_skill(skill)) or ""):
                by_role.setdefault(role, []).extend(facts.known([f"/skills/{i}/keywords/{n}"]))
    return sorted(by_role.items(), key=lambda item: (-len(item[1]), item[0]))
