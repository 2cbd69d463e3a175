"""The words of one language, from `locales/*.toml`: names, places, headings, dates, professions with their terms."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from random import Random

from pydantic import BaseModel, ConfigDict

_FOLDER = Path(__file__).parent / "locales"

_STYLES = ConfigDict(extra="forbid", frozen=True)


class Profession(BaseModel):
    """What people of one trade put on paper. `{n}` and `{p}` stand for numbers, `{}` for an invented proper name."""

    model_config = _STYLES

    titles: list[str]
    employers: list[str]
    fields: list[tuple[str, str]]
    """(degree, area); the area may be empty."""
    skills: list[str]
    highlights: list[str]
    certificates: list[str]
    summaries: list[str]


class Locale(BaseModel):
    """One language. Headings are by kind of section; the unusual ones are such as no list of headings has."""

    model_config = _STYLES

    lang: str
    family_first: bool = False
    name_space: str = " "
    given: list[str]
    family: list[str]
    middle: list[str] = []
    places: list[tuple[str, str, str]]
    """(city, region, country code)."""
    stems: list[str]
    schools: list[str]
    streets: list[str]
    months: list[str]
    months_short: list[str]
    present: list[str]
    since: list[str]
    to: list[str]
    at: list[str]
    also: list[str]
    date_forms: list[str]
    tongues: list[str]
    native: list[str]
    levels: list[str]
    grade: list[str]
    ages: list[str]
    interests: list[str]
    awards: list[str]
    referees: list[str]
    publications: list[str]
    projects: list[tuple[str, str]]
    volunteering: list[str]
    stop: str
    labels: dict[str, list[str]]
    headings: dict[str, list[str]]
    unusual: dict[str, list[str]]
    professions: dict[str, Profession]


@cache
def load(lang: str) -> Locale:
    """The words of a language; raises FileNotFoundError for one that has no file."""
    return Locale.model_validate(tomllib.loads((_FOLDER / f"{lang}.toml").read_text("utf-8")))


@cache
def languages() -> tuple[str, ...]:
    """Languages that have a file, sorted."""
    return tuple(sorted(file.stem for file in _FOLDER.glob("*.toml")))


def numbers(rng: Random, template: str) -> str:
    """A sentence with its numbers drawn."""
    return template.replace("{n}", str(rng.randint(2, 60))).replace("{p}", str(rng.randint(3, 48)))
