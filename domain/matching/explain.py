"""The reasons for one score: lines that name what stands on both sides, and what could not be told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from domain.matching.facts import JobFacts, PersonFacts
from domain.matching.reasons import Reasons, at_home, listed, said, seen, spoken, worked
from domain.matching.requirements import requirement_matches
from domain.matching.rubric import (
    APPLY,
    CONSIDER,
    FOR_JOB,
    FOR_PERSON,
    GATE_UNKNOWN,
    HARD,
    NOT_MET,
    OF_PERSON,
    WEIGHTS,
    Gate,
)
from domain.matching.titles import LEVEL_NAMES
from domain.matching.wishes import wish_lines
from schema.jobs import MatchAnalysis, MatchPreferences, RequirementMatch

MAX_NAMED = 5
_GATES = tuple(Gate)
_OF_JOB = frozenset(_GATES) - OF_PERSON
_PART = {part: place for place, part in enumerate(WEIGHTS)}
_KINDS = {"must": "Required", "nice": "Welcome"}


class Verdict(NamedTuple):
    """The numbers of one pair: shares in the order of WEIGHTS, gates in the order of Gate (1, 0 unknown, -1)."""

    score: int
    shares: tuple[int, ...]
    gates: tuple[int, ...]


def analysis(person: PersonFacts, job: JobFacts, preferences: MatchPreferences, verdict: Verdict) -> MatchAnalysis:
    """Explanation, pros, cons and recommendation for a pair."""
    requirements = requirement_matches(person, job)
    reasons = Reasons()
    _skills(person, requirements, reasons)
    _title(person, job, verdict, reasons)
    _level(person, job, verdict, reasons)
    _place(person, job, verdict, reasons)
    _languages(person, job, verdict, reasons)
    _licence(person, job, verdict, reasons)
    wish_lines(job, preferences, verdict.gates, reasons)
    failed = [gate for gate in _GATES if verdict.gates[gate] < 0]
    apply = verdict.score >= APPLY and not failed
    consider = verdict.score >= CONSIDER and not HARD.intersection(failed)
    return MatchAnalysis(
        explanation=_explanation(job, verdict, requirements, failed),
        pros=[reason.text for reason in reasons.pros],
        cons=[reason.text for reason in reasons.cons],
        recommendation="apply" if apply else "consider" if consider else "skip",
        person_fits_job=_one_way(verdict, FOR_JOB, _OF_JOB),
        job_fits_person=_one_way(verdict, FOR_PERSON, OF_PERSON),
        provisional=not job.complete,
        requirements=requirements,
        evidence=[*reasons.pros, *reasons.cons],
    )


def _one_way(verdict: Verdict, parts: Mapping[str, int], gates: Iterable[Gate]) -> int:
    """The score that the parts and gates of one direction give by themselves."""
    points = sum(verdict.shares[_PART[part]] * weight for part, weight in parts.items())
    percent = min(
        NOT_MET[gate] if verdict.gates[gate] < 0 else GATE_UNKNOWN.get(gate, 100) if verdict.gates[gate] == 0 else 100
        for gate in gates
    )
    most = 1000 * sum(parts.values())
    return (points * percent + most // 2) // most


def _explanation(job: JobFacts, verdict: Verdict, requirements: list[RequirementMatch], failed: list[Gate]) -> str:
    shown = sum(each.kind == "must" and each.found in ("have", "alias") for each in requirements)
    skills = f"{shown} of {len(job.must)} required skills" if job.must else "no required skills named"
    open_gates = [_GATE_NAMES[gate] for gate in _GATES if verdict.gates[gate] == 0]
    parts = [f"{verdict.score} of 100 for “{job.title}”: {skills}"]
    if failed:
        parts.append("not met: " + ", ".join(_GATE_NAMES[gate] for gate in failed))
    if open_gates:
        parts.append("cannot be told: " + ", ".join(open_gates))
    if not job.complete:
        parts.append("provisional, because the posting's text is incomplete")
    return "; ".join(parts) + "."


_GATE_NAMES = {
    Gate.COMPANY: "company not excluded",
    Gate.EMPLOYMENT: "employment type",
    Gate.REMOTE: "remote preference",
    Gate.LANGUAGE: "languages",
    Gate.LICENCE: "licence",
    Gate.PLACE: "place of work",
    Gate.OCCUPATION: "occupation",
    Gate.LEVEL: "seniority",
    Gate.SALARY: "salary",
}


def _skills(person: PersonFacts, requirements: list[RequirementMatch], reasons: Reasons) -> None:
    for kind, word in _KINDS.items():
        both = [each for each in requirements if each.kind == kind and each.found in ("have", "alias")]
        for each in both[:MAX_NAMED]:
            reasons.add(True, kind, _both_sides(word, each), resume=each.resume, posting=each.posting)
        if rest := ", ".join(each.posting.text for each in both[MAX_NAMED:]):
            line = f"{word}, in posting and résumé too: {rest}"
            reasons.add(True, kind, line, resume=listed(rest), posting=said(rest, kind))
    for each in [each for each in requirements if each.kind == "must" and each.found == "adjacent"][:MAX_NAMED]:
        near = each.resume
        line = (
            f"Near what is asked for: posting “{each.posting.text}”, résumé “{near.text}” ({near.at})" if near else ""
        )
        reasons.add(False, "adjacent", line, resume=near, posting=each.posting)
    for each in requirements:
        if each.months_asked and each.months_shown is not None and each.months_shown < each.months_asked:
            line = (
                f"Less time with “{each.posting.text}” than asked for: posting {each.months_asked} months, "
                f"résumé {each.months_shown}"
            )
            reasons.add(False, "months", line, resume=each.resume, posting=each.posting)
    missing = [each.posting.text for each in requirements if each.kind == "must" and each.found == "missing"]
    if missing:
        more = f" and {len(missing) - MAX_NAMED} more" if len(missing) > MAX_NAMED else ""
        named = "”, “".join(missing[:MAX_NAMED])
        line = f"The posting asks for “{named}”{more}; the résumé does not name this among {len(person.skills)} skills"
        reasons.add(False, "missing", line, posting=said(", ".join(missing[:MAX_NAMED]), "must"))


def _both_sides(word: str, each: RequirementMatch) -> str:
    resume = f"résumé “{each.resume.text}” ({each.resume.at})" if each.resume else ""
    return f"{word}: {each.name} — posting “{each.posting.text}”, {resume}"


def _title(person: PersonFacts, job: JobFacts, verdict: Verdict, reasons: Reasons) -> None:
    state = verdict.gates[Gate.OCCUPATION]
    held = [fact for fact in person.titles if fact.title]
    same = next((fact for fact in held if fact.family and fact.family == job.family), None)
    own = same or (held[0] if held else None)
    has = f"résumé “{own.title}” ({own.at})" if own else "the résumé names no role"
    word = (
        "Another occupation"
        if state < 0
        else "Occupation cannot be compared"
        if state == 0
        else "Same occupation"
        if same
        else "Related occupation"
    )
    resume = said(own.title, own.at) if own else None
    line = f"{word}: posting “{job.title}”, {has}"
    reasons.add(state > 0, "occupation", line, resume=resume, posting=said(job.title, "title"))


def _level(person: PersonFacts, job: JobFacts, verdict: Verdict, reasons: Reasons) -> None:
    asked = [] if job.level is None else [f"{LEVEL_NAMES[job.level]} level"]
    asked += [] if job.months is None else [f"{job.months / 12:g} years"]
    has = [] if person.level is None else [f"{LEVEL_NAMES[person.level]} level"]
    has += [] if person.months is None else [f"{person.months / 12:.1f} years"]
    if not asked:
        return
    both = f"posting {', '.join(asked)}; résumé {', '.join(has) or 'does not say'}"
    good = False
    if verdict.gates[Gate.LEVEL] < 0:
        word = "Seniority differs"
    elif not has:
        word = "Seniority cannot be compared"
    elif verdict.shares[_PART["experience"]] < 700:
        word = "Less experience than asked for"
    else:
        word, good = "Seniority fits", True
    reasons.add(
        good, "seniority", f"{word}: {both}", resume=worked(", ".join(has)), posting=said(", ".join(asked), "title")
    )


def _place(person: PersonFacts, job: JobFacts, verdict: Verdict, reasons: Reasons) -> None:
    there = ", ".join([*(city.title() for city in job.cities[:3]), *job.countries[:3]])
    remote = f"remote ({', '.join(job.remote_scope) or 'no countries named'})"
    where = remote if job.workplace == "remote" else there
    home = ", ".join(filter(None, [person.city and person.city.title(), person.country]))
    state = verdict.gates[Gate.PLACE]
    word = "Place fits" if state > 0 else "Place is out of reach" if state < 0 else "Place cannot be compared"
    line = f"{word}: posting {where or 'no place named'}; résumé {home or 'no place named'}"
    reasons.add(state > 0, "place", line, resume=at_home(home), posting=said(where, "locations"))


def _languages(person: PersonFacts, job: JobFacts, verdict: Verdict, reasons: Reasons) -> None:
    if not job.languages:
        return
    asked, has = (", ".join(sorted(side.languages)) for side in (job, person))
    state = verdict.gates[Gate.LANGUAGE]
    word = "Languages fit" if state > 0 else "Languages cannot be compared" if state == 0 else "Languages are missing"
    line = f"{word}: posting {asked}; résumé {has or 'names no languages'}"
    reasons.add(state > 0, "languages", line, resume=spoken(has), posting=said(asked, "must"))


def _licence(person: PersonFacts, job: JobFacts, verdict: Verdict, reasons: Reasons) -> None:
    if job.licence is None:
        return
    shown = next((fact for key, fact in person.credentials.items() if key in job.licence_words), None)
    if verdict.gates[Gate.LICENCE] > 0 and shown:
        line = f"Licence: posting “{job.licence.text}”, résumé “{shown.text}” ({shown.at})"
    else:
        line = f"Licence: the posting asks for “{job.licence.text}”; the résumé names none, which leaves it open"
    good = verdict.gates[Gate.LICENCE] > 0 and shown is not None
    reasons.add(good, "licence", line, resume=seen(shown), posting=seen(job.licence))
