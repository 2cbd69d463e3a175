"""What a process may not do after the sandbox is applied, each tried in a process of its own."""

from __future__ import annotations

import platform
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
FILTERED = sys.platform.startswith("linux") and platform.machine() in {"x86_64", "aarch64"}


def _run(program: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", f"from adapters.documents import sandbox\n{program}"],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
        timeout=30,
    )
    return done.stdout + (f"exit {done.returncode}" if done.returncode else "")


@pytest.mark.skipif(not FILTERED, reason="the filter is for Linux on these architectures")
@pytest.mark.parametrize(
    "action",
    [
        "import socket; socket.socket()",
        "import os; os.execv('/bin/true', ['true'])",
        "import os; os.kill(os.getppid(), 0)",
        "open('/tmp/vitaeflow-sandbox', 'w')",
        "import os; os.rename('/tmp/none-a', '/tmp/none-b')",
        "import os; os.fork()",
    ],
)
def test_forbidden_calls_are_refused(action: str) -> None:
    """Sockets, exec, signals, writing, renaming and forking end in a refusal; reading files does not."""
    program = f"sandbox.filter_system_calls()\nopen('/etc/hostname', 'rb').close()\ntry:\n    {action}\n"
    assert _run(program + "except PermissionError:\n    print('refused')\n").strip() == "refused"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="address space is limited by the kernel of Linux")
def test_memory_beyond_the_limit_is_refused() -> None:
    """What a file may take is counted from what the warm process has."""
    program = "sandbox.limit_memory(64)\nbytearray(32 << 20)\ntry:\n    bytearray(128 << 20)\n"
    assert _run(program + "except MemoryError:\n    print('refused')\n").strip() == "refused"


def test_cpu_beyond_the_limit_ends_the_process() -> None:
    """The kernel sends SIGXCPU after the seconds of this file, counted from now."""
    assert _run("sandbox.limit_cpu(0)\nwhile True: pass\n") == "exit -24"
