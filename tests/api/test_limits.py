"""Rate limits: who is counted, when the count begins anew."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from api import limits
from api.limits import Limits
from schema.errors import RateLimited
from schema.settings import Settings


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """A clock that stands still until a test moves `now`."""
    clock = SimpleNamespace(now=1000.0)
    monkeypatch.setattr(limits, "time", SimpleNamespace(monotonic=lambda: clock.now))
    return clock


async def test_a_count_begins_anew_after_a_minute(clock: SimpleNamespace) -> None:
    """The third request of a minute that allows two is refused with the seconds to wait; after them it is let in."""
    allowed = Limits(Settings(_env_file=None, requests_per_minute=2))
    allowed.count_request("ana")
    clock.now += 20
    allowed.count_request("ana")
    with pytest.raises(RateLimited) as refused:
        allowed.count_request("ana")
    assert refused.value.extra["retry_after"] == 40
    clock.now += 40
    allowed.count_request("ana")


async def test_everybody_is_counted_alone(clock: SimpleNamespace) -> None:
    """Requests of one user and attempts to sign in use up nothing of another user's requests."""
    allowed = Limits(Settings(_env_file=None, requests_per_minute=1, login_attempts_per_minute=1))
    allowed.count_request("ana")
    allowed.count_request("bo")
    allowed.count_login("ana")
    with pytest.raises(RateLimited):
        allowed.count_login("cy", "ana")
