"""A stored notification as a message for people and machines: what was kept is what is said."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic_core import to_json

from schema.jobs import ChannelMessage, MessageItem

MOST_BYTES = 20_000
"""Of the machine-readable part: what Standard Webhooks advises."""
_PLACES_NAMED = 3


def channel_message(
    kind: str,
    payload: dict[str, Any],
    *,
    notification_id: str,
    created_at: datetime,
    unsubscribe_url: str | None = None,
) -> ChannelMessage:
    """The message of a notification of a kind that goes out: `matches`, `channel_disabled` or `test`."""
    make = {"matches": _matches, "channel_disabled": _channel_disabled, "test": _test}[kind]
    data = bounded({"notification_id": notification_id, **payload})
    return ChannelMessage(
        id=notification_id, timestamp=created_at, data=data, unsubscribe_url=unsubscribe_url, **make(payload)
    )


def bounded(data: dict[str, Any], most_bytes: int = MOST_BYTES) -> dict[str, Any]:
    """The data within so many bytes of JSON: matches go from the end, and `not_shown` counts them."""
    while (excess := len(to_json(data)) - most_bytes) > 0 and data.get("matches"):
        matches = list(data["matches"])
        before = len(matches)
        while matches and excess > 0:
            excess -= len(to_json(matches.pop()))
        data = {**data, "matches": matches, "not_shown": data.get("not_shown", 0) + before - len(matches)}
    return data


def _matches(payload: dict[str, Any]) -> dict[str, Any]:
    total, shown = payload["total"], payload["matches"]
    title = f"{total} new matching job{'s' if total != 1 else ''}"
    return {
        "type": "match.created" if payload.get("frequency", "instant") == "instant" else "digest.ready",
        "title": title,
        "text": _beyond(payload),
        "items": [_item(match) for match in shown],
    }


def _beyond(payload: dict[str, Any]) -> str:
    """What the lines do not show, in one sentence; empty when they show everything."""
    more = payload.get("more", [])
    parts = [f"{each['count']} more at {each['company']}" for each in more[:5]]
    others = payload.get("not_shown", 0) - sum(each["count"] for each in more[:5])
    if others > 0:
        parts.append(f"{others} others" if parts else f"{others} more")
    return f"Not listed here: {', '.join(parts)}." if parts else ""


def _item(match: dict[str, Any]) -> MessageItem:
    analysis = match.get("analysis") or {}
    return MessageItem(
        title=f"{match['title']} — {match['company']}",
        url=match["url"],
        score=match["score"],
        place=_places(match.get("places") or []),
        text=analysis.get("explanation", ""),
        lines=[
            # first: what is cut to a channel's limits is cut at the end
            *([f"via {match['credit']}"] if match.get("credit") else []),
            *([f"found by: {', '.join(match['searches'])}"] if match.get("searches") else []),
            *(f"+ {line}" for line in analysis.get("pros", ())),
            *(f"- {line}" for line in analysis.get("cons", ())),
        ],
    )


def _places(places: list[str]) -> str:
    named = ", ".join(places[:_PLACES_NAMED])
    rest = len(places) - _PLACES_NAMED
    return f"{named} and {rest} more" if rest > 0 else named


def _channel_disabled(payload: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "channel.disabled",
        "title": "A delivery channel was switched off",
        "text": f"{payload['channel']}: {payload['reason']}. Nothing is sent there until you enable it again.",
    }


def _test(_: dict[str, Any]) -> dict[str, Any]:
    return {"type": "channel.test", "title": "It works", "text": "This channel receives your matches."}
