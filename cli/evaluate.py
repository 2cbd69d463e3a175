"""`vitaeflow eval`: how well this checkout reads, refuses and ranks, against recorded floors."""

from __future__ import annotations

import asyncio
import shlex
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.options import Json
from cli.output import ExitCode, emit_json, note, plain, progress_bar, reported, stdout, table
from schema.errors import ConfigurationError

if TYPE_CHECKING:
    from eval.figures import Miss, Part, Table

_CHECKOUT = Path(__file__).resolve().parents[1]


class Chosen(StrEnum):
    """The parts of the evaluation."""

    PARSE = "parse"
    HOSTILE = "hostile"
    MATCH = "match"


def evaluate(
    parts: Annotated[
        list[Chosen] | None, typer.Argument(metavar="[parse|hostile|match]…", help="Default: all.")
    ] = None,
    left_out: Annotated[bool, typer.Option("--cv", help="Also per layout and language left out.")] = False,
    record: Annotated[bool, typer.Option("--record", help="Write eval/floors.toml anew from this run.")] = False,
    folder: Annotated[
        Path | None,
        typer.Option("--corpus", metavar="DIR", help="Measure `parse` alone on this corpus, without floors."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Measure how résumés are read, hostile files refused and people ranked, on the made-up corpus of the checkout.

    Exit code 1 when a figure is below its floor in eval/floors.toml. A run of all parts writes eval/report.md.
    """
    with reported(as_json=as_json):
        _find_kit()
        if folder is None:
            done, missed = asyncio.run(_run([part.value for part in parts or Chosen], left_out, record))
        else:
            done, missed = asyncio.run(_run_elsewhere(folder, left_out))
    if as_json:
        emit_json(_as_json(done, missed))
    else:
        _show(done, missed)
    if missed:
        raise typer.Exit(ExitCode.FAILED)


def _find_kit() -> None:
    """The kit and its corpus are no part of the installed package: they are imported from the checkout."""
    if not (_CHECKOUT / "eval" / "corpus").is_dir():
        raise ConfigurationError(
            "The evaluation kit and its corpus are in the source tree, not in the installed package: "
            "run `make eval` in a checkout"
        )
    if str(_CHECKOUT) not in sys.path:
        sys.path.insert(0, str(_CHECKOUT))


async def _run(names: Sequence[str], left_out: bool, record: bool) -> tuple[list[Part], list[Miss]]:
    """Measure, record if wanted, compare with the bounds and write the report of a full run."""
    from eval import figures, report, run  # the readers' tables take longer to load than most commands to run
    from eval.corpus import Corpus

    corpus = Corpus()
    with progress_bar() as bar:
        task = bar.add_task("evaluating", total=run.steps(names, corpus))
        parts = await run.run(
            names, corpus, left_out=left_out, progress=lambda name: bar.update(task, advance=1, description=name)
        )
    if record:
        for loosened in figures.record(parts):
            note(f"loosened: {loosened.figure} {loosened.problem}; say in the commit what it was given up for")
    bounds = figures.load_bounds()
    missed = [miss for part in parts for miss in figures.misses(part, bounds)]
    if set(names) == set(run.PARTS):
        report.write_report(parts, missed, shlex.join(["vitaeflow", *sys.argv[1:]]))
        note(f"written: {report.REPORT}")
    return parts, missed


async def _run_elsewhere(folder: Path, left_out: bool) -> tuple[list[Part], list[Miss]]:
    """Measure reading on another corpus: nothing is recorded of it, so nothing is compared or written."""
    from eval import parsing, run
    from eval.corpus import Corpus

    corpus = Corpus(folder)
    with progress_bar() as bar:
        task = bar.add_task("evaluating", total=run.steps([parsing.NAME], corpus))
        parts = await run.run(
            [parsing.NAME], corpus, left_out=left_out, twice=False,
            progress=lambda name: bar.update(task, advance=1, description=name),
        )  # fmt: skip
    return parts, []


def _as_json(parts: Sequence[Part], missed: Sequence[Miss]) -> dict[str, Any]:
    from eval.goals import goal_table

    return {
        "goals": _rows(goal_table(parts)),
        "parts": {
            part.name: {
                "seconds": round(part.seconds, 1),
                "figures": {figure.name: figure.value for figure in part.figures},
                "tables": {each.title: _rows(each) for each in part.tables},
            }
            for part in parts
        },
        "out_of_bounds": [{"figure": miss.figure, "problem": miss.problem} for miss in missed],
    }


def _rows(measured: Table) -> list[dict[str, Any]]:
    return [dict(zip(measured.columns, row, strict=True)) for row in measured.rows]


def _show(parts: Sequence[Part], missed: Sequence[Miss]) -> None:
    from eval.goals import goal_table

    for part in parts:
        stdout.rule(f"{part.name}, {part.seconds:.0f} s")
        for each in part.tables:
            if not each.wide:
                _print(each)
    stdout.rule()
    _print(goal_table(parts))
    for miss in missed:
        note(f"out of bounds: {miss.figure} {miss.problem}")


def _print(measured: Table) -> None:
    from eval.report import numeric, shown

    numbers = [column for index, column in enumerate(measured.columns) if numeric(measured, index)]
    rows = [[shown(cell) for cell in row] for row in measured.rows]
    stdout.print(table(measured.title, measured.columns, rows, numeric=numbers))
    if measured.note:
        stdout.print(plain(measured.note), style="dim")
