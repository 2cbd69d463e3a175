"""The sections of the page in their order, and what an entry of each is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from domain.page.forms import COURSE, INTEREST, SKILL, Form, pair, single

SUMMARY, ANALYSIS = "Summary", "AI Analysis"


@dataclass(frozen=True)
class Extra:
    """A line `Label: value` at the end of an entry; `many` values are listed after it."""

    key: str
    label: str
    many: bool = False


@dataclass(frozen=True)
class Section:
    """An entry is a heading (`head`), dates, an address, paragraphs (`prose`), bullets and extras, in this order.

    `key` is the section's in JSON Resume. `many` names the list that is part of the heading, if it can be.
    """

    title: str
    key: str
    head: Form
    kind: Literal["entry", "item"] = "item"
    many: str | None = None
    dated: bool = False
    url: bool = False
    prose: str | None = None
    bullets: str | None = None
    extras: tuple[Extra, ...] = ()


SECTIONS = (
    Section("Skills", "skills", SKILL, many="keywords"),
    Section(
        "Experience", "work", pair("position", "name", {"position": "Position", "name": "Employer"}),
        kind="entry", dated=True, url=True, prose="summary", bullets="highlights",
    ),
    Section(
        "Education", "education", COURSE, kind="entry", dated=True,
        extras=(Extra("score", "Score"), Extra("courses", "Courses", many=True)),
    ),
    Section(
        "Projects", "projects", single("name", "Name"), kind="entry", dated=True, url=True, prose="description",
        bullets="highlights", extras=(Extra("keywords", "Keywords", many=True),),
    ),
    Section(
        "Certificates", "certificates",
        pair("name", "issuer", {"name": "Name", "issuer": "Issuer", "date": "Date"}, "date"), url=True,
    ),
    Section("Languages", "languages", pair("language", "fluency", {"language": "Language", "fluency": "Fluency"})),
    Section(
        "Volunteering", "volunteer", pair("position", "organization", {"position": "Position", "organization": "For"}),
        kind="entry", dated=True, url=True, prose="summary", bullets="highlights",
    ),
    Section(
        "Publications", "publications",
        pair("name", "publisher", {"name": "Name", "publisher": "Publisher", "releaseDate": "Date"}, "releaseDate"),
        url=True, prose="summary",
    ),
    Section(
        "Awards", "awards", pair("title", "awarder", {"title": "Title", "awarder": "Awarder", "date": "Date"}, "date"),
        prose="summary",
    ),
    Section("Interests", "interests", INTEREST, many="keywords"),
    Section("References", "references", single("name", "Name"), prose="reference"),
)  # fmt: skip

TITLES = (SUMMARY, *(section.title for section in SECTIONS), ANALYSIS)
"""Headings in the order of the page; those without content are left out."""
