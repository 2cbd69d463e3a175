"""The token of an unsubscribe link opens one channel and no other."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from domain.notifying import channel_of_token, unsubscribe_token

SECRET = "a secret that only tests know"


def test_a_token_names_its_channel() -> None:
    """With the secret it was made with."""
    channel = uuid4()
    token = unsubscribe_token(SECRET, channel)
    assert channel_of_token(SECRET, token) == channel
    assert channel_of_token("another", token) is None


def test_a_changed_token_is_nobodys() -> None:
    """Not a character of it can be another."""
    token = unsubscribe_token(SECRET, UUID(int=7))
    for place in range(len(token)):
        other = "A" if token[place] != "A" else "B"
        assert channel_of_token(SECRET, token[:place] + other + token[place + 1 :]) is None


@pytest.mark.parametrize("token", ["", "x", "é" * 40, "A" * 47, "A" * 48, "=" * 48, "A" * 4000, "\x00"])
def test_nonsense_is_nobodys(token: str) -> None:
    """Nothing that somebody types breaks it."""
    assert channel_of_token(SECRET, token) is None
