"""The reasons for one score: lines that name what stands on both sides, and what could not be told."""

from __future__ import annotations

from typing import NamedTuple

from domain.matching.facts import JobFacts, PersonFacts, Seen
from domain.matching.rubric import APPLY, CONSIDER, WEIGHTS, Gate
from domain.matching.titles import LEVEL_NAMES
from schema.jobs import MatchAnalysis, MatchPreferences

MAX_NAMED = 5
_GATES = tuple(Gate)
_PART = {part: place for place, part in enumerate(WEIGHTS)}


class Verdict(NamedTuple):
    """The numbers of one pair: shares in the order of WEIGHTS, gates in the order of Gate (1, 0 unknown, -1)."""

    score: int
    shares: tuple[int, ...]
    gates: tuple[int, ...]


def analysis(person: PersonFacts, job: JobFacts, preferences: MatchPreferences, verdict: Verdict) -> MatchAnalysis:
    """Explanation, pros, cons and recommendation for a pair."""
    pros: list[str] = []
    cons: list[str] = []
    missing = _skills(person, job, pros, cons)
    _title(person, job, verdict, pros, cons)
    _level(person, job, verdict, pros, cons)
    _place(person, job, verdict, pros, cons)
    _requirements(person, job, verdict, pros, cons)
    _wishes(job, preferences, verdict, pros, cons)
    failed = [gate for gate in _GATES if verdict.gates[gate] < 0]
    hard = any(gate not in (Gate.PLACE, Gate.LEVEL) for gate in failed)
    apply, consider = verdict.score >= APPLY and not failed, verdict.score >= CONSIDER and not hard
    return MatchAnalysis(
        explanation=_explanation(job, verdict, missing, failed),
        pros=pros,
        cons=cons,
        recommendation="apply" if apply else "consider" if consider else "skip",
    )


def _explanation(job: JobFacts, verdict: Verdict, missing: int, failed: list[Gate]) -> str:
    skills = f"{len(job.must) - missing} of {len(job.must)} required skills" if job.must else "no required skills named"
    open_gates = [_GATE_NAMES[gate] for gate in _GATES if verdict.gates[gate] == 0]
    parts = [f"{verdict.score} of 100 for “{job.title}”: {skills}"]
    if failed:
        parts.append("not met: " + ", ".join(_GATE_NAMES[gate] for gate in failed))
    if open_gates:
        parts.append("cannot be told: " + ", ".join(open_gates))
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


def _skills(person: PersonFacts, job: JobFacts, pros: list[str], cons: list[str]) -> int:
    """Lines about skills; returns how many required ones are missing."""
    for kind, wanted in (("Required", job.must), ("Welcome", job.nice)):
        both = [(name, seen) for name, seen in wanted.items() if name in person.skills]
        for name, seen in both[:MAX_NAMED]:
            pros.append(_both_sides(kind, name, seen, person.skills[name]))
        if len(both) > MAX_NAMED:
            rest = ", ".join(name for name, _ in both[MAX_NAMED:])
            pros.append(f"{kind}, in posting and résumé too: {rest}")
    missing = [seen.text for name, seen in job.must.items() if name not in person.skills]
    if missing:
        more = f" and {len(missing) - MAX_NAMED} more" if len(missing) > MAX_NAMED else ""
        listed = "”, “".join(missing[:MAX_NAMED])
        cons.append(
            f"The posting asks for “{listed}”{more}; the résumé does not name this among {len(person.skills)} skills"
        )
    return len(missing)


def _both_sides(kind: str, name: str, asked: Seen, has: Seen) -> str:
    return f"{kind}: {name} — posting “{asked.text}”, résumé “{has.text}” ({has.at})"


def _title(person: PersonFacts, job: JobFacts, verdict: Verdict, pros: list[str], cons: list[str]) -> None:
    state = verdict.gates[Gate.OCCUPATION]
    same = next((fact for fact in person.titles if fact.title and fact.family and fact.family == job.family), None)
    own = same or (person.titles[0] if person.titles else None)
    has = f"résumé “{own.title}” ({own.at})" if own else "the résumé names no role"
    if state < 0:
        cons.append(f"Another occupation: posting “{job.title}”, {has}")
    elif state == 0:
        cons.append(f"Occupation cannot be compared: posting “{job.title}”, {has}")
    elif same:
        pros.append(f"Same occupation: posting “{job.title}”, {has}")
    else:
        pros.append(f"Related occupation: posting “{job.title}”, {has}")


def _level(person: PersonFacts, job: JobFacts, verdict: Verdict, pros: list[str], cons: list[str]) -> None:
    asked = [] if job.level is None else [f"{LEVEL_NAMES[job.level]} level"]
    asked += [] if job.months is None else [f"{job.months / 12:g} years"]
    has = [] if person.level is None else [f"{LEVEL_NAMES[person.level]} level"]
    has += [] if person.months is None else [f"{person.months / 12:.1f} years"]
    if not asked:
        return
    line = f"posting {', '.join(asked)}; résumé {', '.join(has) or 'does not say'}"
    if verdict.gates[Gate.LEVEL] < 0:
        cons.append(f"Seniority differs: {line}")
    elif not has:
        cons.append(f"Seniority cannot be compared: {line}")
    elif verdict.shares[_PART["experience"]] < 700:
        cons.append(f"Less experience than asked for: {line}")
    else:
        pros.append(f"Seniority fits: {line}")


def _place(person: PersonFacts, job: JobFacts, verdict: Verdict, pros: list[str], cons: list[str]) -> None:
    there = ", ".join([*(city.title() for city in job.cities[:3]), *job.countries[:3]]) or "no place named"
    where = f"remote ({', '.join(job.remote_scope) or 'no countries named'})" if job.workplace == "remote" else there
    home = ", ".join(filter(None, [person.city and person.city.title(), person.country])) or "no place named"
    line = f"posting {where}; résumé {home}"
    state = verdict.gates[Gate.PLACE]
    if state > 0:
        pros.append(f"Place fits: {line}")
    else:
        cons.append(f"{'Place is out of reach' if state < 0 else 'Place cannot be compared'}: {line}")


def _requirements(person: PersonFacts, job: JobFacts, verdict: Verdict, pros: list[str], cons: list[str]) -> None:
    if job.languages:
        asked = ", ".join(sorted(job.languages))
        spoken = ", ".join(sorted(person.languages)) or "names no languages"
        state = verdict.gates[Gate.LANGUAGE]
        word = (
            "Languages fit" if state > 0 else "Languages cannot be compared" if state == 0 else "Languages are missing"
        )
        (pros if state > 0 else cons).append(f"{word}: posting {asked}; résumé {spoken}")
    if job.licence:
        if verdict.gates[Gate.LICENCE] > 0:
            shown = next(seen for key, seen in person.credentials.items() if key in job.licence_words)
            pros.append(f"Licence: posting “{job.licence.text}”, résumé “{shown.text}” ({shown.at})")
        else:
            cons.append(
                f"Licence: the posting asks for “{job.licence.text}”; the résumé names none, which leaves it open"
            )


def _wishes(job: JobFacts, wishes: MatchPreferences, verdict: Verdict, pros: list[str], cons: list[str]) -> None:
    """What the person asked for in their preferences, where they asked for anything."""
    if wishes.employment_types:
        wanted, offered = ", ".join(wishes.employment_types), ", ".join(job.employment_types) or "does not say"
        state = verdict.gates[Gate.EMPLOYMENT]
        (pros if state > 0 else cons).append(f"Employment: you want {wanted}; posting {offered}")
    if wishes.remote is not None:
        state = verdict.gates[Gate.REMOTE]
        wish = "remote" if wishes.remote else "not remote"
        (pros if state > 0 else cons).append(f"Workplace: you want {wish}; posting {job.workplace}")
    if verdict.gates[Gate.COMPANY] < 0:
        cons.append(f"You excluded the company: {job.company}")
