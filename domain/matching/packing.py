"""What of the facts is compared, and in which words: one row of numbers per person and per posting.

Everything that takes text apart happens here, once per document; the signals work on numbers alone.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Literal, TypeVar

from domain.matching.columns import Columns
from domain.matching.companies import company_key
from domain.matching.facts import JobFacts, PersonFacts, bad_facts
from domain.matching.features import HEAVIEST, Features, Layout, bag, layout_version, pack
from domain.matching.neighbours import offered
from domain.matching.pay import wanted_pay
from domain.matching.rubric import OWN_TITLE_WHEN_OTHERS_ARE_WANTED
from domain.matching.titles import family_of, title_words
from domain.preferring.places import WantedPlace, wanted_place
from schema.jobs import MatchPreferences

Person = tuple[PersonFacts, MatchPreferences]
T = TypeVar("T")

PERSON = Layout(
    scalars=("threshold", "level", "months", "remote", "wants_pay", "floor"),
    bags={
        "skills": "skill", "skill_months": "skill", "credentials": "credential", "families": "family",
        "words": "title", "cities": "city", "countries": "country", "home": "country", "languages": "language",
        "employment": "employment", "excluded": "company", "favourites": "company", "floor_currency": "currency",
    },
)  # fmt: skip
JOB = Layout(
    scalars=("family_weight", "level", "months", "remote", "settled", "pay_low", "pay_high"),
    bags={
        "must": "skill", "nice": "skill", "asked_months": "skill", "licence": "credential", "family": "family",
        "words": "title", "cities": "city", "countries": "country", "remote_scope": "country",
        "languages": "language", "least_languages": "language", "employment": "employment", "company": "company",
        "pay_currency": "currency",
    },
)  # fmt: skip
FEATURES_VERSION = layout_version(PERSON, JOB) + "-2"
"""Rows packed under another version are packed again. The last number counts changes of meaning without a new name."""

REMOTE_WISH = {None: 0, True: 1, False: 2}


def pack_person(person: Person) -> Features:
    """One person's facts and wishes as numbers. Raises ValueError, TypeError, LookupError or AttributeError."""
    facts, wishes = person
    floor = wanted_pay(wishes.salary_floor)
    cities, countries = wanted_places(person)
    return pack(
        PERSON,
        {
            "threshold": wishes.threshold,
            "level": facts.level,
            "months": facts.months,
            "remote": REMOTE_WISH[wishes.remote],
            "wants_pay": int(wishes.salary_floor is not None),
            "floor": floor.low if floor else None,
        },
        {
            "skills": offered(facts.skills),
            # one more than the months: nothing is something else than no month
            "skill_months": {n: min(f.months + 1, HEAVIEST) for n, f in facts.skills.items() if f.months is not None},
            "credentials": bag(dict(facts.credentials)),
            "families": _families(person),
            "words": bag(_title_words(person)),
            "cities": bag(cities),
            "countries": bag(countries),
            "home": bag([facts.country] if facts.country else []),
            "languages": bag(_spoken(person)),
            "employment": bag(set(wishes.employment_types)),
            "excluded": bag({company_key(name) for name in wishes.excluded_companies}),
            "favourites": bag({company_key(name) for name in wishes.favourite_companies}),
            "floor_currency": bag([wishes.salary_floor.currency] if wishes.salary_floor else []),
        },
    )


def pack_job(facts: JobFacts) -> Features:
    """One posting's facts as numbers. Raises ValueError, TypeError, LookupError or AttributeError."""
    return pack(
        JOB,
        {
            "family_weight": facts.family_weight,
            "level": facts.level,
            "months": facts.months,
            "remote": int(facts.workplace == "remote"),
            "settled": int(facts.workplace in ("onsite", "hybrid")),
            "pay_low": facts.pay.low if facts.pay else None,
            "pay_high": facts.pay.high if facts.pay else None,
        },
        {
            "must": bag(list(facts.must)),
            "nice": bag(list(facts.nice)),
            "asked_months": dict(_asked_months(facts)),
            "licence": bag(facts.licence_words),
            "family": bag([facts.family] if facts.family else []),
            "words": bag(facts.words),
            "cities": bag(facts.cities),
            "countries": bag(facts.countries),
            "remote_scope": bag(facts.remote_scope),
            "languages": bag([_at_level(code, level) for code, level in facts.languages.items()]),
            "least_languages": bag([_at_level(code, _one_below(level)) for code, level in facts.languages.items()]),
            "employment": bag(facts.employment_types),
            "company": bag([company_key(facts.company)]),
            "pay_currency": bag([facts.pay.currency] if facts.pay else []),
        },
    )


def pack_people(people: Sequence[Person]) -> Columns:
    """Raises BadFacts (side `person`, `index`) for the first that cannot be read."""
    return Columns.of(PERSON, _packed("person", people, pack_person))


def pack_jobs(jobs: Sequence[JobFacts]) -> Columns:
    """Raises BadFacts (side `job`, `index`) for the first that cannot be read."""
    return Columns.of(JOB, _packed("job", jobs, pack_job))


def _packed(side: Literal["person", "job"], items: Sequence[T], packer: Callable[[T], Features]) -> list[Features]:
    rows = []
    for index, item in enumerate(items):
        try:
            rows.append(packer(item))
        except (AttributeError, TypeError, ValueError, LookupError, OverflowError):
            raise bad_facts(side, index) from None
    return rows


def _asked_months(facts: JobFacts) -> Iterator[tuple[str, int]]:
    for asked in (facts.nice, facts.must):
        yield from ((name, min(skill.months, 600)) for name, skill in asked.items() if skill.months is not None)


def _families(person: Person) -> dict[str, int]:
    facts, wishes = person
    own = OWN_TITLE_WHEN_OTHERS_ARE_WANTED if wishes.titles else 1000
    best: dict[str, int] = {}
    for family, weight in [
        *((fact.family, min(fact.weight, own)) for fact in facts.titles),
        *((family_of(title), 1000) for title in wishes.titles),
    ]:
        if family:
            best[family] = max(best.get(family, 0), weight)
    return best


def _title_words(person: Person) -> Collection[str]:
    facts, wishes = person
    if not wishes.titles:
        return facts.words
    return {*facts.words, *(word for title in wishes.titles for word in title_words(title))}


def _at_level(code: str, level: int | None) -> str:
    """A language at a level or above; the lowest level is speaking it at all."""
    return code if level is None or level < 2 else f"{code}{level}"


def _one_below(level: int | None) -> int | None:
    """People and postings grade themselves: one step is no reason to shut somebody out."""
    return level and level - 1


def _spoken(person: Person) -> list[str]:
    facts, wishes = person
    # Who says that they would work in a language has told no level.
    known: dict[str, int | None] = dict.fromkeys(wishes.languages)
    spoken: list[str] = []
    for code, level in (known | facts.languages).items():
        # A level that the résumé does not give may be any: unknown is not false.
        spoken += [code, *(f"{code}{step}" for step in range(2, (4 if level is None else level) + 1))]
    return spoken


def wanted_places(person: Person) -> tuple[frozenset[str], frozenset[str]]:
    """(cities, countries) where a person wants to work: as they say, else where they live."""
    facts, wishes = person
    places = [place for text in wishes.locations if any(place := wanted_place(text))]
    places = places or [WantedPlace(facts.city, facts.country)]
    return (
        frozenset(city for city, _ in places if city),
        frozenset(country for _, country in places if country),
    )
