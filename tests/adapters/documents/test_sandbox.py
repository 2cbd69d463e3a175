"""What a process may not do after the sandbox is applied, each tried in a process of its own."""

from __future__ import annotations

import os
import platform
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from adapters.documents import DocumentReader

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


CHILD = """
import os, socket, sys
from adapters.documents import child, forkserver, sandbox

def attack(connection, jobs):
    said = []
    for name, attempt in {{
        "connect": lambda: socket.create_connection(("127.0.0.1", {port}), 2).sendall(b"secrets"),
        "send": lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"secrets", ("127.0.0.1", {port})),
        "resolve": lambda: socket.getaddrinfo("example.org", 80),
        "run": lambda: os.execv("/bin/true", ["true"]),
        "write": lambda: open("/tmp/vitaeflow-taken-over", "w"),
    }}.items():
        try:
            attempt()
            said.append(name)
        except OSError:
            pass
    connection.sendall(" ".join(["done", *said]).encode())

"a".encode("idna")  # to be loaded before: the child may not see the installation
child.serve = attack
sandbox.leave_network()
here, there = socket.socketpair()
control = socket.socketpair()[0]
pid = forkserver._fork(control, there.detach(), 200, {{}})
print(here.recv(100).decode())
os.waitpid(pid, 0)
"""


@pytest.mark.skipif(not FILTERED, reason="the filter is for Linux on these architectures")
def test_a_parser_that_is_taken_over_reaches_nobody() -> None:
    """A child as the fork server makes it cannot connect, send, resolve, run or write; a server beside it waits."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        assert _run(CHILD.format(port=server.getsockname()[1])).strip() == "done"
        with pytest.raises(TimeoutError):
            server.accept()


@pytest.mark.skipif(not FILTERED, reason="the filter is for Linux on these architectures")
def test_every_parser_of_a_reader_is_confined(reader: DocumentReader) -> None:
    """The processes that read users' files have the filter on, and are not root."""
    helper = psutil.Process(reader._parsers._server._process.pid)
    deadline = time.monotonic() + 20
    while not helper.children() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert helper.children()
    for process in helper.children():
        status = dict(line.split(":\t", 1) for line in Path(f"/proc/{process.pid}/status").read_text().splitlines())
        assert (status["Seccomp"], status["NoNewPrivs"]) == ("2", "1")
        assert "0" not in status["Uid"].split() or os.geteuid() != 0
