"""The signals of the rubric for all pairs of a page: shares of 0–1000 per part, and three-valued gates."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

import numpy as np

from domain.matching.cues import plain
from domain.matching.facts import JobFacts
from domain.matching.neighbours import offered
from domain.matching.page import Ints, Page, Person, ThreeValued
from domain.matching.pay import MOST, wanted_pay
from domain.matching.rubric import (
    LEVEL_STEPS,
    OWN_TITLE_WHEN_OTHERS_ARE_WANTED,
    SAME_CITY,
    SAME_COUNTRY,
    TITLE_WORDS,
    UNKNOWN,
    Gate,
)
from domain.matching.titles import LEAD, family_index, family_of, similarities, title_words
from schema.countries import country_code, folded

Shares = dict[str, Ints]
Gates = dict[Gate, ThreeValued]


def skill_signals(page: Page) -> Shares:
    """How much of the required and of the welcome skills a person has, recent ones and neighbours by their weight."""
    must, nice = page.weighted(lambda person: offered(person[0].skills), lambda job: job.must, lambda job: job.nice)
    return {
        part: np.where(needed > 0, total // np.maximum(needed, 1), UNKNOWN[part])
        for part, (total, needed) in (("skills", must), ("welcome", nice))
    }


def licence_gate(page: Page) -> ThreeValued:
    """Whether a required licence shows. A résumé never says that there is none: what it does not show stays unknown."""
    ((shown, _, asked),) = page.shared(lambda person: person[0].credentials, lambda job: job.licence_words)
    return ThreeValued((asked == 0) | (shown > 0), np.zeros(page.shape, dtype=np.bool_))


def title_signals(page: Page) -> tuple[Ints, ThreeValued]:
    """Nearness of occupations. Titles of unknown family are compared by their words."""
    families, weights = page.slots(_families)
    table = similarities()
    best = np.zeros((page.shape[0], len(table)), dtype=np.int32)
    for slot in range(families.shape[1]):
        np.maximum(best, table[families[:, slot]] * weights[:, slot, None] // 1000, out=best)
    wanted = page.row(lambda job: index if (index := family_index(job.family)) >= 0 else None)
    known = (weights.max(axis=1, initial=0) > 0)[:, None] & (wanted >= 0)
    by_family = best[:, np.maximum(wanted[0], 0)]
    # What skills alone say of an occupation pulls less than its title would, up and down.
    sure = page.row(lambda job: job.family_weight)
    shrunk = (by_family * sure + UNKNOWN["title"] * (1000 - sure)) // 1000
    ((common, _, words),) = page.shared(_person_words, lambda job: job.words)
    by_words = UNKNOWN["title"] + TITLE_WORDS * common // np.maximum(words, 1)
    return np.where(known, shrunk, by_words), ThreeValued(known & (by_family > 0), known & (by_family == 0))


def _families(person: Person) -> list[tuple[int, int]]:
    facts, preferences = person
    own = OWN_TITLE_WHEN_OTHERS_ARE_WANTED if preferences.titles else 1000
    best: dict[int, int] = {}
    for family, weight in [
        *((fact.family, min(fact.weight, own)) for fact in facts.titles),
        *((family_of(title), 1000) for title in preferences.titles),
    ]:
        index = family_index(family)
        if index >= 0:
            best[index] = max(best.get(index, 0), weight)
    return list(best.items())


def _person_words(person: Person) -> Collection[str]:
    facts, preferences = person
    if not preferences.titles:
        return facts.words
    return {*facts.words, *(word for title in preferences.titles for word in title_words(title))}


def level_signals(page: Page) -> tuple[Shares, ThreeValued]:
    """Seniority by distance of levels, experience by months."""
    person, job = page.column(lambda item: item[0].level), page.row(lambda item: item.level)
    known = (person >= 0) & (job >= 0)
    distance = np.minimum(np.abs(person - job), LEAD)
    level = np.where(known, np.array(LEVEL_STEPS, dtype=np.int32)[distance], UNKNOWN["level"])
    gate = ThreeValued(known & (distance < 2), known & (distance >= 2))
    return {"level": level, "experience": _experience(page)}, gate


def _experience(page: Page) -> Ints:
    """The mean over what is asked for, in all and with single skills, of the months shown for it."""
    total, count = np.zeros(page.shape, dtype=np.int32), np.zeros((1, page.shape[1]), dtype=np.int32)
    asked = page.row(lambda item: item.months)
    total += np.where(asked >= 0, _of_months(page.column(lambda item: item[0].months), asked), 0)
    count += asked >= 0
    for column, name, months in page.asked_by_skill():
        has = page.column(lambda item, name=name: _skill_months(item, name))  # type: ignore[misc]
        total[:, column] += _of_months(has, np.int32(months))[:, 0]
        count[0, column] += 1
    return np.where(count > 0, total // np.maximum(count, 1), UNKNOWN["experience"])


def _of_months(has: Ints, asked: Ints | np.int32) -> Ints:
    enough = np.minimum(1000, 1000 * np.maximum(has, 0) // np.maximum(asked, 1))
    return np.where(asked == 0, 1000, np.where(has >= 0, enough, UNKNOWN["experience"])).astype(np.int32)


def _skill_months(person: Person, name: str) -> int | None:
    """None where no dated role names it; a skill that is missing costs its share of `skills`, not once more here."""
    fact = person[0].skills.get(name)
    return fact.months if fact else None


def place_signals(page: Page) -> tuple[Ints, ThreeValued, ThreeValued]:
    """(share, whether the place of work is within reach, whether remote work is as wanted)."""
    ((cities, has_city, asks_city),) = page.shared(lambda p: wanted_places(p)[0], lambda job: job.cities)
    ((countries, has_country, asks_country),) = page.shared(lambda p: wanted_places(p)[1], lambda job: job.countries)
    ((allowed, at_home, scope),) = page.shared(
        lambda p: [p[0].country] if p[0].country else [], lambda job: job.remote_scope
    )
    remote = page.row(lambda job: int(job.workplace == "remote")) > 0
    settled = page.row(lambda job: int(job.workplace in ("onsite", "hybrid"))) > 0
    remote_true = remote & ((scope == 0) | (allowed > 0))
    remote_false = remote & (scope > 0) & (at_home > 0) & (allowed == 0)
    # A city has its name in more than one country: the countries must not contradict it.
    other_country = (has_country > 0) & (asks_country > 0) & (countries == 0)
    city = ~remote & (cities > 0) & ~other_country
    country = ~remote & (countries > 0)
    share = np.full(page.shape, UNKNOWN["place"], dtype=np.int32)
    share[country] = SAME_COUNTRY
    share[city | (country & ((asks_city == 0) | (has_city == 0))) | remote_true] = SAME_CITY
    false = remote_false | (~remote & other_country)
    share[false] = 0
    wants = page.column(lambda person: {None: 0, True: 1, False: 2}[person[1].remote])
    fits = (wants == 0) | ((wants == 1) & remote) | ((wants == 2) & settled)
    clashes = ((wants == 1) & settled) | ((wants == 2) & remote)
    return share, ThreeValued(city | country | remote_true, false), ThreeValued(fits, clashes)


def wanted_places(person: Person) -> tuple[frozenset[str], frozenset[str]]:
    """(cities, countries) where a person wants to work: as they say, else where they live."""
    facts, preferences = person
    places = [place for text in preferences.locations if (place := _place(text)) != (None, None)]
    places = places or [(facts.city, facts.country)]
    return (
        frozenset(city for city, _ in places if city),
        frozenset(country for _, country in places if country),
    )


@lru_cache(maxsize=10_000)
def _place(text: str) -> tuple[str | None, str | None]:
    """`Porto, PT`, `Portugal` or `Porto` → (city, country). `Remote` names no place."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if not parts or plain(text) == "remote":
        return None, None
    country = country_code(parts[-1])
    return (None if country and len(parts) == 1 else folded(parts[0])), country


def language_signals(page: Page) -> tuple[Ints, ThreeValued]:
    """(share of the languages asked for, whether all are spoken well enough)."""
    ((met, speaks, asked),) = page.shared(_spoken, _asked_languages)
    all_met = met >= asked
    share = np.where(asked == 0, 1000, np.where(speaks > 0, 1000 * met // np.maximum(asked, 1), UNKNOWN["languages"]))
    return share, ThreeValued(page.everywhere(all_met), (speaks > 0) & ~all_met)


def wish_signals(page: Page, remote: ThreeValued) -> tuple[Ints, Gates]:
    """(the mean over what a person wishes of what the posting says to it, gates of the wishes that are hard)."""
    ((kinds, wants_kind, has_kind),) = page.shared(
        lambda p: set(p[1].employment_types), lambda job: job.employment_types
    )
    ((excluded, _, _),) = page.shared(_excluded, lambda job: [company_key(job.company)])
    employment = ThreeValued((wants_kind == 0) | (kinds > 0), (wants_kind > 0) & (has_kind > 0) & (kinds == 0))
    salary = _salary(page)
    stated = [
        (employment, wants_kind > 0),
        (remote, page.column(lambda p: int(p[1].remote is not None)) > 0),
        (salary, page.column(lambda p: int(p[1].salary_floor is not None)) > 0),
    ]
    total, count = np.zeros(page.shape, dtype=np.int32), np.zeros((page.shape[0], 1), dtype=np.int32)
    for gate, wished in stated:
        total += np.where(wished, np.where(gate.true, 1000, np.where(gate.false, 0, UNKNOWN["wishes"])), 0)
        count += wished
    ((favourite, _, _),) = page.shared(_favourites, lambda job: [company_key(job.company)])
    share = np.where((count == 0) | (favourite > 0), 1000, total // np.maximum(count, 1)).astype(np.int32)
    return share, {
        Gate.EMPLOYMENT: employment,
        Gate.REMOTE: remote,
        Gate.SALARY: salary,
        Gate.COMPANY: ThreeValued(excluded == 0, excluded > 0),
    }


def _salary(page: Page) -> ThreeValued:
    """Whether the pay reaches the floor. Of another currency, or with an open end below it, it is unknown."""
    ((same, _, _),) = page.shared(_floor_currency, lambda job: [job.pay.currency] if job.pay else [])
    floor = page.column(_floor, MOST)
    low = page.row(lambda job: job.pay.low if job.pay else None, MOST)
    high = page.row(lambda job: job.pay.high if job.pay else None, MOST)
    reaches = (same > 0) & (np.maximum(low, high) >= floor)
    return ThreeValued((floor < 0) | reaches, (floor >= 0) & (same > 0) & ~reaches & (high >= 0))


def _floor(person: Person) -> int | None:
    wanted = wanted_pay(person[1].salary_floor)
    return wanted.low if wanted else None


def _floor_currency(person: Person) -> list[str]:
    floor = person[1].salary_floor
    return [floor.currency] if floor else []


def _spoken(person: Person) -> Collection[str]:
    spoken: list[str] = []
    facts, preferences = person
    # Who says that they would work in a language has told no level.
    known: dict[str, int | None] = dict.fromkeys(preferences.languages)
    for code, level in (known | facts.languages).items():
        # A level that the résumé does not give may be any: unknown is not false.
        spoken += [code, *(f"{code}{step}" for step in range(2, (4 if level is None else level) + 1))]
    return spoken


def _asked_languages(job: JobFacts) -> Collection[str]:
    return [code if level is None or level < 2 else f"{code}{level}" for code, level in job.languages.items()]


def _excluded(person: Person) -> Collection[str]:
    return {company_key(name) for name in person[1].excluded_companies}


def _favourites(person: Person) -> Collection[str]:
    return {company_key(name) for name in person[1].favourite_companies}


@lru_cache(maxsize=50_000)
def company_key(name: str) -> str:
    """A company's name as it is compared: without case, accents, punctuation and legal form."""
    words = plain(name).split()
    forms = {
        "inc",
        "ltd",
        "llc",
        "gmbh",
        "ag",
        "sa",
        "sas",
        "sarl",
        "srl",
        "spa",
        "bv",
        "plc",
        "llp",
        "co",
        "corp",
        "kg",
    }
    kept = [word for word in words if word not in forms]
    return " ".join(kept or words)
