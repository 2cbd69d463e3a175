"""Pay out of fields and words: amounts, spans, currencies, periods, and what is no pay."""

from __future__ import annotations

import pytest

from domain.jobs.salary import clean_salary, parse_salary
from schema.jobs import Salary

Read = tuple[float | None, float | None, str | None, str | None]


def read(line: str, country: str | None = None) -> Read | None:
    """Bounds, currency and period of one line."""
    found = parse_salary([line], country)
    return (found.minimum, found.maximum, found.currency, found.period) if found else None


@pytest.mark.parametrize(
    ("line", "pay"),
    [
        ("60–75k €", (60_000, 75_000, "EUR", "year")),
        ("£45,000 p.a.", (45_000, 45_000, "GBP", "year")),
        ("Gehalt: 45.000 bis 55.000 Euro brutto im Jahr", (45_000, 55_000, "EUR", "year")),
        ("€18–22 per hour", (18, 22, "EUR", "hour")),
        ("Stundenlohn ab 15,50 €", (15.5, None, "EUR", "hour")),
        ("Compensation: up to $120,000", (None, 120_000, "USD", "year")),
        ("The base pay range is $120,000.00 - $150,000.00 per year plus bonus", (120_000, 150_000, "USD", "year")),
        ("CHF 90'000 - 110'000 p.a.", (90_000, 110_000, "CHF", "year")),
        ("Salaire : 38 000 à 45 000 € brut annuel", (38_000, 45_000, "EUR", "year")),
        ("38-45 K€ par an", (38_000, 45_000, "EUR", "year")),
        ("TJM 450-550€", (450, 550, "EUR", "day")),
        ("Salario: 30.000 € - 35.000 € brutos/año", (30_000, 35_000, "EUR", "year")),
        ("R$ 5.000,50 por mês", (5_000.5, 5_000.5, "BRL", "month")),
        ("12 000 – 16 000 zł miesięcznie", (12_000, 16_000, "PLN", "month")),
        ("Lương: 15 - 20 triệu", (15e6, 20e6, "VND", "month")),
        ("Mức lương 20.000.000 - 30.000.000 VNĐ/tháng", (20e6, 30e6, "VND", "month")),
        ("月給 25万円〜40万円", (250_000, 400_000, "JPY", "month")),
        ("年収 500万円 ~ 800万円", (5e6, 8e6, "JPY", "year")),
        ("月薪 15000-25000元", (15_000, 25_000, "CNY", "month")),
        ("10-15 LPA", (1e6, 1.5e6, "INR", "year")),
        ("kr 45 000 per månad", (45_000, 45_000, "SEK", "month")),
    ],
)
def test_pay_is_read_from_words(line: str, pay: Read) -> None:
    """Spans with a multiple said once, open ends, separators and periods of many languages."""
    assert read(line, {"SEK": "SE"}.get(pay[2] or "")) == pay


@pytest.mark.parametrize(
    "line",
    [
        "We raised $50 million in Series B",
        "€500 learning budget per year",
        "An annual bonus of $5,000",
        "$2bn revenue per year",
        "401k and dental",
        "Serving 10,000 customers per year",
        "5+ years of experience",
        "Growing 40% per year",
        "Salary: competitive",
        "Pay: 20 days of holiday per year",
        "Eight hours per day. Reward: €200",
        "Salary: 3 € per year",
    ],
)
def test_other_amounts_are_no_pay(line: str) -> None:
    """Revenue, funding, budgets, people, days, and sums that nobody is paid."""
    assert read(line) is None


def test_a_sign_that_currencies_share_is_of_the_country() -> None:
    """`$` and `¥`; without a country the first is the American one and the second unknown."""
    assert read("$80k - $95k", "CA") == (80_000, 95_000, "CAD", "year")
    assert read("$80k - $95k") == (80_000, 95_000, "USD", "year")
    assert read("¥6,000,000 per year", "JP") == (6e6, 6e6, "JPY", "year")


def test_the_country_pays_in_its_own_currency() -> None:
    """Only beside a word for pay; without a country the amount stays unread."""
    assert read("Gehalt: 45.000 – 55.000", "DE") == (45_000, 55_000, "EUR", "year")
    assert read("Gehalt: 45.000 – 55.000") is None
    assert read("薪资:15-25K·13薪", "CN") == (15_000, 25_000, "CNY", "month")


def test_what_was_read_says_so() -> None:
    """The source is `parsed`, the words are kept; a heading of its own line counts for the next."""
    found = parse_salary(["Who we are", "Compensation:", "70,000 – 85,000 EUR"])
    assert found is not None
    assert (found.source, found.raw, found.period) == ("parsed", "70,000 – 85,000 EUR", "year")


@pytest.mark.parametrize(
    ("stated", "clean"),
    [
        (None, None),
        (Salary(minimum=0, maximum=0, currency="USD"), None),
        (Salary(), None),
        (Salary(minimum=0, maximum=90, currency="usd", period="hour"), (None, 90, "USD", "hour")),
        (Salary(minimum=9, maximum=5, currency="EUR", period="day"), (5, 9, "EUR", "day")),
        (Salary(minimum=9, currency="Euro", raw="9 € per hour"), (9, None, "EUR", "hour")),
        (Salary(raw="$90k - $110k", source="stated"), (90_000, 110_000, "USD", "year")),
    ],
)
def test_a_stated_salary_is_made_clean(stated: Salary | None, clean: Read | None) -> None:
    """0 and nothing are unknown; bounds are in order; words fill what fields leave open."""
    found = clean_salary(stated)
    assert (found and (found.minimum, found.maximum, found.currency, found.period)) == clean


def test_the_source_of_a_salary_is_kept() -> None:
    """What a board predicted never becomes stated."""
    found = clean_salary(Salary(minimum=50_000, currency="GBP", period="year", source="predicted"))
    assert found is not None
    assert found.source == "predicted"
