"""The signals of the rubric: shares of 0–1000 per part, and three-valued gates. See `pairs` for what a page is."""

from __future__ import annotations

import numpy as np

from domain.matching.columns import Ints
from domain.matching.pairs import Page, Pairs, ThreeValued
from domain.matching.rubric import LEVEL_STEPS, SAME_CITY, SAME_COUNTRY, TITLE_WORDS, UNKNOWN, Gate
from domain.matching.titles import LEAD

Shares = dict[str, Ints]
Gates = dict[Gate, ThreeValued]


def required_skills(page: Page) -> Ints:
    """How much of the required skills a person has, recent ones and neighbours by their weight."""
    return _covered(page, "skills", "must")


def welcome_skills(page: Page) -> Ints:
    """The same of the welcome ones."""
    return _covered(page, "welcome", "nice")


def _covered(page: Page, part: str, asked: str) -> Ints:
    total, needed = page.weighed("skills", asked)
    return np.where(needed > 0, total // np.maximum(needed, 1), UNKNOWN[part])


def licence_gate(page: Page) -> ThreeValued:
    """Whether a required licence shows. A résumé never says that there is none: what it does not show stays unknown."""
    shown, _, asked = page.shared("credentials", "licence")
    return ThreeValued((asked == 0) | (shown > 0), np.zeros(page.shape, dtype=np.bool_))


def title_signals(page: Page) -> tuple[Ints, ThreeValued]:
    """Nearness of occupations. Titles of unknown family are compared by their words."""
    by_family, known = page.nearness()
    # What skills alone say of an occupation pulls less than its title would, up and down.
    sure = page.job("family_weight")
    shrunk = (by_family * sure + UNKNOWN["title"] * (1000 - sure)) // 1000
    common, _, words = page.shared("words", "words")
    by_words = UNKNOWN["title"] + TITLE_WORDS * common // np.maximum(words, 1)
    return np.where(known, shrunk, by_words), ThreeValued(known & (by_family > 0), known & (by_family == 0))


def level_signals(page: Pairs) -> tuple[Shares, ThreeValued]:
    """Seniority by distance of levels, experience by months."""
    person, job = page.person("level"), page.job("level")
    known = (person >= 0) & (job >= 0)
    distance = np.minimum(np.abs(person - job), LEAD)
    level = np.where(known, np.array(LEVEL_STEPS, dtype=np.int32)[distance], UNKNOWN["level"])
    gate = ThreeValued(known & (distance < 2), known & (distance >= 2))
    return {"level": level, "experience": _experience(page)}, gate


def _experience(page: Pairs) -> Ints:
    """The mean over what is asked for, in all and with single skills, of the months shown for it.

    A skill that is missing costs its share of `skills`, not once more here.
    """
    asked = page.job("months")
    total = np.where(asked >= 0, _of_months(page.person("months"), asked), 0)
    of_skills = _of_months(page.offered("skill_months", "asked_months") - 1, page.asked("asked_months"))
    total = total + page.total("asked_months", of_skills)
    count = (asked >= 0) + page.total("asked_months", np.ones_like(of_skills))
    return np.where(count > 0, total // np.maximum(count, 1), UNKNOWN["experience"])


def _of_months(has: Ints, asked: Ints) -> Ints:
    enough = np.minimum(1000, 1000 * np.maximum(has, 0) // np.maximum(asked, 1))
    return np.where(asked == 0, 1000, np.where(has >= 0, enough, UNKNOWN["experience"])).astype(np.int32)


def place_signals(page: Page) -> tuple[Ints, ThreeValued, ThreeValued]:
    """(share, whether the place of work is within reach, whether remote work is as wanted)."""
    cities, has_city, asks_city = page.shared("cities", "cities")
    countries, has_country, asks_country = page.shared("countries", "countries")
    allowed, at_home, scope = page.shared("home", "remote_scope")
    remote, settled = page.job("remote") > 0, page.job("settled") > 0
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
    wants = page.person("remote")
    fits = (wants == 0) | ((wants == 1) & remote) | ((wants == 2) & settled)
    clashes = ((wants == 1) & settled) | ((wants == 2) & remote)
    return share, ThreeValued(city | country | remote_true, false), ThreeValued(fits, clashes)


def language_signals(page: Page) -> tuple[Ints, ThreeValued]:
    """(share of the languages spoken as well as asked for, whether all are spoken at most a step below that)."""
    met, speaks, asked = page.shared("languages", "languages")
    nearly, _, _ = page.shared("languages", "least_languages")
    all_met = nearly >= asked
    share = np.where(asked == 0, 1000, np.where(speaks > 0, 1000 * met // np.maximum(asked, 1), UNKNOWN["languages"]))
    return share, ThreeValued(all_met, (speaks > 0) & ~all_met)


def wish_signals(page: Page, remote: ThreeValued) -> tuple[Ints, Gates]:
    """(the mean over what a person wishes of what the posting says to it, gates of the wishes that are hard)."""
    kinds, wants_kind, has_kind = page.shared("employment", "employment")
    employment = ThreeValued((wants_kind == 0) | (kinds > 0), (wants_kind > 0) & (has_kind > 0) & (kinds == 0))
    salary = _salary(page)
    stated = [
        (employment, wants_kind > 0),
        (remote, page.person("remote") > 0),
        (salary, page.person("wants_pay") > 0),
    ]
    total, count = np.zeros(page.shape, dtype=np.int32), np.zeros(page.shape, dtype=np.int32)
    for gate, wished in stated:
        total += np.where(wished, np.where(gate.true, 1000, np.where(gate.false, 0, UNKNOWN["wishes"])), 0)
        count += wished
    favourite, excluded = page.shared("favourites", "company").common, page.shared("excluded", "company").common
    share = np.where((count == 0) | (favourite > 0), 1000, total // np.maximum(count, 1)).astype(np.int32)
    return share, {
        Gate.EMPLOYMENT: employment,
        Gate.REMOTE: remote,
        Gate.SALARY: salary,
        Gate.COMPANY: ThreeValued(excluded == 0, excluded > 0),
    }


def _salary(page: Page) -> ThreeValued:
    """Whether the pay reaches the floor. Of another currency, or with an open end below it, it is unknown."""
    same = page.shared("floor_currency", "pay_currency").common
    floor, low, high = page.person("floor"), page.job("pay_low"), page.job("pay_high")
    reaches = (same > 0) & (np.maximum(low, high) >= floor)
    return ThreeValued((floor < 0) | reaches, (floor >= 0) & (same > 0) & ~reaches & (high >= 0))
