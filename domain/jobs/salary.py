"""Pay: what a field states made clean, or what the words say. 0 and nothing are unknown; nothing is converted."""

from __future__ import annotations

import re
from collections.abc import Iterable

from babel.numbers import get_territory_currencies

from domain.jobs.money import Money, currency_in, find_money
from domain.jobs.words import pattern
from domain.matching.cues import plain
from schema.jobs import Salary, SalaryPeriod

_NEAR = 40
"""Characters around an amount in which its period is looked for."""
_LONGEST_LINE = 400
_UPWARD = re.compile(
    r"(?:from|ab|from|starting at|à partir de|dès|desde|a partir de|od|da|từ|trên|min\.?)\s*$", re.IGNORECASE
)
_DOWNWARD = re.compile(r"(?:up to|bis zu|bis|jusqu.à|hasta|até|fino a|do|đến|tới|max\.?)\s*$", re.IGNORECASE)
_UPWARD_AFTER = re.compile(r"\s*(?:\+|and up|以上|起)")
_SENTENCE = re.compile(r"(?<=[^\W\d])[.!?](?=\s+[A-Z])|[。；;|]")
_NAMED_FIRST: tuple[SalaryPeriod, ...] = ("hour", "day", "week", "month", "year")

# By what a full-time year is paid in a currency, roughly: what stands outside of it is no pay of that period.
_YEAR_RANGE = {
    "VND": (3e7, 1e10), "JPY": (5e5, 2e8), "KRW": (5e6, 2e9), "IDR": (1e7, 1e10), "HUF": (1e6, 2e8),
    "CLP": (1e6, 1e9), "COP": (5e6, 3e9), "INR": (5e4, 1e8), "RUB": (1e5, 1e8), "CZK": (1e5, 2e7),
    "ISK": (1e6, 1e8), "NGN": (1e5, 1e9), "ARS": (1e5, 1e9), "PHP": (5e4, 5e7), "PKR": (1e5, 1e8),
}  # fmt: skip
_USUAL_RANGE = (2e3, 3e6)
_PER_YEAR: dict[SalaryPeriod, float] = {"hour": 2080, "day": 260, "week": 52, "month": 12, "year": 1}


def clean_salary(salary: Salary | None, country: str | None = None) -> Salary | None:
    """A stated salary without zeros and with its bounds in order; read from its words if it has only these."""
    if salary is None:
        return None
    low, high = (value if value and value > 0 else None for value in (salary.minimum, salary.maximum))
    if low is None and high is None:
        return parse_salary([salary.raw], country, stated=True) if salary.raw else None
    if low is not None and high is not None and low > high:
        low, high = high, low
    currency = (salary.currency or "").strip().upper()
    return salary.model_copy(
        update={
            "minimum": low,
            "maximum": high,
            "currency": currency if re.fullmatch("[A-Z]{3}", currency) else currency_in(salary.raw or "", country),
            "period": salary.period or (_period_in(salary.raw) if salary.raw else None),
        }
    )


def parse_salary(lines: Iterable[str], country: str | None = None, *, stated: bool = False) -> Salary | None:
    """Pay out of words, with `source` parsed; None where no amount is surely pay.

    An amount counts when a word for pay or a period stands with it and nothing speaks of revenue, funding or a bonus.
    `stated`: the lines are a field for pay, so no such word is needed.
    """
    after_heading = stated
    for line in lines:
        text = line.strip()
        if not text:
            continue
        words = plain(text)
        cue = stated or after_heading or pattern("salary", "cue").search(words) is not None
        after_heading = stated or (len(text) <= 40 and pattern("salary", "cue").search(words) is not None)
        if len(text) > _LONGEST_LINE and not stated:
            text = next((part for part in re.split(r"(?<=[.!?。])\s+", text) if find_money(part)), text)
            cue = cue and pattern("salary", "cue").search(plain(text)) is not None
        found = _pay_in(text, country, cue)
        if found is not None:
            return found
    return None


def _pay_in(text: str, country: str | None, cue: bool) -> Salary | None:
    for money in find_money(text, country):
        before = _SENTENCE.split(text[: money.start])[-1]
        after = _SENTENCE.split(text[money.end :])[0]
        if pattern("salary", "not_pay").search(plain(before[-_NEAR:] + " 0 " + after[:_NEAR])):
            continue
        period = _period_in(after[:_NEAR], first=True) or _period_in(before)
        # Without a word for pay: a span in thousands, or a period beside a currency.
        spans_thousands = money.shortened and money.low < money.high
        known = money if money.currency else money._replace(currency=_currency_of(country))
        if not cue and not (period and money.currency) and not (spans_thousands and known.currency):
            continue
        period = period or _usual_period(known)
        if (money.currency or (period and known.high >= 1000)) and _plausible(known, period):
            return _salary(text, known, period)
    return None


def _currency_of(country: str | None) -> str | None:
    """What is paid in a country today."""
    return next(iter(get_territory_currencies(country, tender=True)), None) if country else None


def _salary(text: str, money: Money, period: SalaryPeriod | None) -> Salary:
    low: float | None = money.low
    high: float | None = money.high
    if money.low == money.high:
        before = text[: money.start].lower()
        if _DOWNWARD.search(before):
            low = None
        elif _UPWARD.search(before) or _UPWARD_AFTER.match(text[money.end :]):
            high = None
    return Salary(
        minimum=low,
        maximum=high,
        currency=money.currency,
        period=period,
        source="parsed",
        raw=text[:200] if len(text) <= 200 else text[max(0, money.start - 60) : money.end + 60].strip(),
    )


def _period_in(text: str, *, first: bool = False) -> SalaryPeriod | None:
    """The period that a text names; `first`: the one that stands first, else hours before years."""
    words = plain(text.replace("/", " / "))
    found = [
        (match.start(), index, name)
        for index, name in enumerate(_NAMED_FIRST)
        if (match := pattern("salary", name).search(words))
    ]
    if not found:
        return None
    return min(found)[2] if first else min(found, key=lambda item: item[1])[2]


def _usual_period(money: Money) -> SalaryPeriod | None:
    """What goes without saying: Vietnamese millions are of a month, tens of thousands of euros of a year."""
    if money.currency == "VND" and 2e6 <= money.high <= 3e8:
        return "month"
    if money.currency == "CNY" and 2e3 <= money.high <= 1e5:
        return "month" if money.shortened else None
    if (money.currency == "JPY" and money.high >= 2e6) or (money.currency == "INR" and money.shortened):
        return "year"
    if money.currency in ("EUR", "USD", "GBP", "CHF", "CAD", "AUD", "NZD", "SGD") and 15_000 <= money.low <= 1e6:
        return "year"
    return None


def _plausible(money: Money, period: SalaryPeriod | None) -> bool:
    if period is None:
        return money.high >= 5
    least, most = _YEAR_RANGE.get(money.currency or "", _USUAL_RANGE)
    yearly = money.high * _PER_YEAR[period]
    # A part-time year is less than a full one; two orders between the bounds are two different things.
    return least / 4 <= yearly <= most and money.low * 20 >= money.high
