"""Invented people: their dates follow, their numbers are numbers."""

from __future__ import annotations

from itertools import pairwise
from random import Random

import phonenumbers
import pytest

from eval.generator.locale import languages, load
from eval.generator.people import draw


@pytest.mark.parametrize("lang", languages())
def test_phones_are_those_of_a_country(lang: str) -> None:
    """The truth is E.164 and the written form gives it back."""
    for seed in range(20):
        person = draw(Random(seed), load(lang))
        number = phonenumbers.parse(person.phone, person.country)
        assert (
            phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) == person.truth["basics"]["phone"]
        )


def test_roles_follow_each_other() -> None:
    """Newest first; each ends before the one above begins."""
    for seed in range(30):
        work = draw(Random(seed), load("en")).truth["work"]
        assert all(entry["startDate"] < (entry["endDate"] or "9999") for entry in work)
        assert all(new["startDate"] > old["endDate"] for new, old in pairwise(work))
