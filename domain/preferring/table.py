"""The one table of what feedback is worth, in points of the score shown. Who changes it changes docs/scoring.md too."""

from __future__ import annotations

from schema.tracking import FeedbackKind

OWN: dict[FeedbackKind, int] = {"more_like_this": 10, "not_this": -20, "applied": 0, "hide": 0}
"""For the vacancy that the feedback is about. What is hidden leaves the list instead."""

ALIKE: dict[FeedbackKind, int] = {"more_like_this": 8, "not_this": -8, "applied": 4, "hide": 0}
"""For another vacancy that is wholly alike; one that is less alike gets that share of it."""

WEIGHTS = {"occupation": 350, "skills": 400, "title": 150, "company": 50, "workplace": 50}
"""What two vacancies may have in common, 1000 in all."""

LEAST_LIKENESS = 300
"""Vacancies that have less in common are not alike: feedback on one says nothing about the other.

The same occupation alone is enough, and so are the skills of another one that asks for much the same.
"""

NEWEST = 50
"""So many pieces of feedback of a person count, the newest."""
