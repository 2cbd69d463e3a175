"""Lists in pages: one after the other, to an end that is known to be one, or to a limit that is told."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from adapters.boards.jsonld_values import as_number
from schema.errors import SourceError


@dataclass(slots=True)
class Pages:
    """All rows that were read. `complete`: the board has no more than these."""

    rows: list[Any] = field(default_factory=list)
    complete: bool = True
    notes: list[str] = field(default_factory=list)


async def all_pages(ask: Callable[[int], Awaitable[tuple[list[Any], object]]], *, most: int, size: int = 1) -> Pages:
    """Ask for the page at each offset until there are no more rows, at most `most` pages.

    A page of fewer rows than `size` is the last; give it only where the board keeps to the size that it is asked for.
    `ask` gives the rows of a page and the board's total, which counts as said once where later pages say 0 or nothing.
    A page that fails ends the fetch: half a list would close the other half. So does a page that is the one before
    again, from a board that does not know offsets.
    """
    pages = Pages(complete=False)
    total, last = 0.0, None
    for _ in range(most):
        rows, said = await ask(len(pages.rows))
        total = max(total, as_number(said) or 0.0)
        if rows and rows == last:
            raise SourceError("The board answers each page with the same postings, so that they cannot be read.")
        pages.rows += rows
        last = rows
        if len(rows) < size or (total and len(pages.rows) >= total):
            pages.complete = len(pages.rows) >= total
            break
    if not pages.complete:
        known = f" of {int(total)}" if total else ""
        pages.notes.append(f"{len(pages.rows)}{known} postings were read; none counts as gone")
    return pages
