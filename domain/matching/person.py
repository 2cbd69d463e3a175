"""A profile's facts for matching, each with the place it was read at."""

from __future__ import annotations

import re
from collections.abc import Iterator

from domain.matching.facts import PersonFacts, Seen, TitleFact
from domain.matching.languages import language_code, level_in
from domain.matching.titles import ENTRY, MID, SENIOR, family_of, level_of, title_words
from domain.skills import canonical_skill, category_of, find_skills
from schema.countries import folded
from schema.profile import Profile, Work

CURRENT, EARLIER, OLD = 1000, 800, 500
_RECENT_ROLES = 3


def person_facts(profile: Profile) -> PersonFacts:
    """Facts of one profile; the same profile gives the same facts on any day."""
    titles = list(_titles(profile))
    months = _months_worked(profile)
    place = profile.basics.location
    credentials = [certificate.name for certificate in profile.certificates if certificate.name]
    return PersonFacts(
        skills=_skills(profile),
        titles=titles,
        words=sorted({word for fact in titles[:_RECENT_ROLES] for word in title_words(fact.title)}),
        level=_level(profile, titles, months),
        months=months,
        country=(place.country_code or "").upper() or None if place else None,
        city=folded(place.city) if place and place.city else None,
        languages={
            code: level_in(spoken.fluency)
            for spoken in profile.languages
            if spoken.language and (code := language_code(spoken.language))
        },
        credentials={word: name for name in credentials for word in sorted(credential_words(name))},
    )


def credential_words(text: str) -> frozenset[str]:
    """The words of a licence or certificate that can tell it from another."""
    return frozenset(word for word in re.findall(r"\w+", folded(text)) if len(word) > 3 or word.isdigit())


def _skills(profile: Profile) -> dict[str, Seen]:
    """Canonical name → first place; what is listed as a skill counts as written even if no table knows it.

    A group without keywords is a skill itself: many write JSON Resume so.
    """
    skills: dict[str, Seen] = {}
    for i, group in enumerate(profile.skills):
        listed = [(keyword, f"/skills/{i}/keywords/{j}") for j, keyword in enumerate(group.keywords)]
        for words, at in listed or [(group.name or "", f"/skills/{i}/name")]:
            for name in skill_names(words) if words.strip() else ():
                skills.setdefault(name, Seen(text=words[:120], at=at))
    for text, at in _prose(profile):
        for mention in find_skills(text):
            skills.setdefault(mention.canonical, Seen(text=mention.raw, at=at))
    return skills


def skill_names(listed: str) -> list[str]:
    """The names that a listed skill is compared by: the table's; those inside a phrase; else its folded words."""
    canonical = canonical_skill(listed)
    if category_of(canonical) is not None:
        return [canonical]
    in_list = find_skills(listed, skills_context=True)
    # What prose would name is among what a list does.
    names = [mention.canonical for mention in (find_skills(listed) if in_list else ())]
    # In "Excel (advanced)" an everyday word is a name; in "kelp grading" it is a part of something else.
    names += [m.canonical for m in in_list if m.start == 0 or m.raw[0].isupper()]
    return list(dict.fromkeys(names)) or [folded(canonical)[:120]]


def _prose(profile: Profile) -> Iterator[tuple[str, str]]:
    yield profile.basics.label or "", "/basics/label"
    yield profile.basics.summary or "", "/basics/summary"
    for i, work in enumerate(profile.work):
        yield work.position or "", f"/work/{i}/position"
        yield work.summary or "", f"/work/{i}/summary"
        yield from ((text, f"/work/{i}/highlights/{j}") for j, text in enumerate(work.highlights))
    for i, project in enumerate(profile.projects):
        yield project.description or "", f"/projects/{i}/description"
        yield from ((text, f"/projects/{i}/keywords/{j}") for j, text in enumerate(project.keywords))
        yield from ((text, f"/projects/{i}/highlights/{j}") for j, text in enumerate(project.highlights))
    for i, certificate in enumerate(profile.certificates):
        yield certificate.name or "", f"/certificates/{i}/name"


def _titles(profile: Profile) -> Iterator[TitleFact]:
    newest_first = sorted(enumerate(profile.work), key=lambda item: _sort_key(item[1]), reverse=True)
    roles = [(work.position, f"/work/{i}/position") for i, work in newest_first if work.position]
    for rank, (title, at) in enumerate(roles):
        weight = CURRENT if rank == 0 else EARLIER if rank < _RECENT_ROLES else OLD
        yield TitleFact(title=title, family=family_of(title), at=at, weight=weight)
    if profile.basics.label:
        label = profile.basics.label
        yield TitleFact(title=label, family=family_of(label), at="/basics/label", weight=CURRENT)


def _sort_key(work: Work) -> tuple[str, str]:
    return (work.end_date or "9999", work.start_date or "")


def _level(profile: Profile, titles: list[TitleFact], months: int | None) -> int | None:
    """What the newest title or the label says; a title that says nothing is a middle one unless experience is short."""
    if not titles:
        return ENTRY if profile.education else None
    newest = [titles[0], *(title for title in titles if title.at == "/basics/label")]
    named = next((level for title in newest if (level := level_of(title.title)) is not None), None)
    if named is not None:
        return named
    if months is None:
        return None
    return ENTRY if months < 18 else MID if months < 120 else SENIOR


def _months_worked(profile: Profile) -> int | None:
    """Months in any role, overlaps once. Open roles end at the résumé's as-of date, never at today's."""
    ends_at = _as_of(profile)
    spans = []
    for work in profile.work:
        start = _month(work.start_date, 1)
        end = _month(work.end_date, 12) if work.end_date else ends_at
        if start is not None and end is not None and end >= start:
            spans.append((start, end + 1))
    if not spans:
        return None
    total, reached = 0, 0
    for start, end in sorted(spans):
        total += max(0, end - max(start, reached))
        reached = max(reached, end)
    return total


def _as_of(profile: Profile) -> int | None:
    ours = profile.meta.vitaeflow
    stated = _month((ours.as_of if ours else None) or (profile.meta.last_modified or "")[:10], 12)
    if stated is not None:
        return stated
    dates = [_month(value, 1) for work in profile.work for value in (work.start_date, work.end_date) if value]
    return max((month for month in dates if month is not None), default=None)


def _month(value: str | None, missing_month: int) -> int | None:
    """Months since year 0 of `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; an imported `0009` is nobody's first job."""
    found = re.fullmatch(r"((?:19|20)\d\d)(?:-(\d{2}))?(?:-\d{2})?", value or "")
    if not found:
        return None
    month = int(found[2]) if found[2] else missing_month
    return int(found[1]) * 12 + month - 1 if 1 <= month <= 12 else None
