"""Dates of generated documents: what is written is what is kept."""

from __future__ import annotations

import pytest

from eval.generator.dating import Dating
from eval.generator.locale import load


@pytest.mark.parametrize(
    ("form", "written", "kept"),
    [("{Mon} {Y}", "Mar 2019", "2019-03"), ("{MM}/{Y}", "03/2019", "2019-03"), ("{Y}", "2019", "2019")],
)
def test_a_form_without_months_keeps_years(form: str, written: str, kept: str) -> None:
    """Precision of the truth is that of the page."""
    dating = Dating(load("en"), form, " – ", "now", "")
    assert dating.point("2019-03") == written
    assert dating.kept("2019-03") == kept


def test_open_spans_are_written_in_two_ways() -> None:
    """With a word for the end, or with one for since."""
    assert Dating(load("en"), "{Y}", " – ", "now", "").span("2019-03", "") == "2019 – now"
    assert Dating(load("de"), "{Y}", " – ", "heute", "seit {}").span("2019-03", "") == "seit 2019"


def test_a_span_within_a_year_is_one_year() -> None:
    """No `2019 – 2019`."""
    assert Dating(load("en"), "{Y}", " – ", "now", "").span("2019-03", "2019-08") == "2019"
