"""How boards name kinds of employment, places of work and pay, in our words."""

from __future__ import annotations

import re

from adapters.boards.jsonld_values import as_number
from schema.jobs import EmploymentType, Salary, SalaryPeriod, Workplace

# In this order: "permanent part-time" is part time, "temporary contract" is temporary.
_EMPLOYMENT: tuple[tuple[EmploymentType, str], ...] = (
    ("intern", r"intern|internship|praktik\w*|stage|stagiaire|trainee|apprentice\w*|co op|staz|staż|thuc tap|thực tập"),
    ("volunteer", r"volunteer\w*"),
    ("per_diem", r"per diem|on call|casual"),
    ("temporary", r"temporary|temp|seasonal|fixed term|limited term|befristet|cdd|temporal|temporario|temporário"),
    ("contract", r"contract|contractor|freelance\w*|independent|b2b|consultant"),
    ("part_time", r"part time|parttime|teilzeit|temps partiel|tiempo parcial|meio periodo|ban thoi gian|bán thời gian"),
    (
        "full_time",
        r"full time|fulltime|vollzeit|temps plein|tiempo completo|tempo integral|toan thoi gian|toàn thời gian",
    ),
)
_PERMANENT = re.compile(r"\b(?:permanent|regular|unbefristet|cdi|festanstellung)\b")
_REMOTE = re.compile(r"\b(?:fully[ -])?remote(?:ly)?\b|\bwork from home\b|\btelecommut\w*", re.IGNORECASE)
_HYBRID = re.compile(r"\bhybrid\b", re.IGNORECASE)
_WORKPLACES: dict[str, Workplace] = {
    "remote": "remote", "fullyremote": "remote", "fully": "remote", "hybrid": "hybrid",
    "onsite": "onsite", "inoffice": "onsite", "office": "onsite", "inperson": "onsite",
}  # fmt: skip
_PERIODS: tuple[tuple[SalaryPeriod, str], ...] = (
    ("hour", r"hour|hourly|hr"), ("day", r"day|daily"), ("week", r"week|weekly"), ("month", r"month|monthly"),
    ("year", r"year|yearly|annual|annually|annum"),
)  # fmt: skip


def employment_types(*labels: str) -> list[EmploymentType]:
    """All kinds that some labels name, most telling first; a permanent post without hours said is full time."""
    text = " ; ".join(_spaced(label) for label in labels)
    found = [kind for kind, pattern in _EMPLOYMENT if re.search(rf"\b(?:{pattern})\b", text)]
    return found or (["full_time"] if _PERMANENT.search(text) else [])


def workplace(label: str) -> Workplace:
    """The place of work that a board's own value names, whatever its case and dashes."""
    return _WORKPLACES.get(re.sub(r"[^a-z]", "", label.lower()), "unknown")


def workplace_in(*labels: str) -> Workplace:
    """The place of work that labels of locations mention; `Berlin` alone says nothing about it."""
    text = " ; ".join(labels)
    return "hybrid" if _HYBRID.search(text) else "remote" if _REMOTE.search(text) else "unknown"


def workplace_of(*, remote: object = None, hybrid: object = None, onsite: object = None) -> Workplace:
    """From flags; hybrid outweighs remote, which boards set for both. False alone is no answer but `onsite`'s own."""
    return "hybrid" if hybrid is True else "remote" if remote is True else "onsite" if onsite is True else "unknown"


def salary_period(label: str) -> SalaryPeriod | None:
    """The time that pay is for, such as `per-year-salary`; None for several of it (`2 WEEK`) and for a single sum."""
    text = _spaced(label)
    number = re.search(r"\d+(?:\.\d+)?", text)
    if number and float(number[0]) != 1:
        return None
    return next((period for period, pattern in _PERIODS if re.search(rf"\b(?:{pattern})\b", text)), None)


def stated_salary(low: object, high: object, currency: str, period: str, *, per: float = 1.0) -> Salary | None:
    """Pay of a board's own fields; 0 and nothing are unknown. `per` is how many of the given unit make a whole one."""
    least, most = as_number(low), as_number(high)
    if least is None and most is None:
        return None
    if least is not None and most is not None and least > most:
        least, most = most, least
    return Salary(
        minimum=None if least is None else least / per,
        maximum=None if most is None else most / per,
        currency=currency.upper() if re.fullmatch("[a-zA-Z]{3}", currency) else None,
        period=salary_period(period),
        source="stated",
    )


def _spaced(label: str) -> str:
    """Lower case, camel case and all signs but a decimal point to blanks."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", label)
    return " ".join(re.sub(r"[^\w.]+|_", " ", apart).lower().split())


def salary_in_words(words: str) -> Salary | None:
    """Pay that a board gives as words only: kept for the reader of words, its bounds unknown here."""
    return Salary(source="parsed", raw=words[:200]) if re.search(r"\d", words) else None
