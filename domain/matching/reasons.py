"""Lines for and against, each with the words of both sides that it rests on."""

from __future__ import annotations

from dataclasses import dataclass, field

from domain.matching.facts import Seen
from schema.jobs import Quote, Reason

_LOCATION, _LANGUAGES, _WORK, _SKILLS = "/basics/location", "/languages", "/work", "/skills"


@dataclass
class Reasons:
    """Collected in the order they are to be read."""

    pros: list[Reason] = field(default_factory=list)
    cons: list[Reason] = field(default_factory=list)

    def add(
        self, good: bool, code: str, text: str, *, resume: Quote | None = None, posting: Quote | None = None
    ) -> None:
        """One line; `code` names what it is about, whatever the words are."""
        (self.pros if good else self.cons).append(Reason(code=code, text=text, resume=resume, posting=posting))


def seen(fact: Seen | None) -> Quote | None:
    """A fact as evidence."""
    return Quote(text=fact.text, at=fact.at) if fact else None


def said(text: str, at: str) -> Quote | None:
    """Words as evidence; None where there are none."""
    return Quote(text=text, at=at) if text else None


def at_home(text: str) -> Quote | None:
    """Where the résumé says that its person lives."""
    return said(text, _LOCATION)


def spoken(text: str) -> Quote | None:
    """The résumé's languages."""
    return said(text, _LANGUAGES)


def worked(text: str) -> Quote | None:
    """The résumé's roles."""
    return said(text, _WORK)


def listed(text: str) -> Quote | None:
    """The résumé's skills."""
    return said(text, _SKILLS)
