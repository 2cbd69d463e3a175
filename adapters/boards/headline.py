"""One line that says a whole posting: `Company | Role | Location | REMOTE | Full-time | $100k | address`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from adapters.boards.jsonld_values import as_web_address
from adapters.boards.vocabulary import employment_types, workplace_in
from schema.jobs import EmploymentType, Workplace

_ADDRESS = re.compile(r"https?://[^\s|()<>]+")
_BARE_ADDRESS = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}(?:/\S*)?", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\s*\([^()]*\)")
_EMPLOYMENT_ONLY = re.compile(
    r"(?:(?:full|part)[\s-]?time|full|part|contract(?:ors?|ing)?|freelance|permanent|intern(?:s|ships?)?|w2|b2b"
    r"|ft|pt|or|and|only|employees?|positions?|[\s/,&+()-])+",
    re.IGNORECASE,
)
_WORKPLACE = re.compile(r"\b(?:remote|on-?\s?site|hybrid|in[- ](?:office|person)|wfh)\b", re.IGNORECASE)
_ONSITE = re.compile(r"\bon-?\s?site\b|\bin[- ](?:office|person)\b", re.IGNORECASE)
_SAYS_NO_PLACE = re.compile(r"\b(?:or|and|ok|only|friendly|possible|first|fully|work|optional)\b|[^\w]+", re.IGNORECASE)
_PAY = re.compile(r"[$€£¥₹]\s?\d|\b\d{2,3}\s?k\b|\b(?:usd|eur|gbp|chf|cad)\s?\d|\b(?:salary|equity)\b", re.IGNORECASE)
_VISA = re.compile(r"\bvisas?\b", re.IGNORECASE)
_ROLE = re.compile(
    r"\b(?:engineers?|developers?|programmers?|devops|sre|designers?|scientists?|researchers?|analysts?|architects?"
    r"|managers?|leads?|head|director|vp|cto|ceo|coo|cfo|founding|founders?|cofounders?|product|marketing|sales|support"
    r"|recruiters?|writers?|consultants?|administrators?|admins?|operations|specialists?|associates?|assistants?"
    r"|technicians?|officers?|accountants?|lawyers?|counsel|nurses?|teachers?|instructors?|editors?|roles?"
    r"|full[\s-]?stack|front[\s-]?end|back[\s-]?end|various|multiple|several|qa|ux|ui)\b",
    re.IGNORECASE,
)
MOST_PARTS = 20


@dataclass(frozen=True, slots=True)
class Headline:
    """What a line says; empty where it does not."""

    company: str
    title: str
    places: tuple[str, ...] = ()
    workplace: Workplace = "unknown"
    employment: tuple[EmploymentType, ...] = ()
    pay: str = ""
    address: str | None = None


def read_headline(line: str) -> Headline | None:
    """The parts of a line between bars, by what they look like; None without a company and a role."""
    parts = [part.strip() for part in line.split("|")][:MOST_PARTS]
    if len(parts) < 2:
        return None
    company = _IN_BRACKETS.sub("", _ADDRESS.sub("", parts[0])).strip(" -–—:,")
    found = _ADDRESS.search(line)
    rest = [bare for part in parts[1:] if (bare := _ADDRESS.sub("", part).strip(" -–—:,")) and not _is_aside(bare)]
    employment = [part for part in rest if _EMPLOYMENT_ONLY.fullmatch(part)]
    pay = [part for part in rest if part not in employment and _PAY.search(part) and not _ROLE.search(part)]
    named = [part for part in rest if part not in employment and part not in pay]
    title = _title(named)
    if not company or not title:
        return None
    others = [part for part in named if part != title]
    return Headline(
        company=company,
        title=title,
        places=tuple(part for part in others if _names_place(part)),
        workplace=_workplace(rest),
        employment=tuple(employment_types(*employment)),
        pay=" | ".join(pay),
        address=as_web_address(found[0].rstrip(".,;:")) if found else None,
    )


def _is_aside(part: str) -> bool:
    return bool(_BARE_ADDRESS.fullmatch(part) or _VISA.search(part))


def _title(parts: Sequence[str]) -> str | None:
    """The first part with a word for an occupation; else the first that is no place of work."""
    roles = [part for part in parts if _ROLE.search(part) and not _WORKPLACE.match(part)]
    return next(iter(roles or [part for part in parts if not _WORKPLACE.search(part)]), None)


def _names_place(part: str) -> bool:
    if _ROLE.search(part) and not _WORKPLACE.search(part):
        return False
    return bool(_SAYS_NO_PLACE.sub("", _WORKPLACE.sub("", part)))


def _workplace(parts: Sequence[str]) -> Workplace:
    """On site and remote side by side leave the choice, which is neither."""
    said = workplace_in(*parts)
    onsite = any(_ONSITE.search(part) for part in parts)
    if said == "unknown":
        return "onsite" if onsite else "unknown"
    return "unknown" if said == "remote" and onsite else said
