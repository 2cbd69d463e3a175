"""The hub's promise to one listener: in order, each event once."""

from __future__ import annotations

from uuid import uuid4

from api.hub import Subscription


async def _drained() -> None:
    """Nothing is ever queued."""


def test_an_event_heard_twice_is_delivered_once() -> None:
    """A live event may be in a replay too: what is not newer than the last one is dropped."""
    delivered: list[str] = []
    subscription = Subscription(uuid4(), 10, delivered.append, _drained)
    for event_id in (10, 11, 11, 9, 12, 11):
        subscription.offer(event_id, str(event_id))
    assert delivered == ["11", "12"]
    assert subscription.last_id == 12


def test_live_events_wait_for_the_replay() -> None:
    """While catching up a live event is not delivered: it leaves word that there is more to read."""
    delivered: list[str] = []
    subscription = Subscription(uuid4(), 0, delivered.append, _drained)
    subscription.catching_up = True
    subscription.offer(5, "5")
    assert delivered == []
    assert subscription.behind
    subscription.deliver(4, "4")
    subscription.deliver(5, "5")
    assert delivered == ["4", "5"]
