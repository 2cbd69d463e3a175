"""Segments of one row into a line: its words, its box, and how it and its stretches look."""

from __future__ import annotations

from adapters.documents.pdf_looks import moved, run_of
from adapters.documents.pdf_words import Segment
from schema.document import Line, Run


def line_of(row: list[Segment], page: int) -> Line:
    """The line of the segments that stand beside each other, a tab between two; its look is that of the longest."""
    longest = row[0]
    text, x0, y0, x1, y1 = longest.text, longest.x0, longest.y0, longest.x1, longest.y1
    if len(row) > 1:
        longest = max(row, key=lambda s: len(s.text))
        text = "\t".join(segment.text for segment in row)
        x0, y0 = min(s.x0 for s in row), min(s.y0 for s in row)
        x1, y1 = max(s.x1 for s in row), max(s.y1 for s in row)
    return Line(
        text=text,
        start=0,
        end=0,
        page=page,
        x0=round(x0, 1),
        y0=round(y0, 1),
        x1=round(x1, 1),
        y1=round(y1, 1),
        size=round(longest.size, 1),
        bold=longest.bold,
        italic=bool(longest.look and longest.look.italic),
        color=longest.look.color if longest.look else None,
        runs=_runs(row),
    )


def _runs(row: list[Segment]) -> list[Run]:
    """The looks of a row's stretches; nothing where it has one look."""
    if all(segment.look == row[0].look and not segment.runs for segment in row):
        return []
    runs: list[Run] = []
    at = 0
    for segment in row:
        if segment.look:
            runs += [moved(run, at) for run in segment.runs] or [run_of(segment.look, at, at + len(segment.text))]
        at += len(segment.text) + 1
    return runs
