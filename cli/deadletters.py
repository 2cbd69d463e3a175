"""`vitaeflow deadletters`: what could not be compared or delivered, and trying it again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from cli.client import ApiClient
from cli.listing import Item, show_items
from cli.options import DEFAULT_API, Api, Json, Key, Limit
from cli.output import emit_json, note, reported

app = typer.Typer(help="Dead letters of fan-outs and deliveries.", no_args_is_help=True)

_DONE = "asked for; `vitaeflow deadletters list` shows what is left"


@app.command("list")
def list_deadletters(limit: Limit = 50, api: Api = DEFAULT_API, key: Key = None, as_json: Json = False) -> None:
    """Fan-outs with pairs that could not be compared, and deliveries whose attempts are used up."""
    with reported(as_json=as_json), ApiClient(api, api_key=key) as client:
        fanouts = [each for each in client.items("/fanouts", limit=limit) if _is_dead(each)]
        deliveries = list(client.items("/deliveries", {"status": "dead"}, limit=limit))
        if as_json:
            emit_json({"fanouts": fanouts, "deliveries": deliveries})
            return
        if not fanouts and not deliveries:
            note("no dead letters")
        if fanouts:
            columns = ("fanout id", "state", "dead", "failed pages", "of pairs", "created")
            show_items("Fan-outs", columns, fanouts, _fanout_row, as_json=False)
        if deliveries:
            names = ("delivery id", "channel id", "attempts", "error", "created")
            show_items("Deliveries", names, deliveries, _delivery_row, as_json=False)


@app.command()
def replay(
    identity: Annotated[str | None, typer.Argument(metavar="ID", help="A fan-out or a delivery of the list.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="All of the list.")] = False,
    limit: Limit = 50,
    api: Api = DEFAULT_API,
    key: Key = None,
    as_json: Json = False,
) -> None:
    """Try one again, or all."""
    if everything == (identity is not None):
        raise typer.BadParameter("name one of the list, or give --all")
    with reported(as_json=as_json), ApiClient(api, api_key=key) as client:
        fanouts = [each["id"] for each in client.items("/fanouts", limit=limit) if _is_dead(each)]
        if everything:
            deliveries = [each["id"] for each in client.items("/deliveries", {"status": "dead"}, limit=limit)]
        else:
            fanouts, deliveries = ([identity], []) if identity in fanouts else ([], [identity])
        answers: list[dict[str, Any]] = [client.send("POST", f"/fanouts/{each}/retry") for each in fanouts]
        answers += [client.send("POST", f"/deliveries/{each}/replay") for each in deliveries]
        if as_json:
            emit_json(answers)
        else:
            note(f"{len(answers)} {_DONE}" if answers else "no dead letters")


def _is_dead(fanout: Item) -> bool:
    return bool(fanout.get("dead_letters") or fanout.get("failed_pages"))


def _fanout_row(item: Item) -> Sequence[object]:
    created = str(item.get("created_at") or "")[:19]
    return (item["id"], item["state"], item["dead_letters"], item["failed_pages"], item["pairs"], created)


def _delivery_row(item: Item) -> Sequence[object]:
    created = str(item.get("created_at") or "")[:19]
    return (item["id"], item["channel_id"], item["attempts"], item.get("last_error"), created)
