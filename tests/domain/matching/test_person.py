"""Facts of a profile: with evidence, blind, and the same on any day."""

from __future__ import annotations

import json

from domain.matching.facts import PersonFacts
from domain.matching.person import person_facts
from domain.matching.titles import ENTRY, MID, SENIOR
from schema.profile import Profile

PROFILE = {
    "basics": {
        "name": "Zelda Quux-Testname",
        "label": "Backend Developer",
        "image": "https://example.com/face.png",
        "summary": "Runs services on Kubernetes.",
        "location": {"city": "Évora", "countryCode": "pt", "address": "Rua Canary 5"},
        "gender": "female",
        "birthDate": "1980-01-01",
    },
    "work": [
        {
            "name": "New Co",
            "position": "Backend Developer",
            "startDate": "2024-01",
            "highlights": ["Moved to PostgreSQL"],
        },
        {"name": "Old Co", "position": "Junior Developer", "startDate": "2022-01", "endDate": "2024-06"},
    ],
    "education": [{"institution": "Canary University", "area": "Mathematics"}],
    "skills": [{"name": "Languages", "keywords": ["golang", "underwater welding"]}],
    "languages": [{"language": "Portugués", "fluency": "native"}, {"language": "English"}],
    "certificates": [{"name": "Certified Kubernetes Administrator"}],
    "meta": {"vitaeflow": {"analyser": {"kind": "rules", "name": "r", "version": "1"}, "as_of": "2026-01-15"}},
}


def facts(**changes: object) -> PersonFacts:
    """Facts of the profile with some parts changed."""
    return person_facts(Profile.model_validate({**PROFILE, **changes}))


def test_skills_are_canonical_and_say_where_they_stand() -> None:
    """Aliases meet, unknown skills are kept as written, prose counts, and each has its place."""
    skills = facts().skills
    assert (skills["Go"].text, skills["Go"].at) == ("golang", "/skills/0/keywords/0")
    assert "underwater welding" in skills or "Welding" in skills
    assert skills["PostgreSQL"].at == "/work/0/highlights/0"
    assert skills["Kubernetes"].at == "/basics/summary"


def test_a_group_without_keywords_is_a_skill() -> None:
    """`{"name": "Python", "level": "Expert"}`; beside keywords the name is only their heading."""
    skills = facts(skills=[{"name": "golang", "level": "Expert"}, {"name": "Rust", "keywords": ["Docker"]}, {}]).skills
    assert (skills["Go"].text, skills["Go"].at) == ("golang", "/skills/0/name")
    assert "Docker" in skills
    assert "Rust" not in skills


def test_the_person_never_enters() -> None:
    """No name, picture, birth, gender, address or school stands in the facts."""
    stored = facts().model_dump_json()
    for secret in ("Zelda", "Quux", "face.png", "1980", "female", "Canary", "University", "New Co"):
        assert secret not in stored


def test_a_person_is_judged_alike_under_any_name_or_school() -> None:
    """Facts do not change when only the person changes."""
    other = facts(
        basics={**PROFILE["basics"], "name": "Otto Other", "gender": "male", "birthDate": "2001-01-01"},  # type: ignore[dict-item]
        education=[{"institution": "Elsewhere", "area": "Law"}],
    )
    assert other == facts()


def test_months_count_overlaps_once_and_end_at_the_as_of_date() -> None:
    """Two roles that overlap half a year; the open one ends when the résumé was written."""
    assert facts().months == 49
    assert facts(work=[]).months is None
    assert facts(work=[{"position": "X", "startDate": "2020", "endDate": "2021"}]).months == 24
    assert facts(work=[{"position": "X", "startDate": "2021", "endDate": "2019"}]).months is None


def test_levels_come_from_titles_first() -> None:
    """A named level wins; else short experience is entry and long is senior; nothing at all is unknown."""
    assert facts().level == MID
    assert facts(work=[{"position": "Senior Baker", "startDate": "2025-12"}], basics={}).level == SENIOR
    assert facts(work=[{"position": "Baker", "startDate": "2025-06"}], basics={}).level == ENTRY
    assert facts(work=[], basics={}, education=[]).level is None


def test_places_languages_and_credentials() -> None:
    """ISO codes, folded cities, levels where they are stated, words of certificates."""
    found = facts()
    assert (found.country, found.city) == ("PT", "evora")
    assert found.languages == {"pt": 4, "en": None}
    assert found.credentials["administrator"].text == "Certified Kubernetes Administrator"


def test_newer_titles_weigh_more() -> None:
    """The last role first, an earlier one less, whatever order the résumé has."""
    titles = facts(work=list(reversed(PROFILE["work"]))).titles  # type: ignore[call-overload]
    assert [(fact.title, fact.weight) for fact in titles[:2]] == [
        ("Backend Developer", 1000),
        ("Junior Developer", 900),
    ]


def test_an_empty_profile_has_empty_facts_that_survive_json() -> None:
    """Nothing known is a valid answer, and facts are the same after a round through JSON."""
    assert person_facts(Profile()) == PersonFacts()
    assert PersonFacts.model_validate(json.loads(facts().model_dump_json())) == facts()
