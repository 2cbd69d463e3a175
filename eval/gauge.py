"""The peak of memory while one file is read, in whichever of our processes it was."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from pathlib import Path
from typing import Self

from cli.memory import descendants, high_water_mb

_SELF = Path("/proc/self")
_EVERY = 0.005
_RESET_PEAK = "5"


class MemoryGauge:
    """Use it as an async context manager around one file; `peak_mb` is None on a system without Linux's /proc.

    The kernel keeps the peak of every process; it is reset at the beginning and read at the end. Processes that die
    in between take theirs along, so all are also looked at every few milliseconds. Text recognition, which stays
    loaded for a while after a picture, counts only where it works.
    """

    def __init__(self) -> None:
        self.peak_mb: float | None = None
        self._sampler: asyncio.Task[None] | None = None
        self._before: dict[Path, bytes] = {}

    async def __aenter__(self) -> Self:
        if (_SELF / "clear_refs").exists():
            for process in (_SELF, *descendants()):
                with suppress(OSError):  # it has just ended
                    (process / "clear_refs").write_text(_RESET_PEAK)
            self._before = {process: _cpu_time(process) for process in descendants() if _recognises(process)}
            self._sampler = asyncio.create_task(self._sample())
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._sampler:
            self._sampler.cancel()
            await asyncio.gather(self._sampler, return_exceptions=True)
            self._look()

    async def _sample(self) -> None:
        while True:
            self._look()
            await asyncio.sleep(_EVERY)

    def _look(self) -> None:
        resting = {process for process, used in self._before.items() if _cpu_time(process) == used}
        peaks = [high_water_mb(process) for process in (_SELF, *descendants()) if process not in resting]
        self.peak_mb = round(max(self.peak_mb or 0.0, *peaks), 1)


def _recognises(process: Path) -> bool:
    with suppress(OSError):
        return (process / "cmdline").read_bytes().endswith(b"\0recognise\0")
    return False


def _cpu_time(process: Path) -> bytes:
    """User and system ticks, as the kernel writes them; empty once it has ended."""
    with suppress(OSError):
        return b" ".join((process / "stat").read_bytes().rpartition(b")")[2].split()[11:13])
    return b""
