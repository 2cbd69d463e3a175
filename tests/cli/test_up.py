"""`vitaeflow up` as a process: addresses when ready, an orderly stop, a clear refusal of a second one."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

from adapters.embedded.process import command_line

# The servers alone, on any free port: the programs have tests of their own.
SCRIPT = """
    import functools
    from cli import main
    from workers import supervisor
    supervisor.Stack = functools.partial(supervisor.Stack, processes=(), any_port=True)
    main.main()
"""


def command(state_dir: Path) -> list[str]:
    """The command line of `up --json` on this folder."""
    return [sys.executable, "-c", textwrap.dedent(SCRIPT), "up", "--json", "--state-dir", str(state_dir)]


def test_it_serves_until_interrupted_and_refuses_a_second_one(tmp_path: Path) -> None:
    """Addresses on stdout, a second start refused at once with exit code 1, Ctrl-C stops all children."""
    with subprocess.Popen(command(tmp_path), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as serving:
        assert serving.stdout is not None
        addresses = json.loads(serving.stdout.readline())
        assert addresses["docs"] == addresses["api"] + "/docs"
        assert addresses["temporal_ui"].startswith("http://127.0.0.1:")
        children = [int(path.read_text().split()[0]) for path in Path(addresses["logs"]).glob("*.pid")]
        assert len(children) == 2

        second = subprocess.run(command(tmp_path), capture_output=True, text=True, check=False, timeout=30)
        assert second.returncode == 1
        problem = json.loads(second.stderr)["error"]
        assert problem["code"] == "already_running"
        assert problem["pid"] == str(serving.pid)

        serving.send_signal(signal.SIGINT)
        _, told = serving.communicate(timeout=30)
    assert serving.returncode == 0
    assert "Stopped" in told
    assert [pid for pid in children if command_line(pid)] == []
