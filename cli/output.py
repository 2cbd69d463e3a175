"""How commands answer: results on stdout, everything else on stderr, one exit code per kind of outcome.

Text that came out of a file or over the network is never trusted by the terminal: it passes through `plain`
(no control characters, no bidirectional overrides) and is printed as text, not as markup.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from enum import IntEnum
from typing import Any, Literal

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from schema.errors import BadRequest, Unavailable, Unprocessable, VitaeflowError

stdout = Console(highlight=False)
stderr = Console(stderr=True, highlight=False)

_BIDI_CONTROLS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class ExitCode(IntEnum):
    """What a script can tell from `$?`; 2 is also what the option parser uses."""

    OK = 0
    FAILED = 1
    USAGE = 2
    UNREACHABLE = 3
    ANALYSIS_FAILED = 4


class AnalysisFailed(VitaeflowError):
    """The analysis ended in `failed` or `cancelled`; `extra` names job, stage and whether a retry may help."""

    code, status, title, retryable = "analysis_failed", 409, "The analysis failed", False


class UsageError(BadRequest):
    """The command was called in a way that cannot work, whatever the service answers."""

    code, title = "usage", "The command cannot be run like this"


def exit_code_of(error: VitaeflowError) -> ExitCode:
    """The exit code for an error, so that scripts need not read messages."""
    if isinstance(error, AnalysisFailed):
        return ExitCode.ANALYSIS_FAILED
    if isinstance(error, Unavailable):
        return ExitCode.UNREACHABLE
    return ExitCode.USAGE if isinstance(error, UsageError) else ExitCode.FAILED


@contextmanager
def reported(*, as_json: bool) -> Iterator[None]:
    """Turn a named error into a message on stderr (a JSON object with `as_json`) and its exit code."""
    try:
        yield
    except VitaeflowError as error:
        report(error, as_json=as_json)
        raise typer.Exit(exit_code_of(error)) from None


def report(error: VitaeflowError, *, as_json: bool) -> None:
    """Say on stderr what happened and what to do next."""
    if as_json:
        problem = {"code": error.code, "title": error.title, "detail": error.detail, **error.extra}
        typer.echo(json.dumps({"error": problem}, ensure_ascii=False, default=str), err=True)
        return
    stderr.print(Text.assemble(("error ", "bold red"), (error.code, "red"), ": ", plain(error.detail)), soft_wrap=True)
    for field in _fields_of(error):
        stderr.print(Text(f"  {plain(field)}"), soft_wrap=True)
    if request_id := error.extra.get("request_id"):
        stderr.print(Text(f"  request_id {plain(request_id)}", style="dim"), soft_wrap=True)


def _fields_of(error: VitaeflowError) -> Iterator[str]:
    """Lines for the fields that a 422 names, as `path: what is wrong`."""
    if not isinstance(error, Unprocessable):
        return
    for item in error.extra.get("errors") or []:
        if isinstance(item, dict):
            path = item.get("field") or item.get("path") or ".".join(map(str, item.get("loc") or ()))
            yield f"{path}: {item.get('message') or item.get('msg') or 'not acceptable'}"


def plain(value: object) -> str:
    """Text safe to show: control characters and direction overrides are gone, so a file cannot steer the terminal."""
    kept = (
        " " if char in "\t\r\n" else char
        for char in str(value)
        if char in "\t\r\n" or (unicodedata.category(char) not in ("Cc", "Cs") and char not in _BIDI_CONTROLS)
    )
    return "".join(kept)


def note(message: str) -> None:
    """One line for the person at the terminal; never mixed with results."""
    stderr.print(Text(plain(message)), soft_wrap=True)


def emit_json(value: Any, *, line: bool = False) -> None:
    """A result for programs: UTF-8, not escaped; `line` makes it one line of JSON Lines."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=None if line else 2))


def table(
    title: str, columns: Sequence[str], rows: Iterable[Sequence[object]], *, numeric: Sequence[str] = ()
) -> Table:
    """A table whose cells are plain text; those in `numeric` align right, ids stay whole to be copied."""
    made = Table(title=title, title_justify="left", title_style="bold", header_style="bold")
    for column in columns:
        justify: Literal["left", "right"] = "right" if column in numeric else "left"
        made.add_column(column, justify=justify, overflow="fold", no_wrap=column.endswith(" id"))
    for row in rows:
        made.add_row(*(Text(plain("" if cell is None else cell)) for cell in row))
    return made


def progress_bar() -> Progress:
    """A bar on stderr; on anything but a terminal it stays silent and leaves the log readable."""
    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
        console=stderr,
        transient=True,
        disable=not stderr.is_terminal,
    )
