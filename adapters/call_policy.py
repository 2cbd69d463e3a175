"""What a source's own rules allow a call to do: which hosts, how often, how long.

A policy belongs to the module of a source, so that its rules stand beside the code that calls it.
"""

from __future__ import annotations

import asyncio
import re
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from schema.errors import HostBusy, UnsafeTarget

LONGEST_WAIT = 60.0
_LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"


@dataclass(frozen=True, slots=True)
class CallPolicy:
    """The rules of one kind of source.

    `hosts`: exact names; `*` stands for one DNS label, as in `*.example.com`, and for nothing else. Empty: any host.
    `every`: seconds between two calls to a host. `most` calls in `within` seconds. `seconds`: limit of one whole call.
    """

    hosts: tuple[str, ...] = ()
    every: float = 0.0
    most: int | None = None
    within: float = 24 * 3600.0
    seconds: float | None = None

    def check_host(self, host: str) -> None:
        """Raises UnsafeTarget when the rules name hosts and this is none of them."""
        name = host.lower().rstrip(".")
        if self.hosts and not any(_pattern(each).fullmatch(name) for each in self.hosts):
            raise UnsafeTarget("The address leads to a host that this kind of source does not use.")


def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(re.escape(name.lower()).replace(r"\*", _LABEL))


class HostPaces:
    """When each host was called and may be called again. One per process, shared by all who call it."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._next: dict[str, float] = {}
        self._closed_until: dict[str, float] = {}
        self._calls: defaultdict[str, deque[float]] = defaultdict(deque)

    async def turn(self, host: str, policy: CallPolicy) -> None:
        """Wait until the host may be called under these rules; later callers queue behind this one.

        Raises: HostBusy (`retry_after` seconds in `extra`) instead of waits of over LONGEST_WAIT seconds.
        """
        now = self._clock()
        start = max(now, self._next.get(host, now), self._closed_until.get(host, now))
        calls = self._calls[host]
        if policy.most is not None:
            while calls and calls[0] <= now - policy.within:
                calls.popleft()
            if len(calls) >= policy.most:
                start = max(start, calls[-policy.most] + policy.within)
        if start - now > LONGEST_WAIT:
            raise HostBusy(
                f"{host} may not be called again yet; it is called at a later refresh.", retry_after=start - now
            )
        self._next[host] = start + policy.every
        if policy.most is not None:
            calls.append(start)
        await asyncio.sleep(start - now)

    def close(self, host: str, seconds: float) -> None:
        """The host asked for a rest."""
        until = self._clock() + seconds
        self._closed_until[host] = max(until, self._closed_until.get(host, until))
