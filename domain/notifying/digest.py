"""Many matches, one message: one line for each vacancy, a few for each company, the best first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from domain.matching.companies import company_key
from schema.notifications import DeliveryPreferences, Digest, DigestLine, MoreOfCompany, NewsItem

_COMPANIES_COUNTED = 20


def make_digest(items: Iterable[NewsItem], wishes: DeliveryPreferences) -> Digest:
    """The message about these matches of one person. The same items in any order give the same message."""
    ordered = sorted(items, key=lambda item: (-item.score, item.job_id))
    lines = _merged(ordered)
    shown, beyond = _capped(lines, wishes)
    return Digest(
        frequency=wishes.frequency,
        total=len(lines),
        postings=len(ordered),
        matches=shown,
        more=beyond,
        not_shown=len(lines) - len(shown),
    )


def _merged(items: Sequence[NewsItem]) -> list[DigestLine]:
    """One vacancy in thirty cities is one line, led by its best posting."""
    vacancies: dict[str, list[NewsItem]] = defaultdict(list)
    for item in items:
        vacancies[item.vacancy].append(item)
    return [_line(postings) for postings in vacancies.values()]


def _line(postings: Sequence[NewsItem]) -> DigestLine:
    best = postings[0]
    return DigestLine(
        **best.model_dump(exclude={"vacancy", "places"}),
        places=list(dict.fromkeys(place for posting in postings for place in posting.places)),
        postings=len(postings),
    )


def _capped(lines: Sequence[DigestLine], wishes: DeliveryPreferences) -> tuple[list[DigestLine], list[MoreOfCompany]]:
    shown: list[DigestLine] = []
    taken: Counter[str] = Counter()
    beyond: dict[str, MoreOfCompany] = {}
    for line in lines:
        company = company_key(line.company) or line.company.casefold().strip()
        if taken[company] >= wishes.per_company:
            beyond.setdefault(company, MoreOfCompany(company=line.company, count=0)).count += 1
        elif len(shown) < wishes.max_lines:
            taken[company] += 1
            shown.append(line)
    most = sorted(beyond.values(), key=lambda more: (-more.count, more.company))
    return shown, most[:_COMPANIES_COUNTED]
