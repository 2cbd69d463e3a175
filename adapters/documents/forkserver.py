"""The helper interpreter: loads the engines once and forks a parser process whenever it is told to.

It is started fresh (`python -m adapters.documents.forkserver FD MEGABYTES JOBS`, JOBS as `module:function`) because the
worker has threads and must not be forked. It has one thread, no secrets in its environment, and ends with its children
when the worker ends.
"""

from __future__ import annotations

import gc
import os
import pkgutil
import signal
import socket
import sys
import traceback
from collections.abc import Mapping
from contextlib import suppress

from adapters.documents import child, sandbox
from adapters.documents.protocol import CONTROL, END, FORK, STATUS, Job


def serve(control: socket.socket, memory_mb: int, jobs: Mapping[str, Job]) -> None:
    """Fork and reap on command until the other end of `control` is gone."""
    children: dict[int, int] = {}
    try:
        while True:
            message, descriptors, _, _ = socket.recv_fds(control, CONTROL.size, 1)
            if len(message) < CONTROL.size:
                return
            command, number = CONTROL.unpack(message)
            if command == FORK and descriptors:
                children[number] = _fork(control, descriptors[0], memory_mb, jobs)
            elif command == END:
                control.sendall(STATUS.pack(number, _end(children.pop(number, None))))
    finally:
        for pid in children.values():
            _end(pid)


def _fork(control: socket.socket, descriptor: int, memory_mb: int, jobs: Mapping[str, Job]) -> int:
    parent = os.getpid()
    pid = os.fork()
    if pid:
        os.close(descriptor)
        return pid
    try:
        control.close()
        sandbox.drop_privileges()
        sandbox.die_with_parent(parent)
        sandbox.limit_memory(memory_mb)
        sandbox.filter_system_calls()
        with suppress(ConnectionError):  # the worker hung up in the midst of a file
            child.serve(socket.socket(fileno=descriptor), jobs)
    except BaseException:
        with suppress(OSError):  # where the log is a file a confined process may not write to it
            traceback.print_exc()
        os._exit(1)
    os._exit(0)


def _end(pid: int | None) -> int:
    """Kill, reap and tell the wait status. A child that died before keeps the status of its own death."""
    if pid is None:
        return 0
    os.kill(pid, signal.SIGKILL)
    return os.waitpid(pid, 0)[1]


def main() -> None:
    """Warm up, then serve."""
    control = socket.socket(fileno=int(sys.argv[1]))
    sandbox.leave_network()
    jobs: Mapping[str, Job] = pkgutil.resolve_name(sys.argv[3])()
    gc.collect()
    gc.freeze()  # what is loaded now stays shared between all children
    serve(control, int(sys.argv[2]), jobs)


if __name__ == "__main__":
    main()
