"""Child processes: log, limits of patience, and what becomes of them when their parent is killed."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from adapters.embedded.process import Child, command_line, end_process
from schema.errors import ChildFailed

SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]


def shown(pid: int, within: float = 5.0) -> bool:
    """Whether the process has a command line within so many seconds."""
    deadline = time.monotonic() + within
    while not command_line(pid) and time.monotonic() < deadline:
        time.sleep(0.01)
    return bool(command_line(pid))


def gone(pid: int, within: float = 5.0) -> bool:
    """Whether the process ends within so many seconds."""
    deadline = time.monotonic() + within
    while command_line(pid) and time.monotonic() < deadline:
        time.sleep(0.02)
    return not command_line(pid)


async def first_line(child: Child) -> None:
    """Wait until the child has written something."""
    while not child.tail():  # noqa: ASYNC110  a file has no event
        await asyncio.sleep(0.02)


async def test_a_child_that_ends_is_reported_with_its_last_words(tmp_path: Path) -> None:
    """The error names the exit code, the log file and what stands at its end, not what an earlier run wrote."""
    log = tmp_path / "logs" / "child.log"
    log.parent.mkdir()
    log.write_text("from an earlier run\n")
    child = Child("child", [sys.executable, "-c", "print('out of luck'); raise SystemExit(7)"], log=log)
    await child.start()

    assert await child.exited() == 7

    with pytest.raises(ChildFailed, match="child ended with code 7") as caught:
        child.check()
    assert "out of luck" in caught.value.detail
    assert str(log) in caught.value.detail
    assert "earlier run" not in caught.value.detail
    await child.stop(grace=1)


async def test_a_missing_program_is_reported(tmp_path: Path) -> None:
    """The wrapper says which program could not be executed."""
    child = Child("child", [str(tmp_path / "nowhere")], log=tmp_path / "child.log")
    await child.start()
    await child.exited()
    assert "nowhere: No such file" in child.failure().detail
    await child.stop(grace=1)


async def test_stop_ends_the_whole_group_of_a_child_that_does_not_listen(tmp_path: Path) -> None:
    """A child that ignores SIGTERM is killed after the grace, its own children with it."""
    script = """
        import signal, subprocess, sys, time
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        print(subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]).pid, flush=True)
        time.sleep(60)
    """
    child = Child("child", [sys.executable, "-c", textwrap.dedent(script)], log=tmp_path / "child.log")
    await child.start()
    pid = child.pid
    await asyncio.wait_for(first_line(child), 10)
    grandchild = int(child.tail())

    await child.stop(grace=0.2)

    assert pid is not None
    assert gone(pid)
    assert gone(grandchild)
    assert child.pid is None


async def test_a_large_log_is_put_aside_at_the_next_start(tmp_path: Path) -> None:
    """Logs do not grow for ever: over 10 MiB the old one is renamed once."""
    log = tmp_path / "child.log"
    log.write_bytes(b"x" * (10 * 1024 * 1024 + 1))
    child = Child("child", [sys.executable, "-c", "print('new')"], log=log)
    await child.start()
    await child.exited()
    assert child.tail() == "new"
    assert (tmp_path / "child.log.1").stat().st_size > 10 * 1024 * 1024
    await child.stop(grace=1)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the kernel's parent-death signal is Linux only")
def test_a_child_dies_with_its_parent(tmp_path: Path) -> None:
    """SIGKILL to the parent, which then cannot clean up, ends the child."""
    script = f"""
        import asyncio, pathlib, sys, time
        from adapters.embedded.process import Child
        async def main():
            child = Child("child", {SLEEPER!r}, log=pathlib.Path({str(tmp_path / "child.log")!r}))
            await child.start()
            print(child.pid, flush=True)
            await asyncio.sleep(60)
        asyncio.run(main())
    """
    with subprocess.Popen([sys.executable, "-c", textwrap.dedent(script)], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        while "time.sleep" not in command_line(pid):
            time.sleep(0.02)
        parent.kill()
    assert gone(pid)


async def test_a_left_over_of_the_same_name_is_stopped_first(tmp_path: Path) -> None:
    """Where no kernel ends the children of a killed parent, the next start does."""
    left_over = await asyncio.create_subprocess_exec(*SLEEPER, start_new_session=True)
    assert shown(left_over.pid)  # for a moment a new program has no command line
    (tmp_path / "child.pid").write_text(f"{left_over.pid}\n{' '.join(SLEEPER)}\n")
    child = Child("child", SLEEPER, log=tmp_path / "child.log")
    await child.start()
    assert await asyncio.wait_for(left_over.wait(), 5) == -signal.SIGKILL
    assert child.exit_code is None
    await child.stop(grace=1)


async def test_a_reused_process_id_is_left_alone(tmp_path: Path) -> None:
    """A pid file that names somebody else's process by now harms nobody."""
    (tmp_path / "child.pid").write_text(f"{os.getpid()}\nsome other program\n")
    child = Child("child", SLEEPER, log=tmp_path / "child.log")
    await child.start()
    assert child.exit_code is None
    await child.stop(grace=1)


def test_end_process_goes_on_to_the_next_step() -> None:
    """A process that ignores the first signal gets the second."""
    script = "import signal,time; signal.signal(15, signal.SIG_IGN); print(1, flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as stubborn:
        assert stubborn.stdout is not None
        stubborn.stdout.readline()
        end_process(stubborn.pid, [(signal.SIGTERM, 0.1), (signal.SIGKILL, 5.0)])
        assert stubborn.wait(1) == -signal.SIGKILL
