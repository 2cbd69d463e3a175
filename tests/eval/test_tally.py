"""Counts and the figures made of them."""

from __future__ import annotations

import operator

from eval.tally import Tally, field_score, summarise


def test_figures_follow_from_counts() -> None:
    """Three right, one wrong, two missing: 3/4 and 3/5 give 2/3."""
    score = field_score(3, 1, 2)
    assert (score.precision, score.recall, score.f1) == (0.75, 0.6, 0.6667)


def test_nothing_said_and_nothing_to_say_is_perfect() -> None:
    """But nothing said where there was something is worth nothing."""
    assert field_score(0, 0, 0).f1 == 1
    assert field_score(0, 0, 2).f1 == field_score(0, 2, 0).f1 == 0


def test_a_wrong_value_counts_twice_and_a_missing_one_once() -> None:
    """It is there and it is not what it should be."""
    tally = Tally()
    tally.value("wrong", "kelp", "cod", operator.eq)
    tally.value("missing", "kelp", None, operator.eq)
    tally.value("invented", "", "cod", operator.eq)
    tally.value("neither", "", None, operator.eq)
    assert tally == {"wrong": (0, 1, 1), "missing": (0, 0, 1), "invented": (0, 1, 0)}


def test_list_items_are_used_once() -> None:
    """A value that is given twice is right once."""
    tally = Tally()
    tally.members("skills", ["kelp", "cod"], ["kelp", "kelp", "eel"], operator.eq)
    tally.members("languages", [], [], operator.eq)
    assert tally == {"skills": (1, 2, 1)}


def test_prose_counts_words() -> None:
    """Each as often as it stands there."""
    tally = Tally()
    tally.overlap("summary", ["dry", "kelp", "kelp"], ["kelp", "fast"])
    assert tally == {"summary": (1, 1, 2)}


def test_the_macro_average_is_over_fields_not_files() -> None:
    """Counts are added over files first; fields that do not occur do not count."""
    one, two = Tally({"name": (1, 0, 0), "email": (1, 0, 0)}), Tally({"name": (0, 1, 1)})
    summary = summarise([one, two])
    assert summary.files == 2
    assert {name: score.f1 for name, score in summary.fields.items()} == {"name": 0.5, "email": 1.0}
    assert summary.macro_f1 == 0.75
