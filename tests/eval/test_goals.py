"""Goals against figures."""

from __future__ import annotations

from eval.figures import Figure, Part
from eval.goals import Goal, goal_table


def test_a_goal_is_short_reached_or_stretched() -> None:
    """In both directions, and on the bound it is reached."""
    more, less = Goal("parse", "x", 0.8, 0.9), Goal("parse", "x", 3, 1, "less")
    assert [more.reached(value) for value in (0.79, 0.8, 0.9)] == ["short", "must", "stretch"]
    assert [less.reached(value) for value in (3.1, 3, 1)] == ["short", "must", "stretch"]


def test_the_worst_of_several_counts() -> None:
    """By name; goals without a figure have no row."""
    part = Part("parse", [Figure("field name", 0.95), Figure("field city", 0.7), Figure("macro F1", 0.93)])
    rows = goal_table([part]).rows
    assert [row[0] for row in rows] == ["parse: macro F1", "parse: field * (field city)"]
    assert [row[3:] for row in rows] == [["0.93", "must"], ["0.7", "short"]]
