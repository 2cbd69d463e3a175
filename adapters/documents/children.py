"""The parent's side of the fork server: start it, ask for children, end them and learn how they ended."""

from __future__ import annotations

import asyncio
import itertools
import os
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from adapters.documents.protocol import CONTROL, END, FORK, STATUS

_ROOT = str(Path(__file__).resolve().parents[2])
_KEPT_VARIABLES = ("PATH", "LANG", "LC_ALL", "TZ", "LD_LIBRARY_PATH", "SYSTEMROOT", "HOME")
_STOP_SECONDS = 5.0


@dataclass(slots=True)
class Child:
    """A parser process, reached through its socket; the fork server knows it by its number."""

    server: ForkServer
    number: int
    connection: socket.socket
    served: int = 0

    def is_alive(self) -> bool:
        """False once the process has closed its end. Only to be asked while it is idle."""
        try:
            return bool(self.connection.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT))
        except BlockingIOError:
            return True
        except OSError:
            return False


class ForkServer:
    """One helper interpreter. Starting it does not wait: children asked for at once queue up while it loads.

    `jobs` is the place (`module:function`) of what its children can do.
    """

    def __init__(self, memory_mb: int, jobs: str) -> None:
        self._control, remote = socket.socketpair()
        # The parser gets no secrets: only what an interpreter needs to run.
        environment = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
        environment |= {"PYTHONPATH": os.pathsep.join([_ROOT, *filter(None, sys.path)]), "MALLOC_ARENA_MAX": "2"}
        environment |= {"OPENBLAS_NUM_THREADS": "1", "OMP_THREAD_LIMIT": "1", "PYTHONHASHSEED": "0"}
        with remote:
            self._process = subprocess.Popen(  # noqa: S603  our own interpreter and module
                [sys.executable, "-m", "adapters.documents.forkserver", str(remote.fileno()), str(memory_mb), jobs],
                pass_fds=[remote.fileno()],
                env=environment,
                stdin=subprocess.DEVNULL,
                start_new_session=True,  # a Ctrl-C in the terminal is the worker's to handle
            )
        self._control.setblocking(False)
        self._numbers = itertools.count(1)
        self._turn = asyncio.Lock()

    def fork(self) -> Child:
        """A new parser process; returns at once, the process answers when it is ready. OSError: the helper is gone."""
        connection, remote = socket.socketpair()
        connection.setblocking(False)
        child = Child(self, next(self._numbers), connection)
        with remote:
            try:
                socket.send_fds(self._control, [CONTROL.pack(FORK, child.number)], [remote.fileno()])
            except OSError:
                connection.close()
                raise
        return child

    async def end(self, child: Child) -> int | None:
        """Kill the process if it still runs and tell its wait status; None if the helper itself is gone."""
        child.connection.close()
        loop = asyncio.get_running_loop()
        try:
            async with self._turn:
                await loop.sock_sendall(self._control, CONTROL.pack(END, child.number))
                reply = b""
                while len(reply) < STATUS.size:
                    chunk = await loop.sock_recv(self._control, STATUS.size - len(reply))
                    if not chunk:
                        return None
                    reply += chunk
        except OSError:
            return None
        return int(STATUS.unpack(reply)[1])

    async def close(self) -> None:
        """End the helper and all its children."""
        self._control.close()
        try:
            await asyncio.to_thread(self._process.wait, _STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            await asyncio.to_thread(self._process.wait)
