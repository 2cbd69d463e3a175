"""Peak memory of a process and its children."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from cli.memory import peak_rss_mb

_GREEDY = "import sys; block = bytearray(150_000_000); print('ready', flush=True); sys.stdin.read()"


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="living children are seen through /proc")
def test_a_living_child_counts_with_its_own_peak() -> None:
    """What a parser process took is seen while it is kept warm."""
    with subprocess.Popen([sys.executable, "-c", _GREEDY], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.readline()
        assert peak_rss_mb() > 140
