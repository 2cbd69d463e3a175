"""A few parser processes, each with one job at a time: hand out, wait within limits, learn how a process died."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any, TypeVar

from adapters.documents.children import Child, ForkServer
from adapters.documents.protocol import MAX_REPLY_BYTES, REPLY, REQUEST, Outcome, load_error
from schema.errors import ParserCrashed

T = TypeVar("T")
_FILES_PER_CHILD = 500
_SPLIT = "split it, or export it again as a plain PDF"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may take: megabytes beyond the warm process, seconds of CPU, seconds on the clock."""

    memory_mb: int
    cpu_seconds: int
    wall_seconds: float


class ProcessPool:
    """Processes of one fork server. Construction returns at once; they load in the background."""

    def __init__(self, processes: int, limits: Limits, jobs: str) -> None:
        self._limits, self._jobs = limits, jobs
        self._slots = asyncio.Semaphore(processes)
        self._server = ForkServer(limits.memory_mb, jobs)
        self._idle = [self._server.fork() for _ in range(processes)]
        self._endings: set[asyncio.Task[Any]] = set()
        self._closed = False

    async def do(self, job: str, data: bytes, **options: Any) -> bytes:
        """Have one process do a job on `data`; the options are JSON values.

        Raises what the job says of the data, ParserCrashed when it broke a limit, RuntimeError for a defect of ours.
        Cancelling kills the process.
        """
        header = json.dumps({"job": job, "cpu_seconds": self._limits.cpu_seconds, **options}).encode()
        async with self._slots:
            if self._closed:
                raise RuntimeError("the document reader is closed")
            # When the fork server itself was killed the file is not to blame: once more with a new one.
            answer = await self._exchange(header, data) or await self._exchange(header, data)
        if answer is None:
            raise ParserCrashed(
                "The parser was stopped from outside twice; see the log of this process", reason="stopped"
            )
        outcome, payload = answer
        if outcome is Outcome.ANSWER:
            return payload
        if outcome is Outcome.OUT_OF_MEMORY:
            raise _memory_error()
        if outcome is Outcome.DEFECT:
            raise RuntimeError(f"A parser process failed: {payload.decode()}")
        raise load_error(payload)

    async def close(self) -> None:
        """End all processes; reads still under way fail."""
        self._closed = True
        await asyncio.gather(*self._endings)
        self._drop_idle()
        await self._server.close()

    async def _exchange(self, header: bytes, data: bytes) -> tuple[Outcome, bytes] | None:
        """Ask one process; None if the fork server died with it."""
        child = self._take()
        try:
            async with asyncio.timeout(self._limits.wall_seconds):
                outcome, payload = await self._ask(child, header, data)
        except TimeoutError:
            await self._end(child)
            raise ParserCrashed(
                f"Reading the file took longer than {self._limits.wall_seconds:g} seconds; {_SPLIT}", reason="time"
            ) from None
        except OSError:
            status = await self._end(child)
            if status is None:
                return None
            raise _death(status) from None
        except BaseException:
            # Cancelled: the process goes, the canceller does not wait for it.
            self._end(child)
            raise
        if outcome is Outcome.OUT_OF_MEMORY or child.served >= _FILES_PER_CHILD:
            self._end(child)
        else:
            self._idle.append(child)
        return outcome, payload

    async def _ask(self, child: Child, header: bytes, data: bytes) -> tuple[Outcome, bytes]:
        """Send a request and take the answer; ConnectionError when the process dies on it."""
        loop = asyncio.get_running_loop()
        child.served += 1
        await loop.sock_sendall(child.connection, REQUEST.pack(len(header), len(data)) + header + data)
        outcome, length = REPLY.unpack(await _receive(child, REPLY.size))
        if length > MAX_REPLY_BYTES:
            raise ConnectionError
        return Outcome(outcome), await _receive(child, length)

    def _take(self) -> Child:
        """An idle process that lives, or a new one."""
        while self._idle:
            child = self._idle.pop()
            if child.is_alive():
                return child
            self._end(child, replace=False)
        return self._fork()

    def _fork(self) -> Child:
        if self._closed:
            raise RuntimeError("the document reader is closed")
        try:
            return self._server.fork()
        except OSError:
            # The helper itself was killed: its children died with it, so begin again.
            self._drop_idle()
            self._in_background(self._server.close())
            self._server = ForkServer(self._limits.memory_mb, self._jobs)
            return self._server.fork()

    def _end(self, child: Child, *, replace: bool = True) -> asyncio.Task[int | None]:
        """End a process in the background and have its successor warm up meanwhile."""
        task = self._in_background(child.server.end(child))
        if replace and not self._closed:
            self._idle.append(self._fork())
        return task

    def _in_background(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        task = asyncio.create_task(work)
        self._endings.add(task)
        task.add_done_callback(self._endings.discard)
        return task

    def _drop_idle(self) -> None:
        for child in self._idle:
            child.connection.close()
        self._idle.clear()


async def _receive(child: Child, length: int) -> bytes:
    loop, chunks = asyncio.get_running_loop(), bytearray()
    while len(chunks) < length:
        chunk = await loop.sock_recv(child.connection, min(length - len(chunks), 1 << 18))
        if not chunk:
            raise ConnectionResetError
        chunks += chunk
    return bytes(chunks)


def _memory_error() -> ParserCrashed:
    return ParserCrashed(f"Reading the file needed more memory than it may use; {_SPLIT}", reason="memory")


def _death(status: int) -> ParserCrashed:
    """Name what a wait status says. A parser that runs out of memory mostly aborts or is killed."""
    if not os.WIFSIGNALED(status):
        return ParserCrashed(f"The parser ended while it read the file; {_SPLIT}", reason="exit")
    number = os.WTERMSIG(status)
    if number == signal.SIGXCPU:
        return ParserCrashed(f"Reading the file needed more CPU time than it may use; {_SPLIT}", reason="time")
    name = signal.Signals(number).name
    reason = "memory" if number in {signal.SIGKILL, signal.SIGABRT, signal.SIGTRAP, signal.SIGILL} else "signal"
    return ParserCrashed(
        f"The parser was stopped by {name} on this file, most often a sign of too much memory; {_SPLIT}",
        reason=reason,
        signal=name,
    )
