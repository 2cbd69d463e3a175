"""Peak memory of this process and of those that work for it."""

from __future__ import annotations

import resource
import sys
from collections.abc import Iterator
from pathlib import Path

_RU_MAXRSS_PER_MB = 1024 * 1024 if sys.platform == "darwin" else 1024


def peak_rss_mb() -> float:
    """The highest resident set so far, in MiB, of this process and its descendants, each for itself, not their sum.

    Living descendants are seen where /proc is; ended ones count when they were waited for.
    """
    own, ended = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    living = [high_water_mb(process) for process in descendants()]
    return round(max(own / _RU_MAXRSS_PER_MB, ended / _RU_MAXRSS_PER_MB, *living), 1)


def descendants() -> Iterator[Path]:
    """The folders in /proc of all that descends from this process; none where there is no /proc."""
    pending = _children(Path("/proc/self"))
    while pending:
        process = pending.pop()
        yield process
        pending += _children(process)


def high_water_mb(process: Path) -> float:
    """The highest resident set so far, in MiB, of a process given by its folder in /proc; 0 when it is gone."""
    try:
        lines = (process / "status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:")), 0.0)


def _children(process: Path) -> list[Path]:
    """Children of all threads of a process; none when it has just ended or the system has no such list."""
    found: list[Path] = []
    try:
        for listing in process.glob("task/*/children"):
            found += [Path("/proc", pid) for pid in listing.read_text().split()]
    except OSError:
        return found
    return found
