"""One child process: bound to its parent, in its own session, logging to a file, stopped politely and then for good."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from schema.errors import ChildFailed

_LAUNCHER = Path(__file__).with_name("launch.py")
_LOG_LIMIT = 10 * 1024 * 1024
_TAIL_LINES = 15
_TAIL_WIDTH = 300


class Child:
    """A program that runs as long as we do.

    `death_signal` is what the kernel sends it when this process ends without stopping it (Linux; bound to the thread
    that called `start`, so call it from the thread that lives longest). A pid file lets the next start find a process
    that outlived its parent all the same. `user_id` is whom to run as when we are root.
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        *,
        log: Path,
        environment: Mapping[str, str] | None = None,
        death_signal: signal.Signals = signal.SIGKILL,
        user_id: int | None = None,
    ) -> None:
        self.name = name
        self.log = log
        self._command = list(command)
        self._environment = None if environment is None else dict(environment)
        self._death_signal = death_signal
        self._user_id = user_id
        self._process: asyncio.subprocess.Process | None = None
        self._log_start = 0

    @property
    def pid(self) -> int | None:
        """Process id while started."""
        return self._process.pid if self._process else None

    @property
    def exit_code(self) -> int | None:
        """None while it runs; negative for a signal."""
        return self._process.returncode if self._process else None

    async def start(self) -> None:
        """Start it, after stopping a left-over of the same name; returns before it is ready."""
        await asyncio.to_thread(self._prepare)
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *launch_command(self._death_signal, self._user_id),
                *self._command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=self._environment,
                start_new_session=True,
            )
        self._pid_file.write_text(f"{self._process.pid}\n{' '.join(self._command)}\n")

    async def stop(self, *, grace: float, stop_signal: signal.Signals = signal.SIGTERM) -> None:
        """Send `stop_signal`, wait `grace` seconds, then kill the whole process group. Does nothing if not started."""
        process = self._process
        if process is None:
            return
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(stop_signal)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), grace)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()
        self._process = None
        self._pid_file.unlink(missing_ok=True)

    async def exited(self) -> int:
        """Wait until it ends; the exit code."""
        if self._process is None:
            raise RuntimeError(f"{self.name} was not started")
        return await self._process.wait()

    def check(self) -> None:
        """Raise ChildFailed with the end of the log if it has ended."""
        if self._process is not None and self._process.returncode is not None:
            raise self.failure()

    def failure(self) -> ChildFailed:
        """The error that says how it ended and what it wrote last."""
        code = self.exit_code
        how = f"was ended by signal {-code}" if code is not None and code < 0 else f"ended with code {code}"
        return ChildFailed(
            f"{self.name} {how}. The log is {self.log}; its last lines:\n{self.tail()}", child=self.name, exit_code=code
        )

    def tail(self, lines: int = _TAIL_LINES) -> str:
        """The last lines of the log since this start, long ones cut."""
        with contextlib.suppress(OSError), self.log.open("rb") as log:
            size = log.seek(0, os.SEEK_END)
            log.seek(max(self._log_start, size - 64 * 1024))
            last = log.read().decode(errors="replace").splitlines()[-lines:]
            return "\n".join(line if len(line) <= _TAIL_WIDTH else f"{line[:_TAIL_WIDTH]} …" for line in last)
        return ""

    @property
    def _pid_file(self) -> Path:
        return self.log.with_suffix(".pid")

    def _prepare(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        self._stop_left_over()
        with contextlib.suppress(FileNotFoundError):
            if self.log.stat().st_size > _LOG_LIMIT:
                self.log.replace(self.log.with_suffix(".log.1"))
        self._log_start = self.log.stat().st_size if self.log.exists() else 0

    def _stop_left_over(self) -> None:
        try:
            pid, command = self._pid_file.read_text().splitlines()
        except (FileNotFoundError, ValueError):
            return
        # A pid may have been given to somebody else since: only a process with our command is ours.
        if pid.isdecimal() and command_line(int(pid)).rstrip().endswith(command):
            end_process(int(pid), [(self._death_signal, 10.0), (signal.SIGKILL, 5.0)])


def launch_command(death_signal: signal.Signals, user_id: int | None) -> list[str]:
    """What to put before a command so that it runs as `user_id` and gets `death_signal` when this process ends."""
    wrapper = [sys.executable, "-I", "-S", str(_LAUNCHER)]
    return [*wrapper, str(int(death_signal)), str(os.getpid()), str(-1 if user_id is None else user_id)]


def command_line(pid: int) -> str:
    """The command line of a process, empty if there is none."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    if Path("/proc/self").exists():
        return ""
    answer = subprocess.run(  # noqa: S603  fixed program, a number as argument
        ["/bin/ps", "-p", str(pid), "-o", "command="], capture_output=True, text=True, check=False
    )
    return answer.stdout.strip()


def end_process(pid: int, steps: Sequence[tuple[signal.Signals, float]]) -> None:
    """End a process that is not our child: each step is a signal and how many seconds to wait after it."""
    for step, seconds in steps:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, step)
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if not command_line(pid):
                return
            time.sleep(0.02)
