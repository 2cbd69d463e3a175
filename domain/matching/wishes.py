"""Lines about what the person wishes for, where they wish for anything."""

from __future__ import annotations

from collections.abc import Sequence

from domain.matching.companies import company_key
from domain.matching.facts import JobFacts, Pay
from domain.matching.pay import wanted_pay
from domain.matching.reasons import Reasons, said
from domain.matching.rubric import Gate
from schema.jobs import MatchPreferences


def wish_lines(job: JobFacts, wishes: MatchPreferences, gates: Sequence[int], reasons: Reasons) -> None:
    """What the posting says to each wish; unknown stands among what speaks against it."""
    if wishes.employment_types:
        wanted, offered = ", ".join(wishes.employment_types), ", ".join(job.employment_types)
        line = f"Employment: you want {wanted}; posting {offered or 'does not say'}"
        reasons.add(gates[Gate.EMPLOYMENT] > 0, "employment", line, posting=said(offered, "employment_type"))
    if wishes.remote is not None:
        wish = "remote" if wishes.remote else "not remote"
        line = f"Workplace: you want {wish}; posting {job.workplace}"
        reasons.add(gates[Gate.REMOTE] > 0, "workplace", line, posting=said(job.workplace, "workplace"))
    if floor := wanted_pay(wishes.salary_floor):
        offered = _shown(job.pay)
        line = f"Salary: you want {floor.low:,} {floor.currency} a year or more; posting {offered or 'does not say'}"
        reasons.add(gates[Gate.SALARY] > 0, "salary", line, posting=said(offered, "salary"))
    company = company_key(job.company)
    if gates[Gate.COMPANY] < 0:
        reasons.add(False, "company", f"You excluded the company: {job.company}", posting=said(job.company, "company"))
    elif company in {company_key(name) for name in wishes.favourite_companies}:
        line = f"One of your favourite companies: {job.company}"
        reasons.add(True, "company", line, posting=said(job.company, "company"))


def _shown(pay: Pay | None) -> str:
    if pay is None:
        return ""
    bounds = [f"{bound:,}" for bound in (pay.low, pay.high) if bound is not None]
    return f"{'–'.join(bounds)} {pay.currency} a year"
