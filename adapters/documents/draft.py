"""What an engine hands over before cleaning: lines, pages and what it noticed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from schema.document import Flag, Line, Run

MAX_CHARACTERS = 150_000
MAX_LINE = 20_000
MAX_LINES = 5_000
MAX_QUOTE = 500


Piece = tuple[str, bool, float | None]
"""Text of one look: whether it is bold, and its size in points."""


@dataclass(slots=True)
class Draft:
    """An engine's result. Line texts may still hold odd characters; a tab inside a line is a gap between columns."""

    lines: list[Line] = field(default_factory=list)
    pages: int = 1
    flags: list[Flag] = field(default_factory=list)
    modified: str | None = None
    pictures: list[int] = field(default_factory=list)
    """Pages of which text recognition, had it been there, would have read more than the file's own text."""
    data: dict[str, Any] | None = None

    def add(
        self,
        text: str,
        *,
        page: int = 1,
        size: float | None = None,
        bold: bool = False,
        heading: bool = False,
        pieces: Iterable[Piece] = (),
    ) -> None:
        """Append a line without a box; spans are computed when all lines are known. `pieces` are the line's looks."""
        line = Line(text=text, start=0, end=0, page=page, size=size, bold=bold, heading=heading)
        runs = runs_in(text, pieces)
        self.lines.append(line.model_copy(update={"runs": runs}) if runs else line)

    def hide(self, text: str, detail: str, page: int | None = None) -> None:
        """Note text that a reader of the page would not see."""
        quote = " ".join(text.split())
        if sum(c.isalnum() for c in quote) >= 2:
            self.flags.append(Flag(kind="hidden_text", detail=detail, quote=quote[:MAX_QUOTE], page=page))


def runs_in(text: str, pieces: Iterable[Piece]) -> list[Run]:
    """The looks of a line that is made of these pieces, with blanks between them or not; nothing where it has one."""
    runs: list[Run] = []
    at = 0
    for piece, bold, size in pieces:
        words = piece.strip()
        if (found := text.find(words, at)) < 0:
            words = " ".join(words.split())
            found = text.find(words, at)
        if not words or found < 0:
            continue
        at = found + len(words)
        if runs and (runs[-1].bold, runs[-1].size) == (bold, size):
            runs[-1] = runs[-1].model_copy(update={"end": at})
        else:
            runs.append(Run(start=found, end=at, bold=bold, size=size))
    return runs if len(runs) > 1 else []


def add_row(draft: Draft, cells: list[Draft]) -> None:
    """Cells of one line each are values in a row; longer ones are columns, read one after the other."""
    if len(cells) > 1 and all(len(cell.lines) == 1 for cell in cells):
        longest = max((cell.lines[0] for cell in cells), key=lambda line: len(line.text))
        text = "\t".join(cell.lines[0].text for cell in cells)
        runs = runs_in(text, [piece for cell in cells for piece in _pieces(cell.lines[0])])
        draft.lines.append(longest.model_copy(update={"text": text, "runs": runs}))
        return
    for cell in cells:
        draft.lines += cell.lines


def _pieces(line: Line) -> list[Piece]:
    if not line.runs:
        return [(line.text, line.bold, line.size)]
    return [(line.text[run.start : run.end], run.bold, run.size) for run in line.runs]
