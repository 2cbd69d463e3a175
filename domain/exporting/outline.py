"""The profile as a page of text: one list of blocks that the PDF and the DOCX renderer both draw.

The wording is fixed, because résumé readers (ours among them) read these files back: the section names, an em dash
between role and employer, dates exactly as precise as in the profile.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from domain.exporting.analysis_outline import analysis_blocks
from domain.exporting.blocks import Block, bullets, clean, joined
from schema.profile import Basics, Education, Profile, Project, Skill, SocialProfile, Work


def outline(profile: Profile) -> list[Block]:
    """All blocks in reading order; a section without content has no heading."""
    certificates = ((_dated(joined(" — ", x.name, x.issuer), x.date), x.url) for x in profile.certificates)
    languages = ((joined(" — ", x.language, x.fluency), None) for x in profile.languages)
    return [
        *_header(profile),
        *_section("Summary", _paragraphs(profile.basics.summary)),
        *_section("Skills", _each(_skill, profile.skills)),
        *_section("Experience", _each(_work, profile.work)),
        *_section("Education", _each(_education, profile.education)),
        *_section("Projects", _each(_project, profile.projects)),
        *_section("Certificates", _lines(certificates)),
        *_section("Languages", _lines(languages)),
        *_other_sections(profile),
        *_section("AI Analysis", analysis_blocks(profile.meta.vitaeflow)),
    ]


def _section(title: str, blocks: Iterable[Block]) -> list[Block]:
    content = [block for block in blocks if block.text or block.lead]
    return [Block("section", title), *content] if content else []


def _each(render: Any, entries: Iterable[Any]) -> Iterator[Block]:
    for entry in entries:
        yield from render(entry)


def _paragraphs(text: object) -> Iterator[Block]:
    """A value with line breaks is several paragraphs."""
    for line in str(text or "").splitlines():
        yield Block("text", clean(line))


def _lines(lines: Iterable[tuple[str, str | None]]) -> Iterator[Block]:
    for text, url in lines:
        yield Block("text", text)
        yield _link(url)


def _link(url: object) -> Block:
    """A line of its own with the full address, so that it survives printing."""
    text = clean(url)
    return Block("contact", text, url=text if re.match(r"https?://[^\s]+$", text, re.IGNORECASE) else None)


def _dates(start: object, end: object, place: object = None) -> Block:
    """`2021-03 – present · Place`; an entry that ended and has no start shows its end alone."""
    first, last = clean(start), clean(end)
    span = f"{first} – {last or 'present'}" if first else last
    return Block("dates", joined(" · ", span, place))


def _listed(label: str, values: object) -> Block:
    """`Label: a, b`; unknown keys of an imported document may hold something else than a list."""
    text = joined(", ", *values) if isinstance(values, list) else clean(values)
    return Block("text", text, lead=f"{label}: " if text and label else "")


def _dated(text: str, date: object) -> str:
    return joined(" ", text, f"({clean(date)})" if clean(date) else "")


def _header(profile: Profile) -> Iterator[Block]:
    basics = profile.basics
    if name := clean(basics.name):
        yield Block("name", name)
    if label := clean(basics.label):
        yield Block("label", label)
    if contact := joined(" · ", basics.email, basics.phone, _place(basics)):
        yield Block("contact", contact)
    vitaeflow = profile.meta.vitaeflow
    urls = [basics.url, *(_profile_line(x) for x in basics.profiles), vitaeflow.linkedin_url if vitaeflow else None]
    for line in dict.fromkeys(filter(None, map(clean, urls))):
        yield _link(line)


def _place(basics: Basics) -> str:
    place = basics.location
    if place is None:
        return ""
    return joined(", ", place.city, place.region, place.country_code) or joined(", ", place.address, place.postal_code)


def _profile_line(page: SocialProfile) -> str:
    return clean(page.url) or joined(": ", page.network, page.username)


def _skill(skill: Skill) -> Iterator[Block]:
    level = clean(skill.level)
    name = clean(skill.name) + (f" ({level})" if level and clean(skill.name) else "")
    keywords = joined(", ", *skill.keywords)
    yield Block("text", keywords, lead=f"{name}: " if name and keywords else name)


def _work(work: Work) -> Iterator[Block]:
    yield Block("entry", joined(" — ", work.position, work.name))
    yield _dates(work.start_date, work.end_date, work.location)
    yield _link(work.url)
    yield from _paragraphs(work.summary)
    yield from bullets(work.highlights)


def _education(course: Education) -> Iterator[Block]:
    yield Block("entry", joined(" — ", joined(", ", course.study_type, course.area), course.institution))
    yield _dates(course.start_date, course.end_date)
    yield _listed("Score", [course.score])
    yield _listed("Courses", course.courses)


def _project(project: Project) -> Iterator[Block]:
    yield Block("entry", clean(project.name))
    yield _dates(project.start_date, project.end_date)
    yield _link(project.url)
    yield from _paragraphs(project.description)
    yield from bullets(project.highlights)
    yield _listed("Keywords", project.keywords)


def _volunteer(entry: dict[str, Any]) -> Iterator[Block]:
    yield Block("entry", joined(" — ", entry.get("position"), entry.get("organization")))
    yield _dates(entry.get("startDate"), entry.get("endDate"))
    yield _link(entry.get("url"))
    yield from _paragraphs(entry.get("summary"))
    yield from bullets(entry.get("highlights"))


def _award(entry: dict[str, Any]) -> Iterator[Block]:
    yield Block("text", _dated(joined(" — ", entry.get("title"), entry.get("awarder")), entry.get("date")))
    yield from _paragraphs(entry.get("summary"))


def _other_sections(profile: Profile) -> Iterator[Block]:
    """What JSON Resume has and most résumés do not: shown when there, so that no entry is lost on paper."""
    publications = ((_dated(joined(" — ", x.name, x.publisher), x.release_date), x.url) for x in profile.publications)
    references = ((joined(": ", x.get("name"), x.get("reference")), None) for x in profile.references)
    yield from _section("Volunteering", _each(_volunteer, profile.volunteer))
    yield from _section("Publications", _lines(publications))
    yield from _section("Awards", _each(_award, profile.awards))
    yield from _section("Interests", (_interest(entry) for entry in profile.interests))
    yield from _section("References", _lines(references))


def _interest(entry: dict[str, Any]) -> Block:
    name, listed = clean(entry.get("name")), _listed(clean(entry.get("name")), entry.get("keywords"))
    return listed if listed.text else Block("text", name)
