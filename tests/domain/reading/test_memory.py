"""What a reading remembers, and that it forgets."""

from __future__ import annotations

import pytest

from domain.reading.memory import one_reading, remembered
from domain.reading.wording import words


def test_an_answer_is_worked_out_once_a_reading() -> None:
    """The second question is answered from memory, and after the reading the work is done anew."""
    asked: list[str] = []

    @remembered
    def shout(text: str) -> str:
        asked.append(text)
        return text.upper()

    with one_reading():
        assert [shout("hull"), shout("hull")] == ["HULL", "HULL"]
        assert asked == ["hull"]
    assert shout("hull") == "HULL"
    assert asked == ["hull", "hull"]


def test_a_reading_that_fails_leaves_nothing_behind() -> None:
    """No words of a résumé stay in memory, whatever became of it."""
    asked: list[str] = []

    @remembered
    def shout(text: str) -> str:
        asked.append(text)
        return text.upper()

    @one_reading()
    def read() -> None:
        shout("hull")
        raise ValueError("unread")

    with pytest.raises(ValueError, match="unread"):
        read()
    shout("hull")
    assert asked == ["hull", "hull"]


def test_remembered_answers_cannot_be_changed_by_who_asks() -> None:
    """Word tokens are handed out to many: they are a tuple."""
    assert words("Ward Clerk") == ("ward", "clerk")
