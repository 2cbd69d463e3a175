"""Clean text."""

from __future__ import annotations

import pytest

from domain.exporting.blocks import Block, bullets, clean, joined


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (" a\n b\t c ", "a b c"),
        ("a\x00b\x0bc\x1fd\x7f", "abcd"),
        ("a\ud800b\ufffe", "ab"),
        (7, "7"),
        ("Nguyễn", "Nguyễn"),
    ],
)
def test_values_become_one_printable_line(value: object, text: str) -> None:
    """No control character, lone surrogate or line break reaches a renderer."""
    assert clean(value) == text


def test_only_parts_that_say_something_are_joined() -> None:
    """No dangling separators."""
    assert joined(" — ", None, "Employer", " ") == "Employer"


def test_a_bullet_that_is_no_list_is_one_bullet() -> None:
    """Free sections of imported documents may hold anything."""
    assert list(bullets("one")) == [Block("bullet", "one")]
    assert list(bullets(["a", "b"])) == [Block("bullet", "a"), Block("bullet", "b")]
