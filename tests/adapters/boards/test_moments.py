"""Moments as boards write them."""

from __future__ import annotations

from datetime import date

import pytest

from adapters.boards.moments import days_ago, from_mail_date, from_milliseconds, from_seconds, from_words_in_utc

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("Posted Today", "2026-03-02"),
        ("Posted Yesterday", "2026-03-01"),
        ("Posted 3 Days Ago", "2026-02-27"),
        ("Posted 1 Day Ago", "2026-03-01"),
        ("Posted 30+ Days Ago", None),
        ("Posted a while ago", None),
        ("", None),
    ],
)
def test_days_in_words_count_back_from_the_fetch(words: str, day: str | None) -> None:
    """Over the ends of months; more than thirty is no day."""
    assert days_ago(words, TODAY) == day


def test_counts_since_1970_are_told_apart() -> None:
    """Seconds where milliseconds should be, and the reverse, are unknown rather than in another century."""
    assert from_milliseconds(1793000000000) == "2026-10-26T07:33:20+00:00"
    assert from_seconds(1793000000) == from_seconds("1793000000") == "2026-10-26T07:33:20+00:00"
    nonsense: list[object] = [1793000000, None, True, "soon", [], float("inf"), float("nan"), -1]
    for wrong in nonsense:
        assert from_milliseconds(wrong) is None
    assert from_seconds(1793000000000) is None


def test_dates_of_mail_and_of_words() -> None:
    """The form of RSS, and a moment that says UTC in letters."""
    assert from_mail_date("Tue, 03 Nov 2026 10:00:00 +0100") == "2026-11-03T09:00:00+00:00"
    assert from_mail_date("Tue, 03 Nov 2026 10:00:00") == "2026-11-03T10:00:00+00:00"
    assert from_mail_date("someday") is None
    assert from_words_in_utc("2026-11-01 10:00:00 UTC") == "2026-11-01T10:00:00+00:00"
    assert from_words_in_utc("2026-11-01") == "2026-11-01"
    assert from_words_in_utc("") is None
