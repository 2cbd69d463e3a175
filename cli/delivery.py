"""`vitaeflow notifications`, `channels`, `deliveries` and `replay`: what you were told, where it went, what is dead."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, Any, Literal

import typer

from cli.client import ApiClient
from cli.options import DEFAULT_API, Api, Json, Key, Limit
from cli.output import emit_json, note, reported, stdout, table

Item = dict[str, Any]


def notifications(
    unread: Annotated[bool, typer.Option("--unread", help="Only those not read.")] = False,
    limit: Limit = 50,
    api: Api = DEFAULT_API,
    key: Key = None,
    as_json: Json = False,
) -> None:
    """List what you were told, newest first."""
    with reported(as_json=as_json), ApiClient(api, api_key=key) as client:
        found = list(client.items("/notifications", {"unread": "true" if unread else None}, limit=limit))
        _show("Notifications", ("id", "kind", "what", "told", "read"), found, _notification_row, as_json=as_json)


def channels(limit: Limit = 50, api: Api = DEFAULT_API, key: Key = None, as_json: Json = False) -> None:
    """List where you are told, and which channels fail or are off."""
    with reported(as_json=as_json), ApiClient(api, api_key=key) as client:
        found = list(client.items("/channels", limit=limit))
        _show("Channels", ("id", "kind", "name", "host", "state"), found, _channel_row, as_json=as_json)


def deliveries(
    status: Annotated[
        Literal["pending", "claimed", "sent", "dead"] | None,
        typer.Option("--status", help="Only those in this state; dead ones can be replayed."),
    ] = None,
    limit: Limit = 50,
    api: Api = DEFAULT_API,
    key: Key = None,
    as_json: Json = False,
) -> None:
    """List what was sent where, newest first."""
    with reported(as_json=as_json), ApiClient(api, api_key=key) as client:
        found = list(client.items("/deliveries", {"status": status}, limit=limit))
        columns = ("id", "channel", "status", "attempts", "error", "sent")
        _show("Deliveries", columns, found, _delivery_row, as_json=as_json)


def replay(
    delivery_id: Annotated[str | None, typer.Argument(metavar="DELIVERY_ID", help="One dead delivery.")] = None,
    channel: Annotated[str | None, typer.Option("--channel", help="All dead deliveries of this channel.")] = None,
    api: Api = DEFAULT_API,
    key: Key = None,
    as_json: Json = False,
) -> None:
    """Send dead deliveries again: one, or all of a channel."""
    if (delivery_id is None) == (channel is None):
        raise typer.BadParameter("name either a delivery or --channel")
    with reported(as_json=as_json), ApiClient(api, api_key=key) as client:
        answer = client.replay("deliveries", delivery_id) if delivery_id else client.replay("channels", str(channel))
        if as_json:
            emit_json(answer)
        else:
            note(f"{answer.get('revived', 1)} sent again; `vitaeflow deliveries` shows how they end")


def _show(
    title: str, columns: Sequence[str], items: list[Item], row: Callable[[Item], Sequence[object]], *, as_json: bool
) -> None:
    if as_json:
        emit_json(items)
    elif items:
        stdout.print(table(title, columns, map(row, items), numeric=("attempts",)))
    else:
        note(f"no {title.lower()} yet")


def _notification_row(item: Item) -> Sequence[object]:
    payload = item.get("payload") or {}
    if item.get("kind") == "matches":
        best: Item = next(iter(payload.get("matches") or []), {})
        what = f"{payload.get('total')} jobs, best: {best.get('title')} — {best.get('company')}"
    else:
        what = payload.get("reason") or ""
    return (item["id"], item.get("kind"), what, _moment(item, "created_at"), "yes" if item.get("read_at") else "no")


def _channel_row(item: Item) -> Sequence[object]:
    if not item.get("enabled"):
        state = f"off: {item.get('disabled_reason') or 'by you'}"
    elif item.get("failing_since"):
        state = f"failing since {_moment(item, 'failing_since')}"
    else:
        state = "on"
    return (item["id"], item.get("kind"), item.get("name"), item.get("host"), state)


def _delivery_row(item: Item) -> Sequence[object]:
    sent = _moment(item, "sent_at") + (" (perhaps twice)" if item.get("maybe_repeated") else "")
    return (
        item["id"],
        item.get("channel_id"),
        item.get("status"),
        item.get("attempts"),
        item.get("last_error") or "",
        sent,
    )


def _moment(item: Item, field: str) -> str:
    return str(item.get(field) or "")[:19]
