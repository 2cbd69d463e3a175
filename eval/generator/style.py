"""How one document writes: where dates stand, what comes first, what parts join with, which signs begin a point."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

LAYOUTS = {
    "pdf": ("column", "sidebar-left", "sidebar-right", "label-dates", "label-headings", "grid", "table"),
    "docx": ("column", "table", "sidebar-left", "sidebar-right"),
    "html": ("column", "table", "sidebar-left"),
    "txt": ("column",),
    "md": ("column",),
}
"""File format → layouts it is made in."""

LABELLED = ("label-dates", "table")
"""Layouts with a column of dates."""

_UNLABELLED = ("title-right", "org-right", "one-right", "org-one-right", "dates-first", "brackets", "piped", "stacked",
               "stacked-three", "dates-inline", "org-stacked")  # fmt: skip
_WITH_LABEL = ("label-title", "label-org", "label-one")


@dataclass(frozen=True)
class Style:
    """Drawn once a document; each name tells what it chooses between."""

    layout: str
    work: str
    """Arrangement of a role."""
    education: str
    separator: str
    """Between title and employer on one line."""
    city: str
    """How a role's city is written behind the employer; `{}` is the city; empty: not at all."""
    mark: str
    """Before each point; `prose` joins them into a paragraph."""
    bold: bool
    italic: bool
    skills: str
    languages: str
    certificates: str
    contact: str
    """Joint of the contact line, or `lines`."""
    labelled: bool
    """Whether contact lines say what they are."""
    name: str
    """plain, upper, family-upper, family-first."""
    unusual: float
    """Share of headings that are in no list of headings."""
    order: str
    grouped: bool
    """Two roles under one employer."""
    condensed: bool
    """The oldest roles in one line."""
    points_label: bool
    """A word such as `Tasks` before the points of a role."""
    described: bool
    """A sentence about the employer before the points."""
    rich: float
    """Chance of each further section."""


def draw(rng: Random, layout: str) -> Style:
    """A style that fits the layout."""
    arrangements = _WITH_LABEL if layout in LABELLED else _UNLABELLED
    work = rng.choice(arrangements)
    education = work if rng.random() < 0.6 else rng.choice(arrangements)
    return Style(
        layout=layout,
        work=work,
        education=education,
        separator=rng.choice([", ", " – ", " | ", " · ", " @at ", " / ", " — ", " - "]),
        city=rng.choice(["", "", ", {}", ", {}", " ({})", " – {}", " | {}"]),
        mark=rng.choice(["• ", "• ", "• ", "- ", "– ", "▪ ", "* ", "› ", "→ ", "✓ ", "", "prose"]),
        bold=rng.random() < 0.7,
        italic=rng.random() < 0.3,
        skills=rng.choice(["comma", "comma", "points", "rows", "grid", "pipes", "dots", "groups", "levels", "stacked"]),
        languages=rng.choice(["brackets", "dash", "colon", "right", "inline", "inline-dash", "stacked"]),
        certificates=rng.choice(["brackets", "comma", "year-first", "right", "plain"]),
        contact=rng.choice(["lines", "lines", "stacked", " | ", " • ", " · ", ", ", "   "]),
        labelled=rng.random() < 0.4,
        name=rng.choices(["plain", "upper", "family-upper", "family-first"], [6, 3, 2, 1])[0],
        unusual=rng.choice([0, 0, 0, 0, 0, 0.3, 0.3, 0.6, 1, 1]),
        order=rng.choice(["usual", "usual", "study", "skills", "any"]),
        grouped=rng.random() < 0.15,
        condensed=rng.random() < 0.15,
        points_label=rng.random() < 0.12,
        described=rng.random() < 0.1,
        rich=rng.choice([0, 0.15, 0.3]),
    )
