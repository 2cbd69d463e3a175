"""The one table that scores rest on, all integers. Who changes a number changes RUBRIC and docs/scoring.md too."""

from __future__ import annotations

from enum import IntEnum

RUBRIC = "2026-11.3"

FOR_JOB = {"skills": 42, "title": 28, "level": 8, "welcome": 4, "experience": 4, "languages": 2}
"""Points for how well the person fits the job."""

FOR_PERSON = {"place": 8, "wishes": 4}
"""Points for how well the job fits the person."""

WEIGHTS = FOR_JOB | FOR_PERSON
"""Points of a full fit, 100 in all. Each part is a share of 0–1000 per mille."""

UNKNOWN = {
    "skills": 400,
    "title": 300,
    "level": 600,
    "welcome": 500,
    "experience": 600,
    "languages": 600,
    "place": 600,
    "wishes": 500,
}
"""The share that a part gets when one side does not say: neither a hit nor a miss."""

CURRENT, EARLIER, OLD = 1000, 900, 700
"""What a title or a skill is worth by its newest role: the present or last one, one within RECENT_MONTHS, an older one.

A skill that is listed as one counts as CURRENT: the person offers it.
"""

RECENT_MONTHS = 60

MOST_LISTED = 80
"""So many skills count that are only listed; beyond that those alone that a role, a summary or a project shows."""

INFERRED = 600
"""What an occupation is worth that only skills speak for, on either side."""

ADJACENT = 300
"""What a required skill is worth of which the person shows a neighbour only (`neighbours.toml`)."""

SAME, NEAR = 1000, 450
"""Nearness of occupations (`titles.toml`); all others are 0."""

TITLE_WORDS = 700
"""How far shared title words lift a title of unknown family above UNKNOWN."""

OWN_TITLE_WHEN_OTHERS_ARE_WANTED = 600
"""The most that an own title is worth to somebody who names the titles they want."""

SAME_CITY, SAME_COUNTRY = 1000, 850
"""Share of `place` for a place of work in the person's city or country."""

LEVEL_STEPS = (1000, 900, 250, 0)
"""Share by the distance of levels of seniority."""


class Gate(IntEnum):
    """A hard requirement. Three-valued: not met cuts the score, unknown is said and cuts little or nothing."""

    COMPANY = 0
    EMPLOYMENT = 1
    REMOTE = 2
    LANGUAGE = 3
    LICENCE = 4
    PLACE = 5
    OCCUPATION = 6
    LEVEL = 7
    SALARY = 8


OF_PERSON = frozenset({Gate.COMPANY, Gate.EMPLOYMENT, Gate.REMOTE, Gate.PLACE, Gate.SALARY})
"""Gates that the person's side sets; the others are the job's."""

HARD = frozenset(Gate) - {Gate.PLACE, Gate.LEVEL, Gate.SALARY}
"""Gates that, not met, make the recommendation `skip`; the others leave it at `consider`, if the score does."""

NOT_MET = {
    Gate.COMPANY: 0,
    Gate.EMPLOYMENT: 40,
    Gate.REMOTE: 40,
    Gate.LANGUAGE: 45,
    Gate.LICENCE: 45,
    Gate.PLACE: 80,
    Gate.OCCUPATION: 50,
    Gate.LEVEL: 60,
    Gate.SALARY: 60,
}
"""Percent of the score that is left when a requirement is not met; the lowest of several counts."""

GATE_UNKNOWN = {Gate.LICENCE: 80}
"""Percent left when it cannot be told, where that matters; 100 for all others."""

APPLY, CONSIDER = 75, 55
"""From these scores on: recommended, worth a look."""
