"""Job boards: one module per kind of source; `board_for` finds it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from adapters.boards.ashby import AshbyBoard
from adapters.boards.bamboohr import BambooHrBoard
from adapters.boards.base import Board
from adapters.boards.breezy import BreezyBoard
from adapters.boards.feed import FeedBoard
from adapters.boards.file import FileBoard
from adapters.boards.greenhouse import GreenhouseBoard
from adapters.boards.lever import LeverBoard
from adapters.boards.personio import PersonioBoard
from adapters.boards.pinpoint import PinpointBoard
from adapters.boards.recruitee import RecruiteeBoard
from adapters.boards.rippling import RipplingBoard
from adapters.boards.smartrecruiters import SmartRecruitersBoard
from adapters.boards.teamtailor import TeamtailorBoard
from adapters.boards.workable import WorkableBoard
from adapters.boards.workday import WorkdayBoard
from schema.errors import Unprocessable

__all__ = ["BOARD_KINDS", "Board", "board_for"]

_BOARDS: dict[str, Callable[[Path | None], Board]] = {
    "feed": lambda _: FeedBoard(),
    "file": FileBoard,
    "greenhouse": lambda _: GreenhouseBoard(),
    "lever": lambda _: LeverBoard(),
    "ashby": lambda _: AshbyBoard(),
    "workable": lambda _: WorkableBoard(),
    "smartrecruiters": lambda _: SmartRecruitersBoard(),
    "recruitee": lambda _: RecruiteeBoard(),
    "personio": lambda _: PersonioBoard(),
    "teamtailor": lambda _: TeamtailorBoard(),
    "breezy": lambda _: BreezyBoard(),
    "pinpoint": lambda _: PinpointBoard(),
    "rippling": lambda _: RipplingBoard(),
    "bamboohr": lambda _: BambooHrBoard(),
    "workday": lambda _: WorkdayBoard(),
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
