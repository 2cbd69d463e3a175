"""What a model is told: facts of the person and of each candidate, every line with a mark that a reason can point at.

Blind like the score: only facts of `PersonFacts` and `JobFacts` enter, so no name, age, photo, gender or school does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from domain.matching.facts import JobFacts, PersonFacts

MAX_SKILLS = 40
MAX_TITLES = 5
MAX_ASKED = 15
MAX_WORDS = 80
"""Characters of one value: a posting that fills a field with prose does not fill the prompt."""


class Candidate(NamedTuple):
    """A match to be ordered: its score by code and what its posting says."""

    score: int
    job: JobFacts


@dataclass(frozen=True)
class Brief:
    """The text for the model, and the lines that it may point at by their marks."""

    text: str
    person: Mapping[str, str]
    jobs: Sequence[Mapping[str, str]]
    """Of each candidate, in the order given; the mark of candidate n begins with `cn.`."""


def brief(person: PersonFacts, wish: str, candidates: Sequence[Candidate]) -> Brief:
    """Marked lines, candidates in the order of the code's scores as they are given."""
    own = {f"p{number}": line for number, line in enumerate(_of_person(person), 1)}
    jobs = [
        {f"c{place}.{number}": line for number, line in enumerate(_of_job(candidate.job), 1)}
        for place, candidate in enumerate(candidates, 1)
    ]
    parts = ["PERSON", *_marked(own)]
    if wish.strip():
        parts += ["WISH", " ".join(wish.split())[:2000]]
    for place, (candidate, lines) in enumerate(zip(candidates, jobs, strict=True), 1):
        parts += [f"CANDIDATE c{place} (score {candidate.score})", *_marked(lines)]
    return Brief("\n".join(parts), own, jobs)


def _marked(lines: Mapping[str, str]) -> Iterator[str]:
    return (f"{mark}: {line}" for mark, line in lines.items())


def _of_person(person: PersonFacts) -> Iterator[str]:
    for title in person.titles[:MAX_TITLES]:
        yield f"role: {_short(title.title)}"
    for name in list(person.skills)[:MAX_SKILLS]:
        yield f"skill: {_short(name)}"
    if person.months is not None:
        yield f"experience: {person.months / 12:.1f} years"
    if person.city or person.country:
        yield f"place: {_short(', '.join(filter(None, [person.city, person.country])))}"
    if person.languages:
        yield f"languages: {', '.join(sorted(person.languages))}"
    for seen in list({seen.text: seen for seen in person.credentials.values()}.values())[:MAX_TITLES]:
        yield f"certificate: {_short(seen.text)}"


def _of_job(job: JobFacts) -> Iterator[str]:
    yield f"title: {_short(job.title)}"
    yield f"company: {_short(job.company)}"
    if job.must:
        yield f"required: {_listed(job.must)}"
    if job.nice:
        yield f"welcome: {_listed(job.nice)}"
    where = ", ".join([*job.cities[:3], *job.countries[:3]])
    if where or job.workplace != "unknown":
        yield f"place: {_short(where) or 'not named'}, {job.workplace}"
    if job.months is not None:
        yield f"experience: {job.months / 12:g} years"
    if job.languages:
        yield f"languages: {', '.join(sorted(job.languages))}"
    if job.employment_types:
        yield f"employment: {', '.join(job.employment_types)}"
    if job.pay is not None:
        yield f"pay a year: {job.pay.low or '?'}–{job.pay.high or '?'} {job.pay.currency}"


def _listed(names: Mapping[str, object]) -> str:
    return ", ".join(_short(name) for name in list(names)[:MAX_ASKED])


def _short(words: str) -> str:
    return " ".join(words.split())[:MAX_WORDS]
