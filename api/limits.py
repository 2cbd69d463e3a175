"""Rate limits of this process, by the library `limits`."""

from __future__ import annotations

import time

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from schema.errors import RateLimited
from schema.settings import Settings


class Limits:
    """Counts per minute. Two API processes allow twice as much: put a limit into the proxy before them too."""

    def __init__(self, settings: Settings) -> None:
        self._limiter = FixedWindowRateLimiter(MemoryStorage())
        self._login = RateLimitItemPerMinute(settings.login_attempts_per_minute)
        self._requests = RateLimitItemPerMinute(settings.requests_per_minute)

    def count_login(self, *who: str) -> None:
        """One attempt by each of an address and an account. Raises RateLimited."""
        for key in who:
            self._count(self._login, "login", key)

    def count_request(self, user_id: object) -> None:
        """One request of a user. Raises RateLimited."""
        self._count(self._requests, "user", str(user_id))

    def _count(self, limit: RateLimitItemPerMinute, kind: str, key: str) -> None:
        if self._limiter.hit(limit, kind, key):
            return
        wait = max(1, round(self._limiter.get_window_stats(limit, kind, key).reset_time - time.time()))
        raise RateLimited(f"Too many requests; wait {wait} s", retry_after=wait)
