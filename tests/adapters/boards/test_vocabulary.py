"""Words of boards in ours."""

from __future__ import annotations

import pytest

from adapters.boards.vocabulary import (
    employment_types,
    salary_in_words,
    salary_period,
    stated_salary,
    workplace,
    workplace_in,
    workplace_of,
)
from schema.jobs import Salary


@pytest.mark.parametrize(
    ("label", "kinds"),
    [
        ("FullTime", ["full_time"]),
        ("Full-time", ["full_time"]),
        ("fulltime_permanent", ["full_time"]),
        ("parttime_fixed_term", ["temporary", "part_time"]),
        ("Permanent", ["full_time"]),
        ("Permanent part-time", ["part_time"]),
        ("Contractor", ["contract"]),
        ("Freelance", ["contract"]),
        ("Internship", ["intern"]),
        ("Vollzeit", ["full_time"]),
        ("Praktikum in Teilzeit", ["intern", "part_time"]),
        ("Temps plein, CDI", ["full_time"]),
        ("Toàn thời gian", ["full_time"]),
        ("Per diem", ["per_diem"]),
        ("", []),
        ("International", []),
        ("Other", []),
    ],
)
def test_labels_name_kinds_of_employment(label: str, kinds: list[str]) -> None:
    """In any case, with any signs between; a permanent post without hours said is full time."""
    assert employment_types(label) == kinds


@pytest.mark.parametrize(
    ("label", "kind"),
    [("onsite", "onsite"), ("on-site", "onsite"), ("On_Site", "onsite"), ("OnSite", "onsite"), ("HYBRID", "hybrid"),
     ("Remote", "remote"), ("fully", "remote"), ("unspecified", "unknown"), ("none", "unknown"), ("", "unknown")],
)  # fmt: skip
def test_a_boards_value_names_a_workplace(label: str, kind: str) -> None:
    """Cases and dashes do not count; what is not known is unknown."""
    assert workplace(label) == kind


def test_words_of_places_name_a_workplace() -> None:
    """A city says nothing about it; hybrid outweighs remote."""
    assert workplace_in("Berlin") == "unknown"
    assert workplace_in("Berlin", "Remote - Germany") == "remote"
    assert workplace_in("Remote or hybrid, Lyon") == "hybrid"
    assert workplace_in("Fremont") == "unknown"


def test_absent_flags_are_not_false_ones() -> None:
    """Only what is said is so; a text in place of a flag says nothing."""
    assert workplace_of(remote=True, hybrid=True) == "hybrid"
    assert workplace_of(remote=True, onsite=True) == "remote"
    assert workplace_of(onsite=True) == "onsite"
    assert workplace_of(remote=False) == "unknown"
    assert workplace_of(remote="false") == "unknown"


@pytest.mark.parametrize(
    ("label", "period"),
    [("per-year-salary", "year"), ("per-hour-wage", "hour"), ("1 YEAR", "year"), ("1 MONTH", "month"),
     ("0.5 MONTH", None), ("2 WEEK", None), ("NONE", None), ("", None), ("annually", "year"), ("Hourly", "hour"),
     ("day", "day")],
)  # fmt: skip
def test_pay_is_for_a_time(label: str, period: str | None) -> None:
    """Several of a time, and a single sum, have none."""
    assert salary_period(label) == period


def test_pay_of_nothing_is_unknown() -> None:
    """0 and null leave a bound empty, both leave no pay; crossed bounds are turned."""
    assert stated_salary(0, None, "EUR", "year") is None
    assert stated_salary(0, 5, "eur", "year") == Salary(minimum=None, maximum=5, currency="EUR", period="year")
    assert stated_salary("9", "5", "€", "") == Salary(minimum=5, maximum=9)
    assert stated_salary(600, 700, "USD", "month", per=100) == Salary(
        minimum=6, maximum=7, currency="USD", period="month"
    )


def test_pay_in_words_needs_a_figure() -> None:
    """`Competitive` is no pay."""
    assert salary_in_words("Competitive") is None
    assert salary_in_words("£19.50 per hour") == Salary(source="parsed", raw="£19.50 per hour")
