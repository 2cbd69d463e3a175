"""When two values mean the same."""

from __future__ import annotations

from typing import Any

import pytest

from eval import normal


def test_the_normal_form_keeps_words_and_drops_dress() -> None:
    """Width, case, dashes, apostrophes, spaces and punctuation at the ends do not matter."""
    assert normal.norm("  Ｋelp–Farm’s\u00a0 Crew. ") == "kelp-farm's crew"
    assert normal.norm(None) == ""


def test_chinese_and_japanese_are_counted_by_character() -> None:
    """There are no spaces to cut at."""
    assert normal.tokens("Kelp 海藻, v2") == ["kelp", "海", "藻", "v2"]


def test_the_first_of_equal_values_stays() -> None:
    """Equal in their normal form; what has none goes."""
    assert normal.unique(["Kelp", "kelp ", "--", "Cod"]) == ["Kelp", "Cod"]


@pytest.mark.parametrize(
    ("truth", "predicted", "equal"),
    [
        ("+4930123456", "+49 (0)30 123 456", True),
        ("+4930123456", "0049 30 123456", True),
        ("+4930123456", "030 123456", True),
        ("+4930123456", "123456", False),
        ("+4930123456", "+4830123456", False),
        ("+4930123456", None, False),
    ],
)
def test_telephone_numbers_are_their_digits(truth: str, predicted: str | None, equal: bool) -> None:
    """With or without country code, but seven digits at least and never another country's."""
    assert normal.same_phone(truth, predicted) is equal


@pytest.mark.parametrize(
    ("truth", "predicted", "equal"),
    [
        ("2020-03", "2020-03-15", True),
        ("2020-03", "2020-04", False),
        ("2020-03", "2020", False),
        ("2020", "2020-11", True),
        ("2020-03", {"year": 2020, "month": 3}, True),
        ("2020", "2020-13", True),
        ("2020", "spring", False),
        (None, None, False),
    ],
)
def test_dates_are_equal_in_the_precision_of_the_truth(truth: Any, predicted: Any, equal: bool) -> None:
    """A month that was asked for must be there; one that was not is ignored."""
    assert normal.same_date(truth, predicted) is equal


@pytest.mark.parametrize(
    ("truth", "predicted", "equal"),
    [("BSc", "BSc (Hons)", True), ("B.Sc.", "bsc", True), ("MA", "MAths", False), ("BSc", "MSc", False)],
)
def test_a_degree_may_stand_inside_another(truth: str, predicted: str, equal: bool) -> None:
    """From three letters on."""
    assert normal.same_degree(truth, predicted) is equal


def test_addresses_are_equal_without_their_dress() -> None:
    """Scheme, www and the last slash."""
    assert normal.link("HTTPS://www.Kelp.example/crew/") == "kelp.example/crew"


def test_similar_and_nearly_have_bounds() -> None:
    """Word order does not matter; nothing is similar to nothing."""
    assert normal.similar("Kelp Farm North", "North Kelp Farm")
    assert not normal.similar("Kelp Farm", "Cod Farm")
    assert not normal.similar("", "")
    assert normal.nearly("kelp drying", "kelp dryings")
    assert not normal.nearly("kelp drying", "cod drying")
