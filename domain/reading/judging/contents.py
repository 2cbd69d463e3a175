"""Criteria about what a résumé says: specific lines, and the parts that readers look for."""

from __future__ import annotations

from collections.abc import Callable

from domain.reading.judging import rubric
from domain.reading.judging.facts import Criteria, Facts, Judged
from domain.reading.judging.wording import measured

_NO_LINES = "no line says what was done"
_NO_WORDS = "not judged: no word list for the language of these lines"


def _of_lines(facts: Facts, name: str, good: Callable[[str], bool], what: str) -> Judged:
    """The share of lines that are good, against the share that is enough."""
    if not facts.lines:
        return Judged(0.0, _NO_LINES)
    pointers = [pointer for pointer, text in facts.lines if good(text)]
    reason = f"{len(pointers)} of {len(facts.lines)} lines {what}"
    return Judged(len(pointers) / len(facts.lines) / rubric.ENOUGH[name], reason, pointers)


def _numbers(facts: Facts) -> Judged:
    return _of_lines(facts, "numbers", measured, "hold a number that measures something")


def _outcomes(facts: Facts) -> Judged:
    wording = facts.wording
    if facts.lines and wording is None:
        return Judged(None, _NO_WORDS)
    return _of_lines(facts, "outcomes", lambda text: bool(wording and wording.outcomes.found(text)), "say what changed")


def _deeds(facts: Facts) -> Judged:
    if facts.lines and facts.wording is None:
        return Judged(None, _NO_WORDS)
    return _of_lines(facts, "deeds", lambda text: says_deed(facts, text), "say what was done")


def says_deed(facts: Facts, text: str) -> bool:
    """A deed or an outcome, and no mere duty before it."""
    wording = facts.wording
    return (
        wording is not None
        and not is_vague(facts, text)
        and (wording.deeds.found(text) or wording.outcomes.found(text))
    )


def is_vague(facts: Facts, text: str) -> bool:
    """The line opens with a duty (`responsible for`), and neither a number nor an outcome follows."""
    wording = facts.wording
    if wording is None or measured(text) or wording.outcomes.found(text):
        return False
    return wording.vague.found(text, within=3)


def _reach(facts: Facts) -> Judged:
    basics = facts.profile.basics
    share = 0.625 * (basics.email is not None) + 0.375 * (basics.phone is not None)
    given = [
        name for name, value in (("an e-mail address", basics.email), ("a telephone number", basics.phone)) if value
    ]
    return Judged(share, " and ".join(given) or "no way to reach anybody", ["/basics/email", "/basics/phone"])


def _present(pointer: str, value: object, what: str) -> Judged:
    return Judged(float(bool(value)), what if value else f"no {what}", [pointer])


def _name(facts: Facts) -> Judged:
    return _present("/basics/name", facts.profile.basics.name, "name")


def _summary(facts: Facts) -> Judged:
    return _present("/basics/summary", facts.profile.basics.summary, "summary")


def _work(facts: Facts) -> Judged:
    profile = facts.profile
    if not profile.work:
        instead = bool(profile.projects or profile.volunteer)
        return Judged(0.5 * instead, "projects or volunteering in place of jobs" if instead else "no jobs")
    named = [i for i, work in enumerate(profile.work) if work.position and work.name]
    reason = f"{len(named)} of {len(profile.work)} jobs have a title and an employer"
    return Judged(len(named) / len(profile.work), reason, [f"/work/{i}/position" for i in named])


def _education(facts: Facts) -> Judged:
    return Judged(float(bool(facts.profile.education)), "education" if facts.profile.education else "no education")


def _skills(facts: Facts) -> Judged:
    return Judged(
        float(bool(facts.profile.skills)), "a list of skills" if facts.profile.skills else "no list of skills"
    )


SPECIFICITY: Criteria = {"numbers": _numbers, "outcomes": _outcomes, "deeds": _deeds}
COMPLETENESS: Criteria = {
    "reach": _reach, "name": _name, "summary": _summary, "work": _work, "education": _education, "skills": _skills,
}  # fmt: skip
