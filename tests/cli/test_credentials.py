"""The stored login."""

from __future__ import annotations

import stat
import threading
from pathlib import Path

import pytest

from cli.credentials import CredentialStore, Tokens
from schema.errors import ConfigurationError

TOKENS = Tokens(access_token="a", refresh_token="r")


def test_tokens_are_kept_per_api_and_for_the_owner_only(store: CredentialStore, tmp_path: Path) -> None:
    """Another API has its own login, and nobody else on the machine can read either."""
    with store.exclusive():
        store.put("http://one", TOKENS)
    assert store.get("http://one") == TOKENS
    assert store.get("http://two") is None
    for name in ("credentials.json", "credentials.lock"):
        assert stat.S_IMODE((tmp_path / "store" / name).stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "store").stat().st_mode) == 0o700


def test_a_removed_login_is_gone_and_others_stay(store: CredentialStore) -> None:
    """Signing out of one API does not sign out of another."""
    with store.exclusive():
        store.put("http://one", TOKENS)
        store.put("http://two", TOKENS)
        store.remove("http://one")
    assert (store.get("http://one"), store.get("http://two")) == (None, TOKENS)


def test_a_damaged_file_says_what_to_do(store: CredentialStore, tmp_path: Path) -> None:
    """A file that is not ours is named, not guessed at."""
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "credentials.json").write_text("[1")
    with pytest.raises(ConfigurationError, match="vitaeflow login"):
        store.get("http://one")


def test_only_one_holder_at_a_time(store: CredentialStore) -> None:
    """A second command waits until the first has stored its new tokens."""
    order: list[str] = []

    def second() -> None:
        with store.exclusive():
            order.append("second")

    with store.exclusive():
        waiting = threading.Thread(target=second)
        waiting.start()
        waiting.join(timeout=0.1)
        order.append("first")
    waiting.join(timeout=5)
    assert order == ["first", "second"]
