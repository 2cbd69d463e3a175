"""What letters say about their setting."""

from __future__ import annotations

import pytest

from domain.exporting.blocks import Block
from domain.exporting.scripts import east_asian_language, has_east_asian, is_right_to_left, stands_right


@pytest.mark.parametrize(
    ("sample", "language"), [("数据", "zh"), ("数据の", "ja"), ("數 데이터", "ko"), ("plain", "zh")]
)
def test_the_language_of_ideographs_follows_the_letters_around_them(sample: str, language: str) -> None:
    """Kana mean Japanese, hangul Korean."""
    assert east_asian_language(sample) == language


@pytest.mark.parametrize(("text", "found"), [("Ánh", False), ("abc", False), ("株", True), ("데", True), ("，", True)])
def test_east_asian_characters_are_found(text: str, found: bool) -> None:
    """Latin with marks is not East Asian, full-width punctuation is."""
    assert has_east_asian(text) is found


@pytest.mark.parametrize(
    ("text", "from_the_right"), [("שלום abc", True), ("(2021) مرحبا", True), ("abc שלום", False), ("2021 – é", False)]
)
def test_the_first_strong_letter_decides_the_side(text: str, from_the_right: bool) -> None:
    """Digits and brackets have no say."""
    assert is_right_to_left(text) is from_the_right


def test_dates_and_addresses_follow_their_heading() -> None:
    """Everything else stands where its own first letter says."""
    kinds = [("entry", "שלום"), ("dates", "2020"), ("contact", "https://a.example"), ("text", "abc"), ("dates", "2021")]
    blocks = [Block(kind, text) for kind, text in kinds]  # type: ignore[arg-type]
    assert stands_right(blocks) == [True, True, True, False, False]
