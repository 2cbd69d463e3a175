"""Segments of one row into a line: its words, its box, and how it and its stretches look."""

from __future__ import annotations

from adapters.documents.pdf_looks import moved, run_of
from adapters.documents.pdf_words import Segment
from schema.document import Line, Run


def line_of(row: list[Segment], page: int) -> Line:
    """The line of the segments that stand beside each other, a tab between two; its look is that of the longest."""
    longest = max(row, key=lambda s: len(s.text))
    return Line(
        text="\t".join(segment.text for segment in row),
        start=0,
        end=0,
        page=page,
        x0=round(min(s.x0 for s in row), 1),
        y0=round(min(s.y0 for s in row), 1),
        x1=round(max(s.x1 for s in row), 1),
        y1=round(max(s.y1 for s in row), 1),
        size=round(longest.size, 1),
        bold=longest.bold,
        italic=bool(longest.look and longest.look.italic),
        color=longest.look.color if longest.look else None,
        runs=_runs(row),
    )


def _runs(row: list[Segment]) -> list[Run]:
    """The looks of a row's stretches; nothing where it has one look."""
    if len({segment.look for segment in row}) == 1 and not any(segment.runs for segment in row):
        return []
    runs: list[Run] = []
    at = 0
    for segment in row:
        if segment.look:
            runs += [moved(run, at) for run in segment.runs] or [run_of(segment.look, at, at + len(segment.text))]
        at += len(segment.text) + 1
    return runs
