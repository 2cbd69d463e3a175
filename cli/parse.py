"""`vitaeflow parse`: résumés to profiles on this machine, without a service."""

from __future__ import annotations

import asyncio
import json
import os
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Self, TextIO

import typer

from cli.inputs import STDIN, files_of, shown
from cli.options import Json
from cli.output import ExitCode, emit_json, note, progress_bar, reported, stdout, table
from cli.profile_view import profile_view
from schema.errors import ConfigurationError
from schema.profile import Profile
from schema.settings import get_settings

if TYPE_CHECKING:
    from cli.batch import ParseResult

RESULTS = "results.jsonl"
_STDIN_NAME = Path("stdin")


def parse(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE…", help="Résumés, folders of them, or - for standard input.")
    ],
    out: Annotated[Path | None, typer.Option("--out", file_okay=False, help="Folder for profiles and results.")] = None,
    as_of: Annotated[
        datetime | None,
        typer.Option("--as-of", formats=["%Y-%m-%d"], help="Day that open-ended entries are counted to."),
    ] = None,
    processes: Annotated[int | None, typer.Option("--processes", min=1, help="Child processes.")] = None,
    as_json: Json = False,
) -> None:
    """Read résumés on this machine, without a service.

    Documents and scans, text, JSON Resume, LinkedIn's data archive, our own exports.

    With --out, every accepted file becomes STEM.json there and every file a line of results.jsonl. Without it, the
    profiles are shown. --json prints the result lines, with the profiles unless --out takes them. Exit code 0 when
    every file got an answer, and a rejection is an answer.
    """
    with reported(as_json=as_json):
        unique = files_of(files, out)
        children = min(processes or os.cpu_count() or 1, len(unique))
        day = as_of.date() if as_of else None
        results = asyncio.run(_run(unique, out, day, children, as_json=as_json))
    if not all(result.answered for result in results):
        raise typer.Exit(ExitCode.FAILED)


async def _run(
    files: Sequence[Path], out: Path | None, as_of: date | None, processes: int, *, as_json: bool
) -> list[ParseResult]:
    """Parse, write and show as results come in."""
    from cli.batch import Parser  # the readers' tables take longer to load than most commands to run

    results: list[ParseResult] = []
    profiles: list[Profile | None] = []
    with _Folder(out, files) as folder, progress_bar() as bar:
        task = bar.add_task("reading", total=len(files))
        async with Parser(get_settings(), processes=processes, as_of=as_of) as parser:
            async for parsed, profile in parser.parse_all(files):
                result = folder.write(parsed, profile)
                results.append(result)
                if as_json:
                    emit_json(_line(result, None if out else profile), line=True)
                elif out is None:
                    profiles.append(profile)
                bar.update(task, advance=1, description=Path(result.file).name)
    if not as_json:
        _show(results, profiles)
        if out:
            note(f"profiles and {RESULTS} are in {out}")
    return results


def output_names(files: Sequence[Path]) -> list[str]:
    """`<stem>.json` per file, `<name.ext>.json` where inputs share a stem, numbered where they share the name too.

    Compared without case, because the names may land on a file system that does not tell it.
    """
    named = [_STDIN_NAME if file == STDIN else Path(shown(file)) for file in files]
    stems = Counter(file.stem.casefold() for file in named)
    taken: set[str] = set()
    names = []
    for file in named:
        base = file.stem if stems[file.stem.casefold()] == 1 else file.name
        name, number = f"{base}.json", 2
        while name.casefold() in taken:
            name, number = f"{base}-{number}.json", number + 1
        taken.add(name.casefold())
        names.append(name)
    return names


class _Folder:
    """Where `--out` puts profiles and results; without a folder nothing is written."""

    def __init__(self, folder: Path | None, files: Sequence[Path]) -> None:
        self._folder = folder
        self._names = dict(zip(map(shown, files), output_names(files), strict=True))
        self._stack = ExitStack()
        self._results: TextIO | None = None

    def __enter__(self) -> Self:
        if self._folder:
            try:
                self._folder.mkdir(parents=True, exist_ok=True)
                self._results = self._stack.enter_context((self._folder / RESULTS).open("w", encoding="utf-8"))
            except OSError as error:
                raise self._unwritable(error) from None
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def write(self, result: ParseResult, profile: Profile | None) -> ParseResult:
        """Write what there is; the result with the name of its output."""
        if self._folder is None or self._results is None:
            return result
        target = self._folder / self._names[result.file]
        try:
            result = self._output(target, result, profile)
            self._results.write(json.dumps(_line(result, None), ensure_ascii=False) + "\n")
            self._results.flush()
        except OSError as error:
            raise self._unwritable(error) from None
        return result

    def _output(self, target: Path, result: ParseResult, profile: Profile | None) -> ParseResult:
        if profile is None:
            target.unlink(missing_ok=True)  # an earlier run may have accepted what this one rejects
            return result
        _replace(target, json.dumps(profile.to_json_resume(), ensure_ascii=False, indent=2) + "\n")
        return result.model_copy(update={"output": target.name})

    def _unwritable(self, error: OSError) -> ConfigurationError:
        return ConfigurationError(f"{self._folder} cannot be written to ({error.strerror}): choose another --out")


def _replace(target: Path, text: str) -> None:
    """Write a file whole or not at all, whenever the process is stopped."""
    unfinished = target.with_name(f".{target.name}.part")
    try:
        unfinished.write_text(text, "utf-8")
        unfinished.replace(target)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


def _line(result: ParseResult, profile: Profile | None) -> dict[str, Any]:
    """A result as JSON, with its profile where it is not in a file of its own."""
    line: dict[str, Any] = result.model_dump(mode="json")
    return line | {"profile": profile.to_json_resume()} if profile else line


def _show(results: Sequence[ParseResult], profiles: Sequence[Profile | None]) -> None:
    """The profiles, each under its file's name, and a table where there is more than one file."""
    for result, profile in zip(results, profiles, strict=False):
        if profile is not None:
            if len(results) > 1:
                stdout.rule(Path(result.file).name)
            stdout.print(profile_view(profile))
    if len(results) > 1 or profiles == [None] or not profiles:
        columns = ("file", "outcome", "why", "ms")
        rows = [(Path(item.file).name, item.outcome, _why(item), item.ms) for item in results]
        stdout.print(table("Results", columns, rows, numeric=("ms",)))


def _why(result: ParseResult) -> str:
    return f"{result.reason}: {result.detail}" if result.reason else ", ".join(result.flags)
