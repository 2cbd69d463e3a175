"""What a source's own rules allow, and when a host may be called again."""

from __future__ import annotations

import asyncio

import pytest

from adapters.call_policy import LONGEST_WAIT, CallPolicy, HostPaces
from schema.errors import HostBusy, UnsafeTarget


class Clock:
    """Time that stands until a test moves it."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        """The moment."""
        return self.now


@pytest.mark.parametrize(
    ("allowed", "host"),
    [
        ("api.example.com", "api.example.com"),
        ("api.example.com", "API.Example.com."),
        ("*.example.com", "shop.example.com"),
        ("*.example.com", "a-b-1.example.com"),
        ("*.*.example.com", "shop.wd3.example.com"),
    ],
)
def test_hosts_of_the_rules_may_be_called(allowed: str, host: str) -> None:
    """An exact name, or one label for each star."""
    CallPolicy(hosts=("other.example", allowed)).check_host(host)


@pytest.mark.parametrize(
    "host",
    ["example.com", "a.b.example.com", ".example.com", "evil.com", "x.example.com.evil.com", "xexample.com",
     "-.example.com", "a_b.example.com", "x.exampleXcom", "x.example.com:80", "x.example.com\n"],
)  # fmt: skip
def test_no_other_host_may(host: str) -> None:
    """A star is anchored on both sides and crosses no dot; a dot is a dot."""
    with pytest.raises(UnsafeTarget):
        CallPolicy(hosts=("*.example.com",)).check_host(host)


def test_without_hosts_any_may() -> None:
    """For addresses that are the user's own choice; where they lead is checked elsewhere."""
    CallPolicy().check_host("anything.example")


async def slept(monkeypatch: pytest.MonkeyPatch, paces: HostPaces, host: str, policy: CallPolicy) -> float:
    """How long a turn waited."""
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    with monkeypatch.context() as patch:
        patch.setattr(asyncio, "sleep", sleep)
        await paces.turn(host, policy)
    return waits[0]


async def test_calls_keep_their_distance(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each host for itself; callers at the same moment queue behind each other."""
    clock, policy = Clock(), CallPolicy(every=5)
    paces = HostPaces(clock)
    assert [await slept(monkeypatch, paces, "a", policy) for _ in range(3)] == [0, 5, 10]
    assert await slept(monkeypatch, paces, "b", policy) == 0
    clock.now += 100
    assert await slept(monkeypatch, paces, "a", policy) == 0


async def test_a_long_queue_is_refused_instead_of_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody holds a worker's slot for minutes; a refused call takes no place in the queue."""
    paces, policy = HostPaces(Clock()), CallPolicy(every=LONGEST_WAIT)
    assert [await slept(monkeypatch, paces, "a", policy) for _ in range(2)] == [0, LONGEST_WAIT]
    for _ in range(2):
        with pytest.raises(HostBusy) as caught:
            await paces.turn("a", policy)
        assert caught.value.extra["retry_after"] == 2 * LONGEST_WAIT


async def test_a_rest_that_the_host_asked_for_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """The longest of several counts; a short one is waited for."""
    clock = Clock()
    paces = HostPaces(clock)
    paces.close("a", 7200)
    paces.close("a", 10)
    with pytest.raises(HostBusy) as caught:
        await paces.turn("a", CallPolicy(every=1))
    assert caught.value.extra["retry_after"] == 7200
    clock.now += 7190
    assert await slept(monkeypatch, paces, "a", CallPolicy(every=1)) == 10


async def test_a_number_of_calls_in_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """The window moves with the calls."""
    clock, policy = Clock(), CallPolicy(most=2, within=3600)
    paces = HostPaces(clock)
    await slept(monkeypatch, paces, "a", policy)
    clock.now += 1800
    await slept(monkeypatch, paces, "a", policy)
    with pytest.raises(HostBusy) as caught:
        await paces.turn("a", policy)
    assert caught.value.extra["retry_after"] == 1800
    clock.now += 1800
    assert await slept(monkeypatch, paces, "a", policy) == 0
    with pytest.raises(HostBusy):
        await paces.turn("a", policy)
