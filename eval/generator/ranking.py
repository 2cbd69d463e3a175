"""A second ranking set: other professions, wordings and kinds of postings than the corpus has, made by seed.

People and postings are written from latent attributes; the grades follow the rule of `corpus/jobs/RELEVANCE.txt` from
those attributes alone, never from the text. `professions.toml` has the words.
"""

from __future__ import annotations

import random
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import NamedTuple

from schema.jobs import JobLocation, Posting
from schema.profile import Basics, Certificate, Education, Language, Location, Meta, Profile, Skill, Work

PEOPLE_PER_PROFESSION, JOBS_PER_PROFESSION = 5, 3
AS_OF_YEAR = 2026

_COUNTRIES = {
    "DE": ("Kassel", "de", "German"),
    "FR": ("Nantes", "fr", "French"),
    "ES": ("Zaragoza", "es", "Spanish"),
    "GB": ("Bristol", "en", "English"),
    "NL": ("Utrecht", "nl", "Dutch"),
    "PL": ("Lublin", "pl", "Polish"),
}
_LANGUAGE_NAMES = {code: name for _, code, name in _COUNTRIES.values()}
_PREFIXES = (("Junior ", "Graduate ", "Entry-level "), ("",), ("Senior ", "Experienced "), ("Lead ", "Principal "))
_MONTHS = ((0, 0, 6), (24, 36), (60, 72), (96, 120))


class Profession(NamedTuple):
    """What `professions.toml` says of one."""

    name: str
    near: frozenset[str]
    titles: list[str]
    by_level: list[list[str]]
    licence: list[str] | None
    skills: list[list[str]]


@dataclass(frozen=True)
class Latent:
    """What is true of somebody or of a vacancy, whatever its text says. `speaks` of a vacancy is what it asks for."""

    profession: str
    level: int
    skills: frozenset[str]
    country: str
    speaks: frozenset[str]
    licensed: bool
    remote: bool = False


@dataclass(frozen=True)
class RankingSet:
    """People and postings with grades: job → person → 0–3."""

    profiles: dict[str, Profile]
    postings: dict[str, Posting]
    grades: dict[str, dict[str, int]]


def ranking_set(seed: int) -> RankingSet:
    """The set of a seed; the same seed gives the same set."""
    rng = random.Random(seed)
    professions = _professions()
    people = [_person(rng, each) for each in professions.values() for _ in range(PEOPLE_PER_PROFESSION)]
    jobs = [_job(rng, each) for each in professions.values() for _ in range(JOBS_PER_PROFESSION)]
    return RankingSet(
        {f"p{number:03}": profile for number, (_, profile) in enumerate(people)},
        {f"j{number:03}": posting for number, (_, posting) in enumerate(jobs)},
        {
            f"j{row:03}": {
                f"p{column:03}": grade(person, job, professions[job.profession].near)
                for column, (person, _) in enumerate(people)
            }
            for row, (job, _) in enumerate(jobs)
        },
    )


def grade(person: Latent, job: Latent, near: frozenset[str]) -> int:
    """0–3 by the rule of RELEVANCE.txt."""
    covered = len(job.skills & person.skills) / len(job.skills)
    if person.profession != job.profession:
        return int(person.profession in near and covered >= 0.34)
    in_place = job.remote or person.country == job.country
    apart = abs(person.level - job.level)
    found = 1 + (covered >= 0.4) + (covered >= 0.6 and apart <= 1 and in_place)
    if apart >= 2 or (job.licensed and not person.licensed) or not job.speaks <= person.speaks:
        return min(found, 1)
    return found if in_place else min(found, 2)


def _professions() -> dict[str, Profession]:
    text = files("eval.generator").joinpath("professions.toml").read_text(encoding="utf-8")
    return {
        name: Profession(
            name, frozenset(row["near"]), row["titles"], row["by_level"], row.get("licence"), row["skills"]
        )
        for name, row in tomllib.loads(text).items()
    }


def _title(rng: random.Random, profession: Profession, level: int) -> str:
    whole = profession.by_level[level]
    if whole and rng.random() < 0.4:
        return rng.choice(whole)
    return f"{rng.choice(_PREFIXES[level])}{rng.choice(profession.titles)}"


def _worded(rng: random.Random, names: list[str], most_usual: float) -> str:
    """The usual name of a skill, or another."""
    return names[0] if rng.random() < most_usual else rng.choice(names[1:])


def _person(rng: random.Random, profession: Profession) -> tuple[Latent, Profile]:
    level = rng.randrange(4)
    country = rng.choice(list(_COUNTRIES))
    native = _COUNTRIES[country][1]
    speaks = {native, *(["en"] if rng.random() < 0.8 else []), *rng.sample(list(_LANGUAGE_NAMES), rng.randrange(2))}
    known = rng.sample(profession.skills, rng.randint(4, len(profession.skills) - 2))
    licensed = profession.licence is not None and (level > 0 or rng.random() < 0.2)
    latent = Latent(
        profession.name, level, frozenset(names[0] for names in known), country, frozenset(speaks), licensed
    )
    return latent, _profile(rng, profession, latent, known, native)


def _profile(
    rng: random.Random, profession: Profession, latent: Latent, known: list[list[str]], native: str
) -> Profile:
    listed = [_worded(rng, names, 0.6) for names in known]
    cut = rng.randrange(1, len(listed))
    groups = {"Core": listed[:cut], "Other": listed[cut:]}
    certificates = [profession.licence[1]] if latent.licensed and profession.licence and rng.random() < 0.8 else []
    return Profile(
        basics=Basics(location=Location(city=_COUNTRIES[latent.country][0], country_code=latent.country)),
        work=_career(rng, profession, latent.level, listed),
        education=[Education(institution="A School", study_type="Diploma", end_date="2009")],
        skills=[Skill(name=name, keywords=words) for name, words in groups.items()],
        languages=[
            Language(language=_LANGUAGE_NAMES[code], fluency="Native" if code == native else "Fluent")
            for code in sorted(latent.speaks)
        ],
        certificates=[Certificate(name=name) for name in certificates],
        meta=Meta(last_modified=f"{AS_OF_YEAR}-06-01"),
    )


def _career(rng: random.Random, profession: Profession, level: int, listed: list[str]) -> list[Work]:
    """Roles from the newest to the oldest, each at most one level below the one after it."""
    work, year = [], AS_OF_YEAR
    for step in range(level, -1, -1):
        begin = year - (1 if step == 0 else rng.randint(2, 4))
        work.append(
            Work(
                name=f"Employer {rng.randint(1, 99)}",
                position=_title(rng, profession, step),
                start_date=f"{begin}-03",
                end_date=None if year == AS_OF_YEAR else f"{year}-02",
                highlights=[f"Responsible for {rng.choice(listed)}", f"Worked with a team of {rng.randint(3, 12)}"],
            )
        )
        year = begin
    return work


def _job(rng: random.Random, profession: Profession) -> tuple[Latent, Posting]:
    level = rng.randrange(4)
    country = rng.choice(list(_COUNTRIES))
    asked = rng.sample(profession.skills, rng.randint(5, 8))
    must, nice = asked[: rng.randint(4, 5)], asked[5:]
    speaks = frozenset({"en", _COUNTRIES[country][1]} if rng.random() < 0.2 else {"en"} if rng.random() < 0.4 else ())
    licensed = profession.licence is not None and rng.random() < 0.6
    latent = Latent(
        profession.name, level, frozenset(names[0] for names in must), country, speaks, licensed, rng.random() < 0.35
    )
    return latent, _posting(rng, profession, latent, must, nice)


_FORMS: list[dict[str, str]] = tomllib.loads(
    files("eval.generator").joinpath("posting_forms.toml").read_text(encoding="utf-8")
)["form"]


def _posting(
    rng: random.Random, profession: Profession, latent: Latent, must: list[list[str]], nice: list[list[str]]
) -> Posting:
    form = rng.choice(_FORMS)
    city = _COUNTRIES[latent.country][0]
    required, welcome = ([_worded(rng, names, 0.5) for names in asked] for asked in (must, nice))
    months = rng.choice(_MONTHS[latent.level])
    lines = [form["must"], *(f"- {form['line'].format(words)}" for words in required)]
    lines += [f"- {form['years'].format(months // 12)}"] if months >= 12 else []
    lines += [f"- {form['language'].format(_LANGUAGE_NAMES[code])}" for code in sorted(latent.speaks)]
    lines += [f"- {profession.licence[0]}"] if latent.licensed and profession.licence else []
    lines += [form["nice"], *(f"- {words}" for words in welcome)] if welcome else []
    lines.append(form["remote"] if latent.remote else form["place"].format(city))
    return Posting(
        external_id=str(rng.getrandbits(32)),
        title=_title(rng, profession, latent.level),
        company=f"Company {rng.randint(1, 40)}",
        locations=[JobLocation(raw=city, city=city, country=latent.country)],
        workplace="remote" if latent.remote else "onsite",
        experience_months=months,
        description="\n".join(lines),
        skills=required if rng.random() < 0.75 else [],
    )
