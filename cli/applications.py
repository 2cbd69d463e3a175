"""`vitaeflow applications`: how your applications go."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from cli.client import ApiClient
from cli.listing import Item, save_list, show_items
from cli.options import DEFAULT_API, Api, Csv, Json, Key, Limit
from cli.output import emit_json, note, reported
from schema.errors import Conflict
from schema.tracking import ApplicationState

app = typer.Typer(help="Follow your applications: saved, applied, interview, offer, rejected.", no_args_is_help=True)

Day = Annotated[str | None, typer.Option("--on", metavar="DATE", help="The day it happened; today by default.")]
Notes = Annotated[str | None, typer.Option("--notes", help="Replace the notes.")]


@app.command("list")
def list_applications(
    state: Annotated[ApplicationState | None, typer.Option("--state", help="Only those in this state.")] = None,
    out: Csv = None,
    limit: Limit = 50,
    api: Api = DEFAULT_API,
    key: Key = None,
    as_json: Json = False,
) -> None:
    """List them, newest first."""
    with reported(as_json=as_json), ApiClient(api, api_key=key) as client:
        if out is not None:
            save_list(client, "applications", Path(out), as_json=as_json)
            return
        found = list(client.items("/applications", {"state": state}, limit=limit))
        columns = ("application id", "state", "since", "title", "company", "notes")
        show_items("Applications", columns, found, _row, as_json=as_json)


@app.command()
def add(
    job_id: Annotated[str, typer.Argument(metavar="JOB_ID", help="A posting, see `vitaeflow jobs --json`.")],
    state: Annotated[ApplicationState, typer.Option("--state", help="How far it is.")] = "saved",
    on: Day = None,
    notes: Notes = None,
    api: Api = DEFAULT_API,
    key: Key = None,
    as_json: Json = False,
) -> None:
    """Begin to follow a posting."""
    sent = {"job_id": job_id, "state": state} | _given(happened_on=on, notes=notes)
    with reported(as_json=as_json), ApiClient(api, api_key=key) as client:
        try:
            _answer(client.send("POST", "/applications", **sent), as_json=as_json)
        except Conflict as error:
            raise Conflict(f"{error.detail} (`vitaeflow applications list`)") from None


@app.command("set")
def set_application(
    application_id: Annotated[str, typer.Argument(metavar="APPLICATION_ID", help="See `vitaeflow applications list`.")],
    state: Annotated[ApplicationState | None, typer.Argument(help="How far it is now.")] = None,
    on: Day = None,
    notes: Notes = None,
    api: Api = DEFAULT_API,
    key: Key = None,
    as_json: Json = False,
) -> None:
    """Change the state, the day it happened on, or the notes."""
    changes = _given(state=state, happened_on=on, notes=notes)
    if not changes:
        raise typer.BadParameter("give a state, --on or --notes")
    with reported(as_json=as_json), ApiClient(api, api_key=key) as client:
        _answer(client.send("PATCH", f"/applications/{application_id}", **changes), as_json=as_json)


@app.command()
def show(
    application_id: Annotated[str, typer.Argument(metavar="APPLICATION_ID", help="See `vitaeflow applications list`.")],
    api: Api = DEFAULT_API,
    key: Key = None,
    as_json: Json = False,
) -> None:
    """One application with its history."""
    with reported(as_json=as_json), ApiClient(api, api_key=key) as client:
        item = client.send("GET", f"/applications/{application_id}")
        if as_json:
            emit_json(item)
            return
        title = f"{item['title']} — {item['company']}"
        show_items(title, ("on", "from", "to"), item["history"], _step, as_json=False)
        if item["notes"]:
            note(item["notes"])


def _given(**values: str | None) -> dict[str, str]:
    return {name: value for name, value in values.items() if value is not None}


def _answer(item: Item, *, as_json: bool) -> None:
    if as_json:
        emit_json(item)
    else:
        note(f"{item['title']} — {item['company']}: {item['state']} since {item['state_on']} ({item['id']})")


def _row(item: Item) -> Sequence[object]:
    return (
        item.get("id"),
        item.get("state"),
        item.get("state_on"),
        item.get("title"),
        item.get("company"),
        item.get("notes"),
    )


def _step(item: Item) -> Sequence[object]:
    return (item.get("happened_on"), item.get("before") or "", item.get("after"))
