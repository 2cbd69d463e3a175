"""What letters say about their setting."""

from __future__ import annotations

import pytest

from domain.exporting.scripts import east_asian_language, has_east_asian, is_right_to_left


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
