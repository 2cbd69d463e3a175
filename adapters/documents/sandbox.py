"""What a parser process may not do: outlive its parent, take memory or time without end, reach the network, write.

Limits hold everywhere; namespaces, seccomp and the change of user are used where the host allows them and never
relied on. Everything here is called in the fork server or in a fresh child, never in the worker.
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import signal
import struct
import sys
from contextlib import suppress

_PR_SET_PDEATHSIG = 1
_PR_SET_NO_NEW_PRIVS = 38
_PR_SET_SECCOMP = 22
_SECCOMP_MODE_FILTER = 2
_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000
_NOBODY = 65534
_OPEN_FILES = 64

# Per architecture: audit number, forbidden system calls, (number, argument) of the calls that open files, and clone.
# Forbidden: sockets (pairs are harmless, and kreuzberg makes one), exec, fork, signals to others, tracing, mounts,
# renames, links, io_uring, pidfd, keys, bpf.
_X86_64 = (
    41, 42, 43, 49, 50, 57, 58, 59, 62, 82, 83, 84, 85, 86, 87, 88, 90, 92, 101, 165, 250, 258, 263, 264,
    265, 266, 268, 288, 298, 310, 311, 316, 321, 322, 323, 425, 426, 427, 434, 437,
)  # fmt: skip
_AARCH64 = (
    34, 35, 36, 37, 38, 40, 53, 54, 117, 129, 198, 200, 201, 202, 203, 217, 218, 219, 221, 241, 242, 270, 271, 276,
    280, 281, 282, 425, 426, 427, 434, 437,
)  # fmt: skip
_SYSTEM_CALLS: dict[str, tuple[int, tuple[int, ...], tuple[tuple[int, int], ...], int]] = {
    "x86_64": (0xC000003E, _X86_64, ((2, 1), (257, 2)), 56),
    "aarch64": (0xC00000B7, _AARCH64, ((56, 2),), 220),
}
_CLONE3 = 435
_CLONE_THREAD = 0x10000
_EPERM = 0x00050001
_ENOSYS = 0x00050026
_ALLOW = 0x7FFF0000
_KILL = 0x80000000
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def leave_network() -> None:
    """Move this process and its later children into a network namespace without any interface, if allowed."""
    if not sys.platform.startswith("linux"):
        return
    flags = _CLONE_NEWNET if os.geteuid() == 0 else _CLONE_NEWNET | _CLONE_NEWUSER
    _libc().unshare(flags)


def die_with_parent(parent: int) -> None:
    """Let the kernel kill this process when its parent ends, however it ends. Other systems: no such call.

    Call it after a change of user, which clears the setting.
    """
    if sys.platform.startswith("linux"):
        _libc().prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


def drop_privileges() -> None:
    """Root becomes nobody; everybody else stays who they are."""
    if os.geteuid() != 0:
        return
    with suppress(OSError):
        os.setgroups([])
        os.setresgid(_NOBODY, _NOBODY, _NOBODY)
        os.setresuid(_NOBODY, _NOBODY, _NOBODY)


def limit_memory(megabytes: int) -> None:
    """Allow so much address space beyond what the warm process has; no core dumps, no file growth."""
    with suppress(ValueError, OSError):
        ceiling = _address_space() + megabytes * 1024 * 1024
        resource.setrlimit(resource.RLIMIT_AS, (ceiling, ceiling))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (_OPEN_FILES, _OPEN_FILES))


def _address_space() -> int:
    """Bytes of address space in use, 0 where /proc does not say."""
    try:
        with open("/proc/self/statm", "rb") as statm:
            return int(statm.read().split()[0]) * resource.getpagesize()
    except OSError:
        return 0


def limit_cpu(seconds: int) -> None:
    """Allow so many CPU seconds from now on; SIGXCPU ends the process after them."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    used = int(usage.ru_utime + usage.ru_stime) + 1
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (used + seconds, hard))


def filter_system_calls() -> None:
    """Answer EPERM to the calls a parser never needs, if this is Linux on a known architecture."""
    known = _SYSTEM_CALLS.get(platform.machine())
    if known is None or not sys.platform.startswith("linux"):
        return
    program = _seccomp_program(*known)
    buffer = ctypes.create_string_buffer(program, len(program))
    header = struct.pack(
        "HxxxxxxP" if struct.calcsize("P") == 8 else "HxxP", len(program) // 8, ctypes.addressof(buffer)
    )
    libc = _libc()
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.c_char_p(header), 0, 0)


def _seccomp_program(audit: int, forbidden: tuple[int, ...], opens: tuple[tuple[int, int], ...], clone: int) -> bytes:
    """A classic BPF program over struct seccomp_data: number at 0, architecture at 4, arguments from 16."""
    load, equal, at_least, any_bit, answer = 0x20, 0x15, 0x35, 0x45, 0x06
    code: list[tuple[int, int, int, int]] = [
        (load, 0, 0, 4),
        (equal, 1, 0, audit),
        (answer, 0, 0, _KILL),
        (load, 0, 0, 0),
        (at_least, 0, 1, 0x40000000),  # the x32 numbers would be a way around
        (answer, 0, 0, _EPERM),
    ]
    for number in forbidden:
        code += [(equal, 0, 1, number), (answer, 0, 0, _EPERM)]
    for number, argument in opens:
        code += [
            (equal, 0, 4, number),
            (load, 0, 0, 16 + 8 * argument),
            (any_bit, 0, 1, _WRITES),
            (answer, 0, 0, _EPERM),
            (answer, 0, 0, _ALLOW),
        ]
    # Threads, but no processes. The flags of clone3 cannot be seen here; without it the C library falls back to clone.
    code += [
        (equal, 0, 1, _CLONE3),
        (answer, 0, 0, _ENOSYS),
        (equal, 0, 3, clone),
        (load, 0, 0, 16),
        (any_bit, 1, 0, _CLONE_THREAD),
        (answer, 0, 0, _EPERM),
        (answer, 0, 0, _ALLOW),
    ]
    return b"".join(struct.pack("HBBI", *instruction) for instruction in code)
