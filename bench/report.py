"""The table, on the terminal and as docs/benchmarks.md."""

from __future__ import annotations

import os
import platform
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import psutil
from rich.console import Console
from rich.table import Table

from adapters.embedded.postgres import postgres_binaries
from adapters.embedded.temporal import find_temporal
from bench.figures import Figure, number
from schema.settings import Settings

PAGE = Path(__file__).parents[1] / "docs" / "benchmarks.md"
_HEADINGS = ("what", "must", "stretch", "measured", "÷ must", "reached", "made of")
_PACKAGES = ("temporalio", "fastapi", "uvicorn", "asyncpg", "pydantic", "qdrant-edge-py", "pypdfium2")

_LEGEND = (
    "*reached*: the stretch goal, what must be, or short of it. "
    "*÷ must*: good below 1 where less is better, above 1 where more is."
)
_HOW = """## How it is measured

`make bench` starts PostgreSQL, Temporal, workers and APIs of its own in a temporary folder, with the settings of
production except for the rate limits, and stops them at the end. Everything runs on the one machine: the servers, the
product and the clients share its processors. Absolute times vary by a third from run to run; the ratios are taken
in one run, with both sides in turn, and hold better.

- **One analysis**: a keep-alive client uploads `examples/resume/sample-resume.pdf`, another reads the WebSocket; the
  clock runs from before the request until `completed` is read.
- **No-op workflow** (`bench/noop.py`): the same activities in kind, number and order (remote, local, local, remote,
  local, local), with the same time-outs, doing nothing; its worker is configured like the product's; the clock runs
  from start to result in the client.
- **At once**: all uploads are sent together over one connection each by 20 users; the clock stops when the record
  says `completed` for all. Before and after each round the same number of no-op workflows is started together.
- **Memory**: proportional set size (shared pages count once) of API and worker with all their children, six
  seconds after the load. "Warm" is after the uploads of the first figure; the steady load comes next, then the bursts.
- **Status poll**: 16 keep-alive connections in a client process ask in a closed loop, in blocks that alternate
  between `GET /api/v1/analyses/{id}` and a bare FastAPI route with the same query on the same uvicorn settings.
- **Sockets**: all of one user, on one API process. Resumption: every client breaks off after 50–600 ms and comes
  back with its last id while eight writers commit; at the end its list is compared with the table.
- **Killed worker**: SIGKILL in the middle of a burst; the clock is the record's, `created_at` to `completed_at`.
- **Exports**: `domain.exporting.export`, the formats in turn.
- **Reading**: the files of `eval/corpus`. The text path (open, characters, looks, tags, order, links) is what the PDF
  engine takes beside its test of what is visible, in a process that runs already; pdftotext is started for every
  file. Children read without text recognition; profiles are made in the parent.
- **Fan-out**: synthetic people and postings of a dozen occupations (`bench/people.py`), facts by the product's own
  rules; the clock is the workflow history's, from its start to the completion of the last page.
"""


def show(figures: Sequence[Figure]) -> None:
    """Print the table."""
    table = Table(*_HEADINGS)
    for figure in figures:
        table.add_row(*_cells(figure))
    Console(width=None if os.isatty(1) else 220).print(table)


def write_page(figures: Sequence[Figure], command: str, seconds: float) -> None:
    """Replace docs/benchmarks.md."""
    lines = [
        "# Benchmarks",
        "",
        f"`{command}` on {datetime.now(UTC):%Y-%m-%d}, {seconds:.0f} s. {_machine()}",
        "",
        f"{_versions()}",
        "",
        "| " + " | ".join(_HEADINGS) + " |",
        "|---|" + "---:|" * 4 + "---|---|",
        *("| " + " | ".join(_cells(figure)) + " |" for figure in figures),
        "",
        _LEGEND,
        "",
        _HOW,
    ]
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text("\n".join(lines))


def _cells(figure: Figure) -> list[str]:
    sign = "≤" if figure.better == "lower" else "≥"
    bounds = ["" if bound is None else f"{sign} {number(bound)}" for bound in (figure.must, figure.stretch)]
    ratio = "" if figure.ratio is None else number(figure.ratio)
    measured = f"{number(figure.measured)} {figure.unit}".strip()
    return [figure.what, *bounds, measured, ratio, figure.reached, figure.note]


def _machine() -> str:
    memory = psutil.virtual_memory().total / 2**30
    return f"{psutil.cpu_count()} processors ({_processor()}), {memory:.0f} GiB, {platform.system()}."


def _processor() -> str:
    try:
        described = Path("/proc/cpuinfo").read_text()
    except OSError:
        return platform.machine()
    name = described.partition("model name")[2].partition("\n")[0].lstrip("\t :")
    return name or platform.machine()


def _versions() -> str:
    temporal = find_temporal(Settings(_env_file=None), lambda _: None)
    said = subprocess.run([str(temporal), "--version"], capture_output=True, text=True, check=True).stdout
    parts = [f"Python {platform.python_version()}", f"PostgreSQL {postgres_binaries()[1]}", said.strip()]
    return ", ".join([*parts, *(f"{name} {version(name)}" for name in _PACKAGES)]) + "."
