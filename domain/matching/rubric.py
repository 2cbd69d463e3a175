"""The one table that scores rest on. Whoever changes a number here changes RUBRIC too."""

from __future__ import annotations

from enum import IntEnum

RUBRIC = "2026-11.1"

WEIGHTS = {
    "skills": 42,
    "title": 28,
    "level": 10,
    "place": 8,
    "welcome": 5,
    "experience": 4,
    "languages": 3,
}
"""Points of a full fit, 100 in all. Each part is a share of 0–1000 per mille."""

UNKNOWN = {"skills": 400, "title": 300, "level": 600, "place": 600, "welcome": 500, "experience": 600, "languages": 600}
"""The share that a part gets when one side does not say: neither a hit nor a miss."""

TITLE_WORDS = 700
"""How far shared title words lift a title of unknown family above UNKNOWN."""

LEVEL_STEPS = (1000, 750, 250, 0)
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


NOT_MET = {
    Gate.COMPANY: 0,
    Gate.EMPLOYMENT: 40,
    Gate.REMOTE: 40,
    Gate.LANGUAGE: 45,
    Gate.LICENCE: 45,
    Gate.PLACE: 80,
    Gate.OCCUPATION: 50,
    Gate.LEVEL: 65,
}
"""Percent of the score that is left when a requirement is not met; the lowest of several counts."""

GATE_UNKNOWN = {Gate.LICENCE: 80}
"""Percent left when it cannot be told, where that matters; 100 for all others."""

APPLY, CONSIDER = 75, 55
"""From these scores on: recommended, worth a look."""
