"""`vitaeflow sources`: where postings come from, how each source is, and what a new one would give."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from cli.client import ApiClient
from cli.listing import Item, show_items
from cli.options import DEFAULT_API, Api, Json, Key, Limit
from cli.output import UsageError, emit_json, note, reported, stdout, table
from schema.jobs import BOARD_KINDS, FetchResult, FetchState, SourceConfig
from schema.settings import get_settings

if TYPE_CHECKING:
    from domain.jobs.health import Verdict

app = typer.Typer(help="Job sources: boards, feeds, pages and files.", no_args_is_help=True)

_SHOWN = 5

Kind = Annotated[str, typer.Argument(metavar="KIND", help="What it is; `vitaeflow sources kinds` lists them.")]
Location = Annotated[str, typer.Argument(metavar="LOCATION", help="An account's name, an address or a path.")]
BaseUrl = Annotated[str | None, typer.Option("--base-url", metavar="URL", help="Ask a mirror instead of the board.")]
Options = Annotated[
    list[str] | None, typer.Option("--option", metavar="NAME=VALUE", help="What else the kind knows; repeatable.")
]


@app.command("list")
def list_sources(limit: Limit = 50, api: Api = DEFAULT_API, key: Key = None, as_json: Json = False) -> None:
    """List your sources with their health, newest first."""
    with reported(as_json=as_json), ApiClient(api, api_key=key) as client:
        found = list(client.items("/sources", limit=limit))
        columns = ("source id", "name", "kind", "health", "rows", "last success", "what is wrong")
        show_items("Sources", columns, found, _source_row, as_json=as_json)


@app.command()
def kinds() -> None:
    """List what a source can be."""
    for kind in BOARD_KINDS:
        typer.echo(kind)


@app.command()
def add(
    kind: Kind,
    location: Location,
    name: Annotated[str | None, typer.Option("--name", help="Also the company where the board names none.")] = None,
    base_url: BaseUrl = None,
    option: Options = None,
    minutes: Annotated[
        int | None,
        typer.Option(
            "--every", min=5, max=10_080, metavar="MINUTES", help="How often; without it hourly, or as its terms allow."
        ),
    ] = None,
    api: Api = DEFAULT_API,
    key: Key = None,
    as_json: Json = False,
) -> None:
    """Add a source; it is read at once, then at its interval. An admin's source feeds everybody."""
    with reported(as_json=as_json), ApiClient(api, api_key=key) as client:
        sent: dict[str, Any] = {"kind": kind, "location": location, "name": name or location[:100]}
        sent |= {"base_url": base_url, "options": _options(option), "interval_minutes": minutes}
        made = client.send("POST", "/sources", **sent)
        if as_json:
            emit_json(made)
        else:
            note(f"{made['name']} is read every {made['interval_seconds'] // 60} minutes ({made['id']})")


@app.command()
def trigger(
    source_id: Annotated[str, typer.Argument(metavar="SOURCE_ID", help="See `vitaeflow sources list`.")],
    api: Api = DEFAULT_API,
    key: Key = None,
    as_json: Json = False,
) -> None:
    """Read a source now, also while it is paused."""
    with reported(as_json=as_json), ApiClient(api, api_key=key) as client:
        asked = client.send("POST", f"/sources/{source_id}/trigger")
        if as_json:
            emit_json(asked)
        else:
            note(f"{asked['name']} is being read; `vitaeflow sources list` shows what came of it")


@app.command("test")
def try_source(
    kind: Kind,
    location: Location,
    name: Annotated[str, typer.Option("--name", help="Also the company where the board names none.")] = "",
    base_url: BaseUrl = None,
    option: Options = None,
    as_json: Json = False,
) -> None:
    """Fetch a source once from this machine, without a service, storing nothing: counts, fields, problems."""
    with reported(as_json=as_json):
        source = SourceConfig(
            kind=kind, location=location, name=name or location, base_url=base_url, options=_options(option)
        )
        result = asyncio.run(_fetched(source))
        verdict = _judged(result)
        if as_json:
            emit_json(_summary(result, verdict))
        else:
            _show_result(result, verdict)
        if verdict.problem:
            raise typer.Exit(1)


async def _fetched(source: SourceConfig) -> FetchResult:
    from adapters.boards import SourceKeys, board_for
    from adapters.outbound import OutboundClient

    settings = get_settings()
    root = settings.sources_dir or _folder_of(source)
    board = board_for(source.kind, sources_dir=root, keys=SourceKeys.of(settings))
    async with OutboundClient(settings.allow_private_targets) as http:
        return await board.fetch(source, http, FetchState())


def _folder_of(source: SourceConfig) -> Path | None:
    """Who names a file here may read it; the service needs SOURCES_DIR."""
    return Path(source.location).resolve().parent if source.kind == "file" else None


def _judged(result: FetchResult) -> Verdict:
    """As a first answer would be judged: there is no habit yet."""
    from domain.jobs.health import Run, assess, filled_fields

    salaries = sum(posting.salary is not None for posting in result.postings)
    return assess(Run(len(result.postings), filled_fields(result.postings)), [], salaries)


def _summary(result: FetchResult, verdict: Verdict) -> dict[str, Any]:
    from domain.jobs.health import filled_fields

    return {
        "postings": len(result.postings),
        "complete": result.complete,
        "skipped": result.skipped,
        "filled": filled_fields(result.postings),
        "problem": verdict.problem,
        "warnings": verdict.warnings,
        "skipped_because": result.problems,
        "titles": [posting.title for posting in result.postings[:_SHOWN]],
    }


def _show_result(result: FetchResult, verdict: Verdict) -> None:
    found = _summary(result, verdict)
    if result.postings:
        rows = [(field, f"{share:.0%}") for field, share in found["filled"].items()]
        stdout.print(table("Fields that say something", ("field", "of postings"), rows, numeric=("of postings",)))
        first = [(p.title, p.company, ", ".join(place.raw for place in p.locations)) for p in result.postings[:_SHOWN]]
        stdout.print(table("The first postings", ("title", "company", "place"), first))
    rest = "" if result.complete else "; the board holds more than was read"
    note(f"{found['postings']} postings, {result.skipped} entries that could not be used{rest}; nothing was stored")
    for line in [*filter(None, [verdict.problem]), *verdict.warnings, *result.problems]:
        note(f"  {line}")


def _options(pairs: list[str] | None) -> dict[str, str]:
    split = [pair.partition("=") for pair in pairs or []]
    for name, equals, _ in split:
        if not name or not equals:
            raise UsageError("An --option is NAME=VALUE")
    return {name: value for name, _, value in split}


def _source_row(item: Item) -> Sequence[object]:
    health: Literal["paused"] | str = "paused" if item.get("paused") else str(item.get("health"))
    wrong = [item.get("last_error"), *(item.get("warnings") or [])]
    return (
        item.get("id"),
        item.get("name"),
        item.get("kind"),
        health,
        item.get("last_rows"),
        str(item.get("last_success_at") or "never")[:19],
        "; ".join(filter(None, wrong)),
    )
