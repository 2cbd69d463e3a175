"""Figures, the bounds recorded for them, and what a part of the evaluation hands on."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from schema.errors import ConfigurationError

FLOORS = Path(__file__).parent / "floors.toml"

_HEADER = """\
# What must not be undercut (floor) or exceeded (ceiling), beside what was measured when it was recorded.
# Written by `vitaeflow eval --record`. Lowering a floor is a decision: say in the commit what was given up for what.
"""

Cell = str | int | float | None


@dataclass(frozen=True)
class Figure:
    """One number that has a bound. `slack` is what a new bound leaves; `limit` is a bound that is demanded."""

    name: str
    value: float
    better: Literal["more", "less"] = "more"
    slack: float = 0.0
    limit: float | None = None

    def bound(self) -> float:
        """The bound to record: the demanded one, or the value rounded to the worse hundredth, less the slack."""
        if self.limit is not None:
            return self.limit
        if not self.slack:
            return self.value
        hundredths = round(self.value * 100, 6)
        rounded = math.floor(hundredths) if self.better == "more" else math.ceil(hundredths)
        return max(0.0, round(rounded / 100 + (-self.slack if self.better == "more" else self.slack), 4))


@dataclass(frozen=True)
class Table:
    """A table of the report; `wide` ones stand in the report only, not on the terminal."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    note: str = ""
    wide: bool = False


@dataclass
class Part:
    """What one part of the evaluation found."""

    name: str
    figures: list[Figure] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    unmeasurable: list[str] = field(default_factory=list)
    """Names of figures that this operating system gives no way to measure: their bounds are not looked at."""
    seconds: float = 0.0


@dataclass(frozen=True)
class Miss:
    """A figure on the wrong side of its bound, without one, or recorded and no longer measured."""

    figure: str
    problem: str


Bounds = Mapping[str, Mapping[str, Mapping[str, float]]]
"""Part → figure → {"floor" or "ceiling", "measured"}."""


def load_bounds(file: Path = FLOORS) -> Bounds:
    """The recorded bounds. Raises ConfigurationError."""
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        raise ConfigurationError(f"{file} cannot be read: restore it, or write it anew with --record") from None


def misses(part: Part, bounds: Bounds) -> list[Miss]:
    """What is wrong with a part, figures in their order, then those that are gone."""
    recorded = bounds.get(part.name, {})
    found = [miss for figure in part.figures if (miss := _miss(figure, recorded.get(figure.name)))]
    gone = recorded.keys() - {figure.name for figure in part.figures} - set(part.unmeasurable)
    return found + [Miss(name, "is recorded, but was not measured") for name in sorted(gone)]


def _miss(figure: Figure, bound: Mapping[str, float] | None) -> Miss | None:
    side = "floor" if figure.better == "more" else "ceiling"
    if bound is None or side not in bound:
        return Miss(figure.name, f"has no {side}: record it")
    limit = bound[side]
    # A figure that is no number is on no side of a bound, and that is wrong too.
    if figure.value >= limit if figure.better == "more" else figure.value <= limit:
        return None
    return Miss(figure.name, f"is {figure.value:g}, its {side} is {limit:g}")


def record(parts: Iterable[Part], file: Path = FLOORS) -> list[Miss]:
    """Write the bounds of these figures; other parts keep theirs. Returns the bounds that are looser than before."""
    kept = {name: dict(figures) for name, figures in load_bounds(file).items()} if file.exists() else {}
    loosened: list[Miss] = []
    for part in parts:
        before = kept.get(part.name, {})
        kept[part.name] = {figure.name: _recorded(figure) for figure in part.figures}
        for name, bound in kept[part.name].items():
            old = before.get(name, bound)
            if bound.get("floor", 0.0) < old.get("floor", 0.0) or bound.get("ceiling", 0.0) > old.get("ceiling", 0.0):
                loosened.append(Miss(name, f"was bound to {_side(old):g}, is bound to {_side(bound):g} now"))
    lines = [_HEADER.rstrip()]
    for name, figures in kept.items():
        lines += ["", f"[{name}]"]
        for figure_name, bound in figures.items():
            lines.append(f'"{figure_name}" = {{ ' + ", ".join(f"{k} = {v:g}" for k, v in bound.items()) + " }")
    file.write_text("\n".join(lines) + "\n", "utf-8")
    return loosened


def _recorded(figure: Figure) -> Mapping[str, float]:
    side = "floor" if figure.better == "more" else "ceiling"
    return {side: figure.bound(), "measured": round(figure.value, 4)}


def _side(bound: Mapping[str, float]) -> float:
    return bound["floor"] if "floor" in bound else bound["ceiling"]
