"""The page about scoring says what feedback is worth."""

from __future__ import annotations

import re
from pathlib import Path

from domain.preferring import table
from schema.ranking import MODEL_POINTS
from schema.tracking import FEEDBACK_POINTS

PAGE = (Path(__file__).parents[3] / "docs" / "scoring.md").read_text("utf-8")
WORDS = " ".join(PAGE.split())


def test_points_of_feedback_are_those_of_the_table() -> None:
    """Every kind with both of its numbers."""
    rows = re.findall(r"^\| [a-z ]+ \(`(\w+)`\) \| ([+-]?\d+|leaves the list) \| ([+-]?\d+) \|$", PAGE, re.MULTILINE)
    assert {kind: int(alike) for kind, _, alike in rows} == table.ALIKE
    assert {kind: int(own) if own.strip("+-").isdigit() else 0 for kind, own, _ in rows} == table.OWN


def test_every_other_number_stands_in_its_sentence() -> None:
    """Bounds, weights, the least likeness, how much is remembered."""
    parts = table.WEIGHTS
    for words in (
        f"at most ±{FEEDBACK_POINTS} together",
        f"at most ±{MODEL_POINTS})",
        f"the same occupation {parts['occupation']}, common skills {parts['skills']} (",
        f"common title words {parts['title']} (",
        f"the same company {parts['company']}, the same kind of workplace {parts['workplace']}.",
        f"below {table.LEAST_LIKENESS} there are none",
        f"The newest {table.NEWEST} things",
    ):
        assert words in WORDS, words
    assert sum(parts.values()) == 1000
