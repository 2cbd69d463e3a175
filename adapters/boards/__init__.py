"""Job boards: one module per kind of source; `board_for` finds it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from adapters.boards.adzuna import AdzunaBoard
from adapters.boards.arbeitnow import ArbeitnowBoard
from adapters.boards.ashby import AshbyBoard
from adapters.boards.bamboohr import BambooHrBoard
from adapters.boards.base import Board
from adapters.boards.breezy import BreezyBoard
from adapters.boards.feed import FeedBoard
from adapters.boards.file import FileBoard
from adapters.boards.greenhouse import GreenhouseBoard
from adapters.boards.himalayas import HimalayasBoard
from adapters.boards.hn_hiring import HnHiringBoard
from adapters.boards.jobicy import JobicyBoard
from adapters.boards.jobspy import JobSpyBoard
from adapters.boards.keys import SourceKeys
from adapters.boards.lever import LeverBoard
from adapters.boards.page import PageBoard
from adapters.boards.personio import PersonioBoard
from adapters.boards.pinpoint import PinpointBoard
from adapters.boards.recruitee import RecruiteeBoard
from adapters.boards.remoteok import RemoteOkBoard
from adapters.boards.remotive import RemotiveBoard
from adapters.boards.rippling import RipplingBoard
from adapters.boards.smartrecruiters import SmartRecruitersBoard
from adapters.boards.teamtailor import TeamtailorBoard
from adapters.boards.themuse import TheMuseBoard
from adapters.boards.usajobs import UsaJobsBoard
from adapters.boards.weworkremotely import WeWorkRemotelyBoard
from adapters.boards.workable import WorkableBoard
from adapters.boards.workday import WorkdayBoard
from schema.errors import Unprocessable

__all__ = ["BOARD_KINDS", "Board", "SourceKeys", "board_for"]


@dataclass(frozen=True, slots=True)
class Means:
    """What the operator gives to boards."""

    sources_dir: Path | None
    keys: SourceKeys


_BOARDS: dict[str, Callable[[Means], Board]] = {
    "feed": lambda _: FeedBoard(),
    "file": lambda means: FileBoard(means.sources_dir),
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
    "remoteok": lambda _: RemoteOkBoard(),
    "remotive": lambda _: RemotiveBoard(),
    "arbeitnow": lambda _: ArbeitnowBoard(),
    "himalayas": lambda _: HimalayasBoard(),
    "jobicy": lambda _: JobicyBoard(),
    "weworkremotely": lambda _: WeWorkRemotelyBoard(),
    "themuse": lambda _: TheMuseBoard(),
    "usajobs": lambda means: UsaJobsBoard(means.keys),
    "adzuna": lambda means: AdzunaBoard(means.keys),
    "hn_hiring": lambda _: HnHiringBoard(),
    "page": lambda _: PageBoard(),
    "jobspy": lambda _: JobSpyBoard(),
}

BOARD_KINDS = tuple(_BOARDS)


def board_for(kind: str, *, sources_dir: Path | None = None, keys: SourceKeys | None = None) -> Board:
    """The board of a kind. Raises Unprocessable.

    `sources_dir` is where file sources may be read from, `keys` are those of sources that want one.
    """
    make = _BOARDS.get(kind)
    if make is None:
        raise Unprocessable(
            f"There is no source kind like this. Choose one of: {', '.join(BOARD_KINDS)}.", field="kind"
        )
    return make(Means(sources_dir, keys or SourceKeys()))
