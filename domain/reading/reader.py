"""A document into a profile, by rules alone: the same document gives the same bytes, in any process."""

from __future__ import annotations

from datetime import date

from domain.reading.basics import read_basics
from domain.reading.certificates import read_certificates, read_publications
from domain.reading.contact import read_contact
from domain.reading.education import read_education
from domain.reading.evidence import Ledger
from domain.reading.experience import read_projects, read_work
from domain.reading.gutter import unfold
from domain.reading.judging import judge
from domain.reading.lexicon import lexicon
from domain.reading.memory import one_reading
from domain.reading.own_export import read_own_export
from domain.reading.people import second_person
from domain.reading.quality import covered_share, measured
from domain.reading.recognition import dated_entries, reasons_against
from domain.reading.sections import Row, Section, SectionKind, rows_of
from domain.reading.skill_lists import read_skills, skills_in_prose
from domain.reading.splitting import split_sections
from domain.reading.spoken_languages import read_languages, sort_lists
from schema.document import Document, DocumentQuality
from schema.profile import (
    Analyser,
    Evidence,
    Meta,
    Profile,
    VitaeflowMeta,
)

VERSION = "2"
"""Changes when the same document may give another profile."""

_LITTLE = 0.4
"""Share of the text in the profile below which something was misread: ordinary résumés have twice as much."""

_ANALYSER = Analyser(kind="rules", name="vitaeflow-rules", version=VERSION)


def _rows(sections: list[Section], *kinds: SectionKind) -> list[Row]:
    return [row for section in sections if section.kind in kinds for row in section.rows]


def _warnings(profile: Profile, sections: list[Section]) -> list[str]:
    """What a reader should know about the reading; pointers and counts, never words of the résumé."""
    found: list[str] = []
    if not profile.basics.email and not profile.basics.phone:
        found.append("/basics: no e-mail address and no telephone number found")
    if len(sections) == 1:
        found.append("no section heading was recognised; the document may not be a résumé")
    if not profile.work and not profile.education:
        found.append("/work: neither work nor education found")
    undated = sum(1 for work in profile.work if not work.start_date)
    if undated:
        found.append(f"/work: {undated} of {len(profile.work)} entries have no start date")
    return found


def _uncovered(document: Document, quality: DocumentQuality) -> list[str]:
    """A résumé of which little ended in the profile was probably misread, and its score with it."""
    if quality.state != "ok" or document.data is not None or quality.covered >= _LITTLE:
        return []
    return [f"only {quality.covered:.0%} of the text ended in the profile; the layout may have been misread"]


@one_reading()
def read_resume(document: Document, *, as_of: date, linkedin_url: str | None = None) -> Profile:
    """Read a résumé by rules, with evidence for every value under its JSON Pointer.

    `as_of` ends open spans and is the only clock; `linkedin_url` is what the user gave, kept apart from what was read.
    `meta.vitaeflow.quality.state` says what became of it. A document that is no résumé, or no words at all, gives an
    empty profile with that state, never an invented person; of several people's résumés the first is read. An export
    of ours is read by its own grammar.
    """
    if (own := read_own_export(document)) is not None:
        profile, evidence = own
        return describe(profile, evidence, [], document, as_of, linkedin_url)
    quality = measured(document)
    if quality.state != "ok":
        return describe(Profile(), {}, [], document, as_of, linkedin_url, quality)
    text, ledger = document.text, Ledger("rules", document)
    sections = split_sections(unfold(rows_of(document), text))
    language = lexicon().language_of(section.heading.text for section in sections if section.heading)
    contact = read_contact(sections, text, language=language)
    if begin := second_person(sections, contact.name.value if contact.name else None):
        return _read_first(document, quality, begin, as_of, linkedin_url)
    if reasons := reasons_against(sections, contact):
        quality.state, quality.reasons = "not_a_resume", reasons
        return describe(Profile(), {}, sections, document, as_of, linkedin_url, quality)
    basics = read_basics(contact, sections, text, ledger)
    lists = sort_lists(sections, ledger.found.get("/basics/summary"))
    profile = Profile(
        basics=basics,
        work=read_work(_rows(sections, "work"), text, ledger),
        education=read_education(_rows(sections, "education"), ledger),
        skills=read_skills(lists.skills, text, ledger),
        languages=read_languages(lists.languages, ledger),
        certificates=read_certificates(lists.certificates, text, ledger),
        projects=read_projects(_rows(sections, "projects"), text, ledger),
        publications=read_publications(_rows(sections, "publications"), text, ledger),
    )
    if not profile.skills:
        prose = [row.span for row in _rows(sections, "summary", "work", "projects")]
        profile.skills = skills_in_prose(prose, ledger)
    if not _says_something(profile) and not dated_entries([row for section in sections for row in section.rows]):
        quality.state, quality.reasons = "not_a_resume", ["no way to reach anybody, no work and no education was read"]
        return describe(Profile(), {}, sections, document, as_of, linkedin_url, quality)
    return describe(profile, ledger.found, sections, document, as_of, linkedin_url, quality)


def _says_something(profile: Profile) -> bool:
    """There is a person to reach, a job, a course of study, or at least two other parts of a résumé."""
    parts = (profile.skills, profile.languages, profile.certificates, profile.projects, profile.publications)
    reach = profile.basics.email or profile.basics.phone
    return bool(reach or profile.work or profile.education) or sum(map(bool, (*parts, profile.basics.summary))) >= 2


def _read_first(
    document: Document, quality: DocumentQuality, end: int, as_of: date, linkedin_url: str | None
) -> Profile:
    """The résumé of the first person, whose part ends at character `end`; `quality` and state are of the whole file."""
    lines = [line for line in document.lines if line.end < end]
    part = document.model_copy(update={"text": document.text[: end - 1], "lines": lines, "quality": None})
    profile = read_resume(part, as_of=as_of, linkedin_url=linkedin_url)
    meta = profile.meta.vitaeflow
    if meta and meta.quality and meta.quality.state == "ok":
        page = next(line.page for line in document.lines if line.start >= end)
        reason = f"another person's résumé begins on page {page} at character {end}; only the first was read"
        quality.state, quality.reasons = "several_people", [reason]
        quality.covered = covered_share(document, meta.evidence.values())
        meta.quality = quality
        meta.warnings.append(reason)
    return profile


def describe(
    profile: Profile,
    evidence: dict[str, Evidence],
    sections: list[Section],
    document: Document,
    as_of: date,
    linkedin_url: str | None,
    quality: DocumentQuality | None = None,
) -> Profile:
    """The profile with its `meta`: who read it, the evidence, and what follows from the facts and from the file."""
    quality = quality or measured(document)
    quality.covered = covered_share(document, evidence.values())
    profile.meta = Meta(
        vitaeflow=VitaeflowMeta(
            analyser=_ANALYSER,
            as_of=as_of.isoformat(),
            engine=document.engine,
            linkedin_url=linkedin_url,
            evidence=evidence,
            quality=quality,
            flags=[flag.model_dump(exclude_none=True) for flag in document.flags],
            warnings=[*_warnings(profile, sections), *_uncovered(document, quality)],
        )
    )
    judge(profile, as_of)
    return profile
