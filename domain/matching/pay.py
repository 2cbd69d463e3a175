"""Pay by the year, so that what is offered and what is wanted can be compared. Other currencies are not converted."""

from __future__ import annotations

from domain.matching.facts import Pay
from schema.jobs import Salary, SalaryFloor, SalaryPeriod

_PER_YEAR: dict[SalaryPeriod, int] = {"hour": 2080, "day": 260, "week": 52, "month": 12, "year": 1}
"""Full time: 40 hours a week, 5 days a week."""

MOST = 2_000_000_000
"""No pay is compared beyond this: it is a mistake of a feed."""


def offered_pay(salary: Salary | None) -> Pay | None:
    """What a posting offers a year; None without currency and period, or without an amount."""
    if salary is None or not salary.currency or not salary.period or not (salary.minimum or salary.maximum):
        return None
    low, high = (_yearly(amount, salary.period) for amount in (salary.minimum, salary.maximum))
    return Pay(low=low, high=high, currency=salary.currency.upper())


def wanted_pay(floor: SalaryFloor | None) -> Pay | None:
    """The least that somebody wants to hear about, a year."""
    return None if floor is None else Pay(low=_yearly(floor.amount, floor.period), currency=floor.currency)


def _yearly(amount: float | None, period: SalaryPeriod) -> int | None:
    return min(MOST - 1, round(amount * _PER_YEAR[period])) if amount else None
