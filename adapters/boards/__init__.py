"""Job boards: one module per kind of source; `board_for` finds it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from adapters.boards.base import Board
from adapters.boards.feed import FeedBoard
from adapters.boards.file import FileBoard
from schema.errors import Unprocessable

__all__ = ["BOARD_KINDS", "Board", "board_for"]

_BOARDS: dict[str, Callable[[Path | None], Board]] = {
    "feed": lambda _: FeedBoard(),
    "file": FileBoard,
}

BOARD_KINDS = tuple(_BOARDS)


def board_for(kind: str, *, sources_dir: Path | None = None) -> Board:
    """The board of a kind; `sources_dir` is where file sources may be read from. Raises Unprocessable."""
    make = _BOARDS.get(kind)
    if make is None:
        raise Unprocessable(
            f"There is no source kind like this. Choose one of: {', '.join(BOARD_KINDS)}.", field="kind"
        )
    return make(sources_dir)
