"""A profile's facts for matching, each with the place it was read at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from domain.matching.career import Role, months_in, roles_of
from domain.matching.facts import PersonFacts, Seen, SkillFact, TitleFact
from domain.matching.languages import language_code, level_in
from domain.matching.licences import credential_words, licence_practised, licences_held
from domain.matching.rubric import CURRENT, EARLIER, INFERRED, MOST_LISTED
from domain.matching.skill_names import skill_mentions, skill_names
from domain.matching.titles import ENTRY, MID, SENIOR, family_by_skills, family_of, level_of, title_words
from schema.countries import folded
from schema.profile import Profile

_RECENT_ROLES = 3
_QUOTED = 120


def person_facts(profile: Profile) -> PersonFacts:
    """Facts of one profile; the same profile gives the same facts on any day."""
    roles = roles_of(profile)
    skills = _skills(profile, roles)
    titles = list(_titles(profile, roles))
    if not any(title.family for title in titles):
        titles += _by_skills(skills)
    months = months_in(roles)
    place = profile.basics.location
    return PersonFacts(
        skills=skills,
        titles=titles,
        words=sorted({word for fact in titles[:_RECENT_ROLES] if fact.title for word in title_words(fact.title)}),
        level=_level(profile, titles, months),
        months=months,
        country=(place.country_code or "").upper() or None if place else None,
        city=folded(place.city) if place and place.city else None,
        languages={
            code: level_in(spoken.fluency)
            for spoken in profile.languages
            if spoken.language and (code := language_code(spoken.language))
        },
        credentials=_credentials(profile, titles),
    )


def _credentials(profile: Profile, titles: Iterable[TitleFact]) -> dict[str, Seen]:
    """Kinds of licences and words of certificates; an occupation nobody practises without a licence shows it, too."""
    found: dict[str, Seen] = {}
    for i, certificate in enumerate(profile.certificates):
        seen = Seen(text=(certificate.name or "")[:_QUOTED], at=f"/certificates/{i}/name")
        for key in (*licences_held(seen.text), *sorted(credential_words(seen.text))):
            found.setdefault(key, seen)
    for text, at in (*_listed(profile), *_prose(profile)):
        for key in licences_held(text):
            found.setdefault(key, Seen(text=text[:_QUOTED], at=at))
    for title in titles:
        kind = licence_practised(title.family)
        if kind and title.at != "/skills" and level_of(title.title) != ENTRY:
            found.setdefault(kind, Seen(text=title.title, at=title.at))
    return found


def _skills(profile: Profile, roles: list[Role]) -> dict[str, SkillFact]:
    """Canonical name → first place; what is listed as a skill counts as written even if no table knows it."""
    places: dict[str, list[Seen]] = {}
    for words, at in _listed(profile):
        for name in skill_names(words):
            places.setdefault(name, []).append(Seen(text=words[:_QUOTED], at=at))
    for text, at in _prose(profile):
        for mention in skill_mentions(text):
            places.setdefault(mention.canonical, []).append(Seen(text=mention.raw, at=at))
    by_entry = {role.at: role for role in roles}
    only_listed = [name for name, seen in places.items() if all(each.at.startswith("/skills") for each in seen)]
    for name in only_listed[MOST_LISTED:]:
        del places[name]
    return {name: _skill(seen, by_entry) for name, seen in places.items()}


def _skill(places: list[Seen], by_entry: dict[str, Role]) -> SkillFact:
    """The first place, the months of the roles that name the skill, and the weight of the newest."""
    first = places[0]
    shown = [role for at in dict.fromkeys(_entry(seen.at) for seen in places) if (role := by_entry.get(at))]
    newest = max((role.weight for role in shown), default=CURRENT)
    elsewhere = any(_entry(seen.at) not in by_entry for seen in places)
    # Offered today, but last used long ago: between the two.
    weight = max(newest, EARLIER) if elsewhere else newest
    return SkillFact(text=first.text, at=first.at, weight=weight, months=months_in(shown))


def _entry(pointer: str) -> str:
    """`/work/0/highlights/2` → `/work/0`."""
    return "/".join(pointer.split("/")[:3])


def _by_skills(skills: dict[str, SkillFact]) -> list[TitleFact]:
    """The occupation that the skills speak for. Beside a title it would be a claim that costs nothing."""
    family = family_by_skills(skills)
    return [TitleFact(title="", family=family, at="/skills", weight=INFERRED)] if family else []


def _listed(profile: Profile) -> Iterator[tuple[str, str]]:
    """What stands in the lists of skills. A group without keywords is a skill itself: many write JSON Resume so."""
    for i, group in enumerate(profile.skills):
        listed = [(keyword, f"/skills/{i}/keywords/{j}") for j, keyword in enumerate(group.keywords)]
        yield from ((words, at) for words, at in listed or [(group.name or "", f"/skills/{i}/name")] if words.strip())


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


def _titles(profile: Profile, roles: list[Role]) -> Iterator[TitleFact]:
    """Newest first, then the label."""
    for role in roles:
        if role.title:
            yield TitleFact(
                title=role.title, family=family_of(role.title), at=f"{role.at}/position", weight=role.weight
            )
    if profile.basics.label:
        label = profile.basics.label
        yield TitleFact(title=label, family=family_of(label), at="/basics/label", weight=CURRENT)


def _level(profile: Profile, titles: list[TitleFact], months: int | None) -> int | None:
    """What the newest title or the label says; a title that says nothing is a middle one unless experience is short."""
    titles = [title for title in titles if title.title]
    if not titles:
        return ENTRY if profile.education else None
    newest = [titles[0], *(title for title in titles if title.at == "/basics/label")]
    named = next((level for title in newest if (level := level_of(title.title)) is not None), None)
    if named is not None:
        return named
    if months is None:
        return None
    return ENTRY if months < 24 else MID if months < 120 else SENIOR
