"""Words of the generator: every language has all of them."""

from __future__ import annotations

from random import Random

import pytest

from eval import normal
from eval.generator.locale import languages, load, numbers


@pytest.mark.parametrize("lang", languages())
def test_every_kind_of_heading_has_usual_and_unusual_ones(lang: str) -> None:
    """The same kinds as English, and no unusual heading among the usual ones."""
    locale, english = load(lang), load("en")
    assert locale.headings.keys() == locale.unusual.keys() == english.headings.keys()
    assert locale.labels.keys() == english.labels.keys()
    usual = {normal.norm(text) for texts in locale.headings.values() for text in texts}
    assert not usual & {normal.norm(text) for texts in locale.unusual.values() for text in texts}


@pytest.mark.parametrize("lang", languages())
def test_a_year_has_twelve_months_and_a_trade_its_words(lang: str) -> None:
    """Months, and at least three trades with two of each kind of word."""
    locale = load(lang)
    assert len(locale.months) == len(locale.months_short) == 12
    assert len(locale.professions) >= 3
    for trade in locale.professions.values():
        lists = (trade.titles, trade.employers, trade.skills, trade.highlights)
        assert min(len(words) for words in lists) >= 2


def test_numbers_are_drawn() -> None:
    """Nothing of the template is left."""
    assert "{" not in numbers(Random(1), "{n} of {p} %")
