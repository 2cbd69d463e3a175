"""Run by file name between supervisor and server: binds the new process to its parent, drops root, becomes the program.

    python -I -S launch.py DEATH_SIGNAL PARENT_PID USER_ID PROGRAM [ARGUMENT ...]

A wrapper and not a `preexec_fn`, because Python code between fork and exec may deadlock in a process with threads,
and the Temporal client has threads. It imports the standard library only; it costs about 20 ms.
USER_ID is -1 for "stay who you are".
"""

from __future__ import annotations

import ctypes
import os
import pwd
import sys

_PR_SET_PDEATHSIG = 1
_PR_SET_KEEPCAPS = 8
_PR_SET_SECUREBITS = 28
_NO_SETUID_FIXUP = 1 << 2
_PR_CAP_AMBIENT = 47
_PR_CAP_AMBIENT_RAISE = 2
_CAP_DAC_OVERRIDE = 1
_CAPABILITY_VERSION_3 = 0x20080522


class _CapabilityHeader(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _CapabilitySets(ctypes.Structure):
    _fields_ = (("effective", ctypes.c_uint32), ("permitted", ctypes.c_uint32), ("inheritable", ctypes.c_uint32))


def _become(user_id: int) -> None:
    """Give up root for `user_id`, keeping only the right to pass folder permissions.

    PostgreSQL refuses to run as root, yet a checkout under /root is closed to everybody else. With this one
    capability (ambient, so that it lives through exec) nobody has to open a home folder or to create an account.
    `access(2)`, by which initdb looks for its server, forgets all capabilities of who is not root; the secure bit
    keeps it from that. Where the kernel does not grant it, the program runs without and says itself what it may not
    read.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    linux, kept = sys.platform.startswith("linux"), False
    if linux:
        libc.prctl(_PR_SET_KEEPCAPS, 1, 0, 0, 0)
        kept = libc.prctl(_PR_SET_SECUREBITS, _NO_SETUID_FIXUP, 0, 0, 0) == 0
    os.setgroups([])
    os.setgid(pwd.getpwuid(user_id).pw_gid)
    os.setuid(user_id)
    if linux:
        bit = 1 << _CAP_DAC_OVERRIDE
        sets = (_CapabilitySets * 2)()
        sets[0] = _CapabilitySets(bit, bit, bit)
        if libc.capset(ctypes.byref(_CapabilityHeader(_CAPABILITY_VERSION_3, 0)), sets) == 0:
            libc.prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_RAISE, _CAP_DAC_OVERRIDE, 0, 0)
        elif kept:
            sys.exit("the rights of root could not be given up")  # with that bit, setuid alone leaves them all


def _die_with(parent: int, death_signal: int) -> None:
    """Ask the kernel to send `death_signal` when the parent ends; leave at once if it has ended already.

    After the change of user: a change of credentials clears the wish. Linux only; elsewhere the next start
    of the stack stops what was left over.
    """
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, death_signal, 0, 0, 0)
        if os.getppid() != parent:
            sys.exit(1)


def main(arguments: list[str]) -> None:
    """Prepare this process and replace it by the program; the process id stays the same."""
    death_signal, parent, user_id, *program = arguments
    if int(user_id) >= 0:
        _become(int(user_id))
    _die_with(int(parent), int(death_signal))
    try:
        os.execvp(program[0], program)  # noqa: S606  an argument list chosen by us, no shell
    except OSError as error:
        sys.exit(f"{program[0]}: {error.strerror}")


if __name__ == "__main__":
    main(sys.argv[1:])
