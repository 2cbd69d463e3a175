"""What the terms and the nature of a kind of source ask of those who read it or show its postings."""

from __future__ import annotations

from dataclasses import dataclass

from schema.jobs import BoardKind


@dataclass(frozen=True, slots=True)
class SourceTerms:
    """`least_minutes` between two refreshes; `credit` is the name to show, beside a link to the posting's own page."""

    least_minutes: int = 5
    credit: str | None = None
    needs_admin: bool = False
    """Reads the server's own files, or acts in its name past the guarded client."""


_USUAL = SourceTerms()
_TERMS: dict[BoardKind, SourceTerms] = {
    "remoteok": SourceTerms(least_minutes=60, credit="Remote OK"),
    # at most four calls a day
    "remotive": SourceTerms(least_minutes=390, credit="Remotive"),
    "arbeitnow": SourceTerms(least_minutes=30),
    "himalayas": SourceTerms(least_minutes=30, credit="Himalayas"),
    "jobicy": SourceTerms(least_minutes=60, credit="Jobicy"),
    "weworkremotely": SourceTerms(least_minutes=60, credit="We Work Remotely"),
    "themuse": SourceTerms(least_minutes=30),
    "adzuna": SourceTerms(least_minutes=60, credit="Adzuna"),
    "hn_hiring": SourceTerms(least_minutes=60),
    "jobspy": SourceTerms(least_minutes=120, needs_admin=True),
    "file": SourceTerms(needs_admin=True),
}


def terms_of(kind: BoardKind) -> SourceTerms:
    """The terms of a kind; the public boards of applicant tracking systems are there to be read and have none."""
    return _TERMS.get(kind, _USUAL)
