"""`eval/report.md`: everything that a full run measured, to be read and compared with `git diff`."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from domain.matching import RUBRIC
from domain.reading.reader import VERSION
from eval.figures import Cell, Miss, Part, Table
from eval.goals import goal_table

REPORT = Path(__file__).parent / "report.md"

_PACKAGES = ("pypdfium2", "kreuzberg", "lxml", "phonenumbers", "rapidfuzz")


_ABOUT = """\
The corpus (`eval/corpus`) is made up: 8 formats, 25 layouts, 9 languages, scans, and files made to break readers. Rules
were written with these files in view, so new files will be read less well than these figures say. Bounds stand in
`eval/floors.toml`; the module texts of `eval/` say how each figure is counted."""


def write_report(parts: Sequence[Part], missed: Sequence[Miss], command: str, file: Path = REPORT) -> None:
    """Replace the report."""
    now = datetime.now(UTC)
    packages = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    run = f"`{command}` on {now:%Y-%m-%d}, {sum(part.seconds for part in parts):.0f} s on {os.cpu_count()} processors."
    made_of = f"vitaeflow {version('vitaeflow')}, rules {VERSION}, rubric {RUBRIC}, Python {platform.python_version()}"
    lines = ["# Evaluation", "", run, f"{made_of}, {packages}.", "", _ABOUT, "", *_verdict(missed)]
    lines += ["", *_markdown(goal_table(parts))]
    for part in parts:
        lines += ["", f"## {part.name}"]
        for table in part.tables:
            lines += ["", *_markdown(table)]
    file.write_text("\n".join(lines) + "\n", "utf-8")


def _verdict(missed: Sequence[Miss]) -> list[str]:
    if not missed:
        return ["Every figure is within its bound."]
    return ["Out of bounds:", "", *(f"- {miss.figure} {miss.problem}" for miss in missed)]


def _markdown(table: Table) -> list[str]:
    head = "| " + " | ".join(map(_escaped, table.columns)) + " |"
    rule = "|" + "".join("---:|" if numeric(table, column) else "---|" for column in range(len(table.columns)))
    rows = ["| " + " | ".join(_escaped(shown(cell)) for cell in row) + " |" for row in table.rows]
    note = ["", table.note] if table.note else []
    return [f"### {table.title}", "", head, rule, *rows, *note]


def numeric(table: Table, column: int) -> bool:
    """Whether a column holds nothing but numbers."""
    return all(isinstance(row[column], (int, float)) or row[column] is None for row in table.rows)


def shown(cell: Cell) -> str:
    """A cell in words: shares to three places, counts whole, nothing as a dash."""
    if cell is None:
        return "–"
    if isinstance(cell, float):
        return f"{cell:.3f}" if abs(cell) <= 1 else f"{cell:.0f}"
    return str(cell)


def _escaped(text: str) -> str:
    return text.replace("|", "\\|")
