"""The page about scoring says what the rubric says."""

from __future__ import annotations

import re
from pathlib import Path

from domain.matching import rubric
from domain.matching.rubric import GATE_UNKNOWN, HARD, NOT_MET, UNKNOWN, WEIGHTS, Gate

PAGE = (Path(__file__).parents[3] / "docs" / "scoring.md").read_text("utf-8")


def rows(pattern: str) -> dict[str, tuple[str, ...]]:
    """First cell → the other groups, of all table rows of a form."""
    return {found[0]: found[1:] for found in re.findall(pattern, PAGE, re.MULTILINE)}


def test_parts_points_and_unknown_shares_are_the_rubric_s() -> None:
    """Every part stands in the table with its numbers, and no other."""
    table = rows(r"^\| `([a-z]+)` \| (\d+) \| .* \| (\d+) \|$")
    assert {part: (int(points), int(unknown)) for part, (points, unknown) in table.items()} == {
        part: (WEIGHTS[part], UNKNOWN[part]) for part in WEIGHTS
    }
    assert sum(WEIGHTS.values()) == 100


def test_gates_and_percentages_are_the_rubric_s() -> None:
    """In the order of the gates."""
    table = rows(r"^\| `([A-Z]+)` \| .* \| (\d+) % \|$")
    assert {gate: int(left) for gate, (left,) in table.items()} == {gate.name: NOT_MET[gate] for gate in Gate}
    assert list(table) == [gate.name for gate in Gate]
    assert f"does not show leaves {GATE_UNKNOWN[Gate.LICENCE]} %" in PAGE
    assert len(GATE_UNKNOWN) == 1


def test_every_other_number_stands_in_its_sentence() -> None:
    """Worth of titles and skills, steps of levels, bounds of the recommendation, the version."""
    steps = ", ".join(map(str, rubric.LEVEL_STEPS))
    for words in (
        f"Rubric `{rubric.RUBRIC}`",
        f"by distance: {steps}",
        f"{rubric.CURRENT} if it is listed as a skill",
        f"{rubric.EARLIER} by a role that ended at most {rubric.RECENT_MONTHS} months",
        f"ago, {rubric.OLD} by older ones",
        f"is worth\n{rubric.ADJACENT} of that",
        f"the same ({rubric.SAME}), near ({rubric.NEAR}:",
        f"speak for one with {rubric.INFERRED},",
        f"by up to {rubric.TITLE_WORDS}",
        f"their own at {rubric.OWN_TITLE_WHEN_OTHERS_ARE_WANTED} at most",
        f"{rubric.SAME_CITY} for the city or remote work within reach, {rubric.SAME_COUNTRY} for the country",
        f"the résumé bears out the first {rubric.MOST_LISTED} skills",
        f"from {rubric.APPLY} on, and no gate",
        f"from {rubric.CONSIDER} on, and none",
    ):
        assert words in PAGE, words
    assert set(Gate) - HARD == {Gate.PLACE, Gate.LEVEL, Gate.SALARY}
