"""`vitaeflow analyses` and `export`: what the service knows of résumés, as tables, JSON or files."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from cli.client import ApiClient, Download
from cli.options import DEFAULT_API, Api, Json, Key, Limit
from cli.output import emit_json, note, reported, stdout, table
from schema.analysis import Status
from schema.errors import ConfigurationError

Item = dict[str, Any]


def analyses(
    status: Annotated[Status | None, typer.Option("--status", help="Only analyses in this state.")] = None,
    limit: Limit = 50,
    api: Api = DEFAULT_API,
    key: Key = None,
    as_json: Json = False,
) -> None:
    """List your analyses, newest first."""
    with reported(as_json=as_json), ApiClient(api, api_key=key) as client:
        found = list(client.items("/analyses", {"status": status}, limit=limit))
        show_items("Analyses", ("job id", "status", "stage", "%", "created"), found, _analysis_row, as_json=as_json)


def export(
    job_id: Annotated[str, typer.Argument(metavar="JOB_ID", help="An analysis, see `vitaeflow analyses`.")],
    fmt: Annotated[Literal["json", "csv", "pdf", "docx"], typer.Option("--format", help="Kind of file.")] = "json",
    out: Annotated[
        Path | None,
        typer.Option("--out", help="File or folder to write to; - is stdout. Default: the given name."),
    ] = None,
    api: Api = DEFAULT_API,
    key: Key = None,
    as_json: Json = False,
) -> None:
    """Write a completed analysis to a file."""
    with reported(as_json=as_json), ApiClient(api, api_key=key) as client:
        made = client.export(job_id, fmt)
        if out == Path("-"):
            sys.stdout.buffer.write(made.content)
            return
        target = write_download(made, out)
        if as_json:
            emit_json({"file": str(target), "media_type": made.media_type, "bytes": len(made.content)})
        else:
            note(f"wrote {target} ({len(made.content):,} bytes)")


def write_download(made: Download, out: Path | None) -> Path:
    """Write to `out`, into it when it is a folder, or under the given name here."""
    target = (out / made.filename if out.is_dir() else out) if out else Path(made.filename)
    try:
        target.write_bytes(made.content)
    except OSError as error:
        raise ConfigurationError(f"{target} cannot be written ({error.strerror}): choose another --out") from None
    return target


def save_list(client: ApiClient, name: str, out: Path, params: Item | None = None, *, as_json: bool) -> None:
    """One of the lists that the API gives as a file, written to `out`; - is stdout."""
    made = client.file(f"/exports/{name}.csv", params)
    if out == Path("-"):
        sys.stdout.buffer.write(made.content)
        return
    target = write_download(made, out)
    if as_json:
        emit_json({"file": str(target), "media_type": made.media_type, "bytes": len(made.content)})
    else:
        note(f"wrote {target} ({len(made.content):,} bytes)")


def show_items(
    title: str, columns: Sequence[str], items: list[Item], row: Callable[[Item], Sequence[object]], *, as_json: bool
) -> None:
    """A list as a table, or as it is for programs; an empty one says so on stderr."""
    if as_json:
        emit_json(items)
    elif items:
        stdout.print(
            table(
                title,
                columns,
                map(row, items),
                numeric=("score", "%", "dead", "rows", "minutes", "pages", "pairs", "matches"),
            )
        )
    else:
        note(f"no {title.lower()} yet")


def _analysis_row(item: Item) -> Sequence[object]:
    return (
        item["job_id"],
        item["status"],
        item.get("stage"),
        item.get("progress"),
        str(item.get("created_at", ""))[:19],
    )
