"""A figure: what was measured, what it must reach, and how far it came."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil
from statistics import median
from typing import Literal

__all__ = ["QUICK", "Figure", "Size", "median", "number", "percentile", "spread"]


@dataclass(frozen=True)
class Figure:
    """One measured number. `must` of None means that it is only reported.

    `better` says whether less or more is wanted; `note` tells what it was made of.
    """

    what: str
    measured: float
    unit: str
    must: float | None = None
    stretch: float | None = None
    better: Literal["lower", "higher"] = "lower"
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """Measured ÷ must; None where nothing must be reached or the bound is zero."""
        return self.measured / self.must if self.must else None

    @property
    def reached(self) -> str:
        """`stretch`, `must` or `short`; empty for what is only reported."""
        if self.must is None:
            return ""
        if self.stretch is not None and self._within(self.stretch):
            return "stretch"
        return "must" if self._within(self.must) else "short"

    def _within(self, bound: float) -> bool:
        return self.measured <= bound if self.better == "lower" else self.measured >= bound


@dataclass(frozen=True)
class Size:
    """How much is measured: `--quick` is enough to see that everything works, not to compare."""

    analyses: int = 80
    warm_up: int = 20
    burst: int = 300
    burst_rounds: int = 3
    poll_blocks: int = 9
    poll_seconds: float = 2.0
    sockets: int = 2000
    pushes: int = 9
    resume_seconds: float = 8.0
    in_flight: int = 40
    exports: int = 60
    crowds: tuple[int, ...] = (1_000, 10_000, 100_000)
    jobs: int = 500
    fanouts: int = 3
    open_jobs: int = 50_000
    changes: int = 60
    read_rounds: int = 5


QUICK = Size(
    analyses=10, warm_up=4, burst=30, burst_rounds=1, poll_blocks=3, poll_seconds=0.7, sockets=200, pushes=3,
    resume_seconds=2.0, in_flight=10, exports=8, crowds=(200, 400), jobs=40, fanouts=1, open_jobs=2000,
    changes=10, read_rounds=1,
)  # fmt: skip


def percentile(values: Iterable[float], percent: float) -> float:
    """Nearest-rank percentile of at least one value."""
    ordered = sorted(values)
    return ordered[max(0, ceil(len(ordered) * percent / 100) - 1)]


def spread(values: Sequence[float], unit: str = "") -> str:
    """Least and most of repeated measurements, for a note."""
    return f"{number(min(values))}–{number(max(values))}{unit and ' ' + unit}"


def number(value: float) -> str:
    """Three significant digits without an exponent, thousands apart."""
    if value == 0:
        return "0"
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"
