"""`vitaeflow matches` and `feedback`: the jobs that fit you, why, and what you say of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from rich.text import Text

from cli.client import ApiClient
from cli.listing import Item, save_list, show_items
from cli.options import DEFAULT_API, Api, Csv, Currency, Json, Key, LeastPay, Limit, Unknown
from cli.output import emit_json, note, plain, reported, stdout

Said = Literal["more_like_this", "not_this", "applied", "hide", "nothing"]


def matches(
    min_score: Annotated[int | None, typer.Option("--min-score", min=0, max=100, help="Only from this score.")] = None,
    title: Annotated[list[str] | None, typer.Option("--title", help="Only such titles; may be repeated.")] = None,
    words: Annotated[
        str | None, typer.Option("--words", help='In title, company or text: `data "machine learning" -senior`.')
    ] = None,
    company: Annotated[list[str] | None, typer.Option("--company", help="Only of these; may be repeated.")] = None,
    place: Annotated[list[str] | None, typer.Option("--place", help="E.g. `Porto, PT`; may be repeated.")] = None,
    remote: Annotated[bool | None, typer.Option("--remote/--no-remote", help="Only remote ones, or none.")] = None,
    employment: Annotated[
        list[str] | None, typer.Option("--employment", help="Only such, e.g. full_time; may be repeated.")
    ] = None,
    least_pay: LeastPay = None,
    currency: Currency = None,
    unknown: Unknown = "keep",
    hidden: Annotated[bool, typer.Option("--hidden", help="Also what you hid.")] = False,
    search: Annotated[str | None, typer.Option("--search", metavar="ID", help="What a saved search finds.")] = None,
    reasons: Annotated[bool, typer.Option("--reasons", help="With every reason, instead of a table.")] = False,
    out: Csv = None,
    limit: Limit = 50,
    api: Api = DEFAULT_API,
    key: Key = None,
    as_json: Json = False,
) -> None:
    """List the jobs that fit you, best first, with the reasons."""
    wanted: dict[str, Any] = {
        "min_score": min_score, "titles": title or None, "words": words, "companies": company or None,
        "places": place or None, "remote": remote, "employment": employment or None, "least_pay": least_pay,
        "currency": currency, "unknown": unknown, "hidden": hidden or None,
    }  # fmt: skip
    with reported(as_json=as_json), ApiClient(api, api_key=key) as client:
        if out is not None:
            save_list(client, "matches", Path(out), as_json=as_json)
            return
        path, params = (f"/searches/{search}/matches", {}) if search else ("/matches", wanted)
        found = list(client.items(path, params, limit=limit, notice=note))
        if reasons and found and not as_json:
            for item in found:
                print_reasons(item)
            return
        columns = ("match id", "score", "title", "company", "recommendation", "why")
        show_items("Matches", columns, found, _match_row, as_json=as_json)


def feedback(
    match_id: Annotated[str, typer.Argument(metavar="MATCH_ID", help="See `vitaeflow matches`.")],
    said: Annotated[Said, typer.Argument(help="`nothing` takes back what you said.")],
    api: Api = DEFAULT_API,
    key: Key = None,
    as_json: Json = False,
) -> None:
    """Say what you think of a match: the others move by it, at most 20 points, each with its reason."""
    with reported(as_json=as_json), ApiClient(api, api_key=key) as client:
        item = client.send("PATCH", f"/matches/{match_id}", feedback=None if said == "nothing" else said)
        if as_json:
            emit_json(item)
        else:
            note("taken back" if said == "nothing" else f"kept; this match now shows {item['score']}")


def print_reasons(item: Item) -> None:
    """One match with what speaks for it, against it, and what moved its score."""
    analysis: Item = item.get("analysis") or {}
    head = f"{item.get('score')}  {item.get('title')} — {item.get('company')}  ({analysis.get('recommendation')})"
    stdout.print(Text(plain(head), style="bold"))
    lines = [("green", "+", line) for line in analysis.get("pros") or []]
    lines += [("yellow", "−", line) for line in analysis.get("cons") or []]
    for moved in item.get("adjustments") or []:
        why = moved.get("because") or "a model's order"
        lines.append(("cyan", "±", f"{moved.get('points'):+} points: {why} (without it: {item.get('base_score')})"))
    for colour, sign, line in lines:
        stdout.print(Text.assemble((f"    {sign} ", colour), plain(line)), soft_wrap=True)


def _match_row(item: Item) -> Sequence[object]:
    analysis: Item = item.get("analysis") or {}
    why = analysis.get("explanation") or "; ".join(analysis.get("pros") or [])
    return (
        item.get("id"),
        item.get("score"),
        item.get("title"),
        item.get("company"),
        analysis.get("recommendation"),
        why,
    )
