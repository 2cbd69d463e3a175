"""A posting's facts for matching. The board's own fields come first; prose fills what they leave open."""

from __future__ import annotations

import re
from collections.abc import Iterable

from domain.matching.cues import cue, plain
from domain.matching.facts import JobFacts, Seen, SkillAsked
from domain.matching.languages import level_in, named_languages
from domain.matching.licences import asks_licence, licence_keys
from domain.matching.pay import offered_pay
from domain.matching.posting_text import PostingLine, asked_months, posting_lines
from domain.matching.rubric import INFERRED
from domain.matching.skill_names import skill_mentions, skill_names
from domain.matching.titles import ENTRY, LEAD, MID, SENIOR, family_by_skills, family_of, level_of, title_words
from schema.countries import folded
from schema.jobs import EmploymentType, Posting, Workplace


def job_facts(posting: Posting) -> JobFacts:
    """Facts of one posting; the same posting gives the same facts on any day."""
    lines = list(posting_lines(posting.description))
    must, nice = _skills(posting, lines)
    months = posting.experience_months if posting.experience_months is not None else asked_months(lines)
    licence = _licence(lines)
    family = family_of(posting.title)
    return JobFacts(
        title=posting.title,
        company=posting.company,
        family=family or family_by_skills([*must, *nice]),
        family_weight=1000 if family else INFERRED,
        words=sorted(title_words(posting.title)),
        level=_level(posting, months),
        months=months,
        must=must,
        nice={name: seen for name, seen in nice.items() if name not in must},
        languages=_languages(lines),
        licence=licence,
        licence_words=licence_keys(licence.text) if licence else [],
        workplace=_workplace(posting, lines),
        countries=_unique(place.country for place in posting.locations),
        cities=_unique(folded(place.city) if place.city else None for place in posting.locations),
        remote_scope=posting.remote_scope,
        employment_types=_employment(posting),
        pay=offered_pay(posting.salary),
        complete=posting.description_complete,
    )


def _unique(values: Iterable[str | None]) -> list[str]:
    return list(dict.fromkeys(value for value in values if value))


def _skills(posting: Posting, lines: list[PostingLine]) -> tuple[dict[str, SkillAsked], dict[str, SkillAsked]]:
    """(required, welcome). Listed skills are required unless the prose calls them welcome.

    Without any list or heading all skills that the prose names are taken as required.
    """
    found: dict[str, dict[str, SkillAsked]] = {"must": {}, "nice": {}, "tasks": {}, "other": {}}
    for line in lines:
        for mention in skill_mentions(
            line.text, skills_context=line.section in ("must", "nice") and _is_list(line.text)
        ):
            found[line.section].setdefault(mention.canonical, SkillAsked(text=mention.raw, at=line.section))
    for raw in posting.skills:
        for name in skill_names(raw):
            if name in found["must"] or name not in found["nice"]:
                found["must"].setdefault(name, SkillAsked(text=raw, at="skills"))
    if not found["must"]:
        return {**found["tasks"], **found["other"]}, found["nice"]
    return found["must"], {**found["tasks"], **found["nice"]}


def _is_list(text: str) -> bool:
    """A line of skills and nothing else: "Go, Rust" is one, "Go-getter, production experience with us" is not."""
    return all(len(part.split()) <= 2 for part in re.split(r"[,;/|]", text))


def _level(posting: Posting, months: int | None) -> int | None:
    named = level_of(posting.title)
    if named is None and posting.seniority:
        named = level_of(posting.seniority)
    if named is not None:
        return named
    if months is None:
        return None
    return ENTRY if months < 12 else MID if months < 48 else SENIOR if months < 96 else LEAD


def _languages(lines: list[PostingLine]) -> dict[str, int | None]:
    """Languages that are required: named beside a level or a word about languages, and not as welcome."""
    asked: dict[str, int | None] = {}
    for line in lines:
        if line.section in ("nice", "tasks") or len(line.text) > 300:
            continue
        words = plain(line.text)
        level = level_in(words)
        if level is not None or cue("language_mention", "asked").search(words):
            for code, _ in named_languages(line.text):
                asked.setdefault(code, level)
    return asked


def _licence(lines: list[PostingLine]) -> Seen | None:
    """The first line that asks for a licence; outside the requirements only where the word for licences stands."""
    for line in lines:
        if line.section not in ("must", "other") or len(line.text) > 200:
            continue
        if asks_licence(line.text) if line.section == "must" else cue("inline", "licence").search(plain(line.text)):
            return Seen(text=line.text, at=line.section)
    return None


def _workplace(posting: Posting, lines: list[PostingLine]) -> Workplace:
    if posting.workplace != "unknown":
        return posting.workplace
    text = plain(" ".join([posting.title, *(line.text for line in lines), *(place.raw for place in posting.locations)]))
    if cue("inline", "hybrid").search(text):
        return "hybrid"
    if cue("inline", "remote").search(text) and not cue("inline", "not_remote").search(text):
        return "remote"
    return "onsite" if cue("inline", "onsite").search(text) else "unknown"


def _employment(posting: Posting) -> list[EmploymentType]:
    kinds = posting.employment_types or [posting.employment_type]
    return [kind for kind in kinds if kind != "unknown"]
