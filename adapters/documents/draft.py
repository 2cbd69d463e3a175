"""What an engine hands over before cleaning: lines, pages and what it noticed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from schema.document import Flag, Line

MAX_CHARACTERS = 150_000
MAX_LINE = 20_000
MAX_LINES = 5_000
MAX_QUOTE = 500


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
        self, text: str, *, page: int = 1, size: float | None = None, bold: bool = False, heading: bool = False
    ) -> None:
        """Append a line without a box; spans are computed when all lines are known."""
        self.lines.append(Line(text=text, start=0, end=0, page=page, size=size, bold=bold, heading=heading))

    def hide(self, text: str, detail: str, page: int | None = None) -> None:
        """Note text that a reader of the page would not see."""
        quote = " ".join(text.split())
        if sum(c.isalnum() for c in quote) >= 2:
            self.flags.append(Flag(kind="hidden_text", detail=detail, quote=quote[:MAX_QUOTE], page=page))


def add_row(draft: Draft, cells: list[Draft]) -> None:
    """Cells of one line each are values in a row; longer ones are columns, read one after the other."""
    if len(cells) > 1 and all(len(cell.lines) == 1 for cell in cells):
        longest = max((cell.lines[0] for cell in cells), key=lambda line: len(line.text))
        text = "\t".join(cell.lines[0].text for cell in cells)
        draft.lines.append(longest.model_copy(update={"text": text}))
        return
    for cell in cells:
        draft.lines += cell.lines
