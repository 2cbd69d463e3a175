"""The peak of memory of one file, not of all before it."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest

from eval.gauge import MemoryGauge

pytestmark = pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="Linux only")


def fill(megabytes: int) -> int:
    """Take memory, touch it, give it back."""
    return len(bytearray(b"x") * (megabytes << 20))


async def peak(megabytes: int) -> float:
    """What is measured while this process fills so much."""
    async with MemoryGauge() as gauge:
        fill(megabytes)
    assert gauge.peak_mb is not None
    return gauge.peak_mb


async def test_each_measurement_begins_anew() -> None:
    """What an earlier file took does not count."""
    before, large, after = await peak(1), await peak(150), await peak(1)
    assert large > before + 100
    assert after < large - 100


async def test_a_child_that_has_ended_counts() -> None:
    """It takes its own record along, so it is looked at while it lives."""
    script = "import time; data = bytearray(b'x') * (400 << 20); time.sleep(0.2)"
    async with MemoryGauge() as gauge:
        process = await asyncio.create_subprocess_exec(sys.executable, "-c", script)
        assert await process.wait() == 0
    assert gauge.peak_mb is not None
    assert gauge.peak_mb > 400
