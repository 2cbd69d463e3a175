"""What an analysis ends with, as it is stored; parser processes make it too, so it imports nothing of Temporal's."""

from __future__ import annotations

from typing import NamedTuple

from pydantic_core import to_json

from domain.importing.profiles import judgeable
from domain.matching import person_facts
from schema.profile import Profile, VitaeflowMeta


class Analysed(NamedTuple):
    """A profile by rules: `rules` or `import`, and JSON of the profile and of its facts, as they are stored."""

    kind: str
    profile: str
    facts: str


def stored(profile: Profile) -> tuple[str, str]:
    """A profile and its facts for matching as JSON, as the database takes them."""
    facts = person_facts(judgeable(profile))
    return to_json(profile.to_json_resume()).decode(), facts.model_dump_json()


def meta_of(profile: Profile) -> VitaeflowMeta:
    """Who made a profile, and how."""
    if profile.meta.vitaeflow is None:
        raise AssertionError("a profile always says who made it")
    return profile.meta.vitaeflow
