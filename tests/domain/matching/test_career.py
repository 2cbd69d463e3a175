"""Roles in order of time."""

from __future__ import annotations

from typing import Any

from domain.matching import person_facts
from domain.matching.career import months_in, roles_of
from domain.matching.rubric import CURRENT, EARLIER, OLD
from schema.profile import Profile

WORK = [
    {"position": "Old", "startDate": "2012-01", "endDate": "2015-12", "highlights": ["Built it with Kafka"]},
    {"position": "New", "startDate": "2024-01", "highlights": ["Runs on Kubernetes"]},
    {"position": "Before", "startDate": "2021-01", "endDate": "2023-12", "highlights": ["Kubernetes and Terraform"]},
]


def profile(**parts: Any) -> Profile:
    """Somebody with the roles, as of June 2026."""
    return Profile.model_validate({"work": WORK, "meta": {"lastModified": "2026-06-01"}, **parts})


def test_roles_are_newest_first_with_what_they_are_worth() -> None:
    """The present one, one within five years, an older one."""
    assert [(role.title, role.weight) for role in roles_of(profile())] == [
        ("New", CURRENT), ("Before", EARLIER), ("Old", OLD),
    ]  # fmt: skip


def test_months_count_overlaps_once() -> None:
    """Forty-eight of the first, sixty-six without a gap from 2021 on."""
    assert months_in(roles_of(profile())) == 48 + 36 + 30
    assert months_in([]) is None


def test_skills_have_the_months_and_the_weight_of_their_roles() -> None:
    """Months of all roles that name the skill, the weight of the newest."""
    skills = person_facts(profile()).skills
    assert (skills["Kubernetes"].months, skills["Kubernetes"].weight) == (66, CURRENT)
    assert (skills["Terraform"].months, skills["Terraform"].weight) == (36, EARLIER)
    assert (skills["Apache Kafka"].months, skills["Apache Kafka"].weight) == (48, OLD)


def test_a_listed_skill_of_long_ago_is_between() -> None:
    """Offered today, used long ago; without any role that names it, it counts in full and has no months."""
    listed = profile(skills=[{"name": "Skills", "keywords": ["Kafka", "Go"]}])
    skills = person_facts(listed).skills
    assert skills["Apache Kafka"].weight == EARLIER
    assert (skills["Go"].weight, skills["Go"].months) == (CURRENT, None)
