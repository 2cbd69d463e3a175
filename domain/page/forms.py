"""Values in a line of print that can be taken apart again.

A form has a natural way to show its values (`Engineer — Lantern & Sons`) and patterns that read it. Before a line is
printed it is read; where that does not give the same values back (an employer with a dash in its name, digits beside
Arabic), every value gets a line with a label instead.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from domain.page.look import reads_one_way

NOTHING = "—"
"""Stands where an entry has no heading of its own."""

Values = Mapping[str, str]
Spans = dict[str, tuple[int, int]]
"""Start and end of each value within a line of text."""

_DATE = r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?"
DATE = re.compile(_DATE)
"""`YYYY`, `YYYY-MM` or `YYYY-MM-DD`."""


@dataclass(frozen=True)
class Form:
    """`labels` by key, in printing order; `show` writes values in the natural way, `patterns` read it by group name."""

    labels: Mapping[str, str]
    show: Callable[[Values], str]
    patterns: tuple[re.Pattern[str], ...]
    by_label: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_label", {label: key for key, label in self.labels.items()})

    def read_label(self, text: str) -> Spans | None:
        """`Employer: Lantern & Sons`; None if the line has no label of this form."""
        label, colon, value = text.partition(": ")
        key = self.by_label.get(label)
        return {key: (len(label) + 2, len(text))} if key and colon and value else None

    def read(self, text: str) -> Spans | None:
        """Where the values stand, in either way of writing; None if the line is not of this form."""
        if text == NOTHING:
            return {}
        if labelled := self.read_label(text):
            return labelled
        for pattern in self.patterns:
            if found := pattern.fullmatch(text):
                return {key: found.span(key) for key, value in found.groupdict().items() if value}
        return None

    def natural(self, values: Values) -> str | None:
        """The natural line, or None if it would be read as something else."""
        text = self.show(values)
        return text if text and reads_one_way(text) and taken(self.read(text), text) == values else None

    def labelled(self, values: Values) -> list[str]:
        """A line per value."""
        return [f"{label}: {values[key]}" for key, label in self.labels.items() if key in values]

    def lines(self, values: Values) -> list[str]:
        """The natural line with as many of the first values as can be read back; the others get a line each."""
        keys = [key for key in self.labels if key in values]
        for count in range(len(keys), 0, -1):
            if natural := self.natural({key: values[key] for key in keys[:count]}):
                return [natural, *self.labelled({key: values[key] for key in keys[count:]})]
        return self.labelled(values)


def taken(spans: Spans | None, text: str) -> dict[str, str] | None:
    """The values at these spans."""
    return None if spans is None else {key: text[start:end] for key, (start, end) in spans.items()}


def joined(separator: str, *parts: str | None) -> str:
    """The parts that say something with `separator` between."""
    return separator.join(part for part in parts if part)


def pair(first: str, second: str, labels: Mapping[str, str], date: str = "") -> Form:
    """`first — second (date)`: the second and the date may be missing."""
    dated = rf"(?: \((?P<{date}>{_DATE})\))?" if date else ""
    side = r"(?:(?! — ).)+?"
    pattern = re.compile(rf"(?P<{first}>{side})(?: — (?P<{second}>{side}))?{dated}")

    def show(values: Values) -> str:
        when = values.get(date)
        text = joined(" — ", values.get(first), values.get(second))
        return joined(" ", text, f"({when})" if when else "")

    return Form(labels, show, (pattern,))


def single(key: str, label: str) -> Form:
    """One value alone."""
    return Form({key: label}, lambda values: values.get(key, ""), (re.compile(rf"(?P<{key}>.+)"),))


def _course(values: Values) -> str:
    return joined(" — ", joined(", ", values.get("studyType"), values.get("area")), values.get("institution"))


COURSE = Form(
    {"studyType": "Degree", "area": "Field", "institution": "Institution"},
    _course,
    (
        re.compile(
            r"(?:(?P<studyType>(?:(?!, | — ).)+)(?:, (?P<area>(?:(?! — ).)+))? — )?(?P<institution>(?:(?! — ).)+)"
        ),
    ),
)
"""`MSc, Physics — University`."""


def _group(values: Values) -> str:
    level, name = values.get("level"), values.get("name", "")
    return joined(": ", f"{name} ({level})" if level else name, values.get("keywords")) if name else ""


_GROUP = re.compile(r"(?P<name>(?:(?!: ).)+?)(?: \((?P<level>[^()]+)\))?(?:: (?P<keywords>.+))?")

SKILL = Form({"name": "Name", "level": "Level", "keywords": "Keywords"}, _group, (_GROUP,))
"""`Databases (expert): SQL, Redis`."""

INTEREST = Form({"name": "Name", "keywords": "Keywords"}, _group, (_GROUP,))
"""`Sailing: dinghies, knots`."""


def _when(values: Values) -> str:
    start, end = values.get("startDate"), values.get("endDate")
    return joined(" · ", f"{start} – {end or 'present'}" if start else end, values.get("location"))


WHEN = Form(
    {"startDate": "Start", "endDate": "End", "location": "Location"},
    _when,
    (
        re.compile(
            rf"(?:(?P<startDate>{_DATE}) – )?(?:present|(?P<endDate>{_DATE}))(?: · (?P<location>.+))?",
        ),
    ),
)
"""`2021-03 – present · Place`; an entry that ended and has no start shows its end alone."""
