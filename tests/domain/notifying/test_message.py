"""What a stored notification says to people and to machines."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from domain.notifying import bounded, channel_message
from schema.jobs import ChannelMessage

MOMENT = datetime(2026, 11, 20, tzinfo=UTC)


def match(number: int = 1, **more: Any) -> dict[str, Any]:
    """A line as it is stored."""
    analysis = {"explanation": "fits", "pros": ["Bread"], "cons": ["Nights"], "recommendation": "apply"}
    return {
        "match_id": str(number), "job_id": str(number), "title": "Baker", "company": "Loaf", "score": 80,
        "url": "https://example.com", "analysis": analysis, "places": ["Brno"], "postings": 1, **more,
    }  # fmt: skip


def message(kind: str, payload: dict[str, Any]) -> ChannelMessage:
    """As it goes to a channel."""
    return channel_message(kind, payload, notification_id="n-1", created_at=MOMENT)


def test_a_match_is_said_with_its_reasons() -> None:
    """Title, company, place, score, what speaks for it and against it; machines get the snapshot."""
    said = message("matches", {"frequency": "instant", "total": 1, "matches": [match()], "more": [], "not_shown": 0})
    (item,) = said.items
    assert (said.id, said.type, said.title, said.text) == ("n-1", "match.created", "1 new matching job", "")
    assert (item.title, item.place, item.score, item.text) == ("Baker — Loaf", "Brno", 80, "fits")
    assert item.lines == ["+ Bread", "- Nights"]
    assert said.data["notification_id"] == "n-1"
    assert said.data["matches"][0]["match_id"] == "1"


def test_a_board_that_wants_to_be_named_is() -> None:
    """Before everything that a channel may cut off."""
    said = message("matches", {"total": 1, "matches": [match(credit="Fernboard")]})
    assert said.items[0].lines == ["via Fernboard", "+ Bread", "- Nights"]


def test_many_places_and_what_is_not_listed_are_counted() -> None:
    """Three places by name; companies over their cap and the others over the lines, in one sentence."""
    payload = {
        "frequency": "daily", "total": 20, "matches": [match(places=[f"C{n}" for n in range(30)])],
        "more": [{"company": "Loaf", "count": 4}], "not_shown": 19,
    }  # fmt: skip
    said = message("matches", payload)
    assert (said.type, said.title) == ("digest.ready", "20 new matching jobs")
    assert said.items[0].place == "C0, C1, C2 and 27 more"
    assert said.text == "Not listed here: 4 more at Loaf, 15 others."


def test_a_snapshot_of_an_earlier_version_is_still_said() -> None:
    """Rows that wait while the product is updated have fewer fields."""
    line = {**match(), "analysis": None}
    del line["places"]
    old = {"batch_id": "b", "total": 2, "matches": [line]}
    assert message("matches", old).items[0].lines == []


def test_the_owner_learns_which_channel_was_switched_off() -> None:
    """With the reason, and what ends it."""
    said = message("channel_disabled", {"channel_id": "c", "channel": "mine", "reason": "it is gone"})
    assert said.type == "channel.disabled"
    assert "mine" in said.text
    assert "it is gone" in said.text
    assert "enable" in said.text


def test_unknown_kinds_are_not_sent() -> None:
    """A notification that only the app shows has no message."""
    with pytest.raises(KeyError):
        message("something", {})


def test_data_stays_within_its_bytes() -> None:
    """Matches go from the end and are counted; what is small is left as it is."""
    small = {"total": 1, "matches": [match()], "not_shown": 0}
    assert bounded(small) is small
    large = {"total": 25, "matches": [match(n, title="ö" * 2000) for n in range(25)], "not_shown": 3}
    cut = bounded(large)
    assert len(json.dumps(cut, ensure_ascii=False).encode()) <= 20_500
    assert 0 < len(cut["matches"]) < 25
    assert cut["not_shown"] == 3 + 25 - len(cut["matches"])
    assert [each["match_id"] for each in cut["matches"]] == [str(n) for n in range(len(cut["matches"]))]
    assert bounded({"text": "x" * 30_000}) == {"text": "x" * 30_000}
