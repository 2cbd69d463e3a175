"""How a document writes its dates, and what is left of a date once it is written."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from eval.generator.locale import Locale

_DASHES = (" – ", " - ", "–", " — ", " / ", "-")


@dataclass(frozen=True)
class Dating:
    """One form for all dates of a document."""

    locale: Locale
    form: str
    joint: str
    present: str
    since: str
    """How an open span is written with its start; empty: as start, joint, present."""

    @property
    def yearly(self) -> bool:
        """Whether months are not written."""
        return "Mon" not in self.form and "MON" not in self.form and "{M" not in self.form

    def point(self, date: str) -> str:
        """A `YYYY-MM` in words."""
        year, month = date.split("-")
        mon, long = self.locale.months_short[int(month) - 1], self.locale.months[int(month) - 1]
        return self.form.format(
            Y=year, yy=year[2:], MM=month, M=int(month), Mon=mon.rstrip(".") if "{Mon}." in self.form else mon,
            MON=mon.upper(), Month=long,
        )  # fmt: skip

    def span(self, start: str, end: str) -> str:
        """A span in words; an empty end is open."""
        if not end and self.since:
            return self.since.format(self.point(start))
        first, last = self.point(start), self.point(end) if end else self.present
        return first if first == last else f"{first}{self.joint}{last}"

    def kept(self, date: str) -> str:
        """The date as far as it is written."""
        return date[:4] if self.yearly else date


def draw(rng: Random, locale: Locale) -> Dating:
    """A form, its joint, its word for an open end."""
    form = rng.choice(locale.date_forms)
    joints = [*_DASHES[:4], *_DASHES[:2], *(f" {word} " for word in locale.to)]
    if form in ("{MM}/{Y}", "{Y}"):
        joints.append(_DASHES[5])
    since = rng.choice(locale.since) if locale.since and rng.random() < 0.2 else ""
    return Dating(locale, form, rng.choice(joints), rng.choice(locale.present), since)
