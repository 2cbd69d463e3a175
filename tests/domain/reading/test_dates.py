"""Written dates in many forms, never with more precision than was written."""

from __future__ import annotations

import re

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from domain.reading.date_forms import alternatives
from domain.reading.dates import find_range, may_hold_date, months_between, without_duration
from domain.reading.spans import Span

_LOCALES = ("en", "de", "fr", "es", "pt", "pl")
_years = st.integers(1960, 2035)
_months = st.integers(1, 12)


def dates(text: str) -> tuple[str | None, str | None, bool] | None:
    """Start, end and whether it goes on."""
    found = find_range(Span(text, 0))
    return (found.start, found.end, found.current) if found else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mar 2023 - Current", ("2023-03", None, True)),
        ("noviembre de 2024–presente", ("2024-11", None, True)),
        ("wrzesień 2023 - obecnie", ("2023-09", None, True)),
        ("09/2019 – 08/2020", ("2019-09", "2020-08", False)),
        ("2019年4月～現在", ("2019-04", None, True)),
        ("T3/2020 - nay", ("2020-03", None, True)),
        ("depuis septembre 2021", ("2021-09", None, True)),
        ("Jan – Mar 2021", ("2021-01", "2021-03", False)),
        ("2019–21", ("2019", "2021", False)),
        ("15.03.2021 bis 01.04.2022", ("2021-03-15", "2022-04-01", False)),
        ("2021-07 —", ("2021-07", None, True)),
        ("June 2018", (None, "2018-06", False)),
        ("3/4/2021", (None, "2021", False)),
        ("WS 2018/19 – SS 2021", ("2018", "2021", False)),
        ("2018/19 – 2020/21", ("2018", "2021", False)),
        ("Q3 2019 – Q1 2020", ("2019", "2020", False)),
        ("Summer 2019", (None, "2019", False)),
        ("2e semestre 2019", (None, "2019", False)),
        ("III 2019 – XI 2021", ("2019-03", "2021-11", False)),
        ("Engineer II 2019 – 2021", ("2019", "2021", False)),
        ("03/19 – 08/21", ("2019-03", "2021-08", False)),
        ("Mar 19 – Aug 21", ("2019-03", "2021-08", False)),
        ("Jan/14 – Feb/16", ("2014-01", "2016-02", False)),
        ("2019/2021", ("2019", "2021", False)),
        ("平成31年4月 〜 令和3年3月", ("2019-04", "2021-03", False)),
        ("11.2012 r. – nadal", ("2012-11", None, True)),
        ("od 2014 r. do 2016 r.", ("2014", "2016", False)),
        ("bis 2019", (None, "2019", False)),
        ("de mars 2014 à aujourd'hui", ("2014-03", None, True)),
    ],
)
def test_forms_of_dates(text: str, expected: tuple[str | None, str | None, bool]) -> None:
    """Forms of nine languages are read; an ambiguous day and month are not guessed."""
    assert dates(text) == expected


@pytest.mark.parametrize(
    "text",
    ["room 20215", "+44 7700 900812", "cut costs by 2%", "version 1.2.3", "version 3.11 – 4.12", "rooms 3/14 – 5/16"],
)
def test_numbers_that_are_no_dates(text: str) -> None:
    """Digits alone do not make a date."""
    assert dates(text) is None


@given(_years, _years)
def test_years_stay_years(first: int, second: int) -> None:
    """A range of bare years never gains a month."""
    found = dates(f"{first} – {second}")
    assert found == (str(first), str(second), False)


@given(st.sampled_from(_LOCALES), _years, _months, st.sampled_from(["wide", "abbreviated"]))
def test_month_names_keep_month_precision(code: str, year: int, month: int, width: str) -> None:
    """A named month gives exactly year and month, in every language and width of the CLDR."""
    name = Locale.parse(code).months["format"][width][month]
    found = find_range(Span(f"{name} {year}", 0))
    assert found is not None
    assert found.end == f"{year}-{month:02d}"
    assert found.end_span is not None
    assert str(year) in found.end_span.text


@given(_years, _months, st.booleans())
def test_mixed_precision_is_kept_on_both_sides(year: int, month: int, month_first: bool) -> None:
    """A month on one side gives none to the other."""
    text = f"{month:02d}/{year} – {year + 1}" if month_first else f"{year} – {month:02d}/{year + 1}"
    wanted = (f"{year}-{month:02d}", str(year + 1)) if month_first else (str(year), f"{year + 1}-{month:02d}")
    found = dates(text)
    assert found is not None
    assert found[:2] == wanted


def test_durations_are_no_names() -> None:
    """A written length of time is cut off, whatever the language."""
    assert without_duration(Span("Northby 2 yrs 9 mos", 0)).text == "Northby"
    assert without_duration(Span("(3 Jahre)", 0)).text == ""


def test_months_between_counts_both_ends() -> None:
    """A job from January to December is twelve months."""
    assert months_between("2020-01", "2020-12") == 12
    assert months_between("2021-05", "2020-01") == 0


def test_a_text_without_figures_holds_no_date() -> None:
    """It is left alone at once; the first year of an era is written without a figure."""
    assert not may_hold_date("Ward Clerk, Northfield")
    assert may_hold_date("Ward Clerk, 2019")
    found = find_range(Span("令和元年", 0))
    assert found is not None
    assert (found.end, found.single) == ("2019", True)


@pytest.mark.parametrize("word", ["mar", "mars", "march", "mai", "août", "now"])
def test_of_words_with_one_beginning_the_longest_is_found(word: str) -> None:
    """Alternatives are tried by their first letters, and among those from the longest to the shortest."""
    pattern = re.compile(alternatives(("mar", "mars", "march", "mai", "août", "now")))
    found = pattern.match(word + "!")
    assert found is not None
    assert found[0] == word
