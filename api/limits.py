"""Rate limits of this process: attempts and requests per minute.

A count in a dictionary, because the memory storage of the library `limits` starts a timer thread with the requests.
"""

from __future__ import annotations

import time
from collections import Counter

from schema.errors import RateLimited
from schema.settings import Settings

_WINDOW_SECONDS = 60


class Limits:
    """Counts per minute. Two API processes allow twice as much: put a limit into the proxy before them too."""

    def __init__(self, settings: Settings) -> None:
        self._login = settings.login_attempts_per_minute
        self._requests = settings.requests_per_minute
        self._counts: Counter[tuple[str, object]] = Counter()
        self._window_ends = 0.0

    def count_login(self, *who: str) -> None:
        """One attempt by each of an address and an account. Raises RateLimited."""
        for key in who:
            self._count(self._login, "login", key)

    def count_request(self, user_id: object) -> None:
        """One request of a user. Raises RateLimited."""
        self._count(self._requests, "user", user_id)

    def _count(self, limit: int, kind: str, key: object) -> None:
        now = time.monotonic()
        if now >= self._window_ends:
            # all counts begin anew together: nothing is kept of those who have left
            self._counts.clear()
            self._window_ends = now + _WINDOW_SECONDS
        self._counts[kind, key] += 1
        if self._counts[kind, key] > limit:
            wait = max(1, round(self._window_ends - now))
            raise RateLimited(f"Too many requests; wait {wait} s", retry_after=wait)
