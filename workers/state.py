"""The state directory of a stack: one owner at a time, and the secret that is made once."""

from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from schema.errors import AlreadyRunning, ConfigurationError

_SECRET_BYTES = 48


@contextlib.contextmanager
def exclusive(state_dir: Path) -> Iterator[None]:
    """Hold the directory until the block ends or the process dies, however it dies.

    The lock is the kernel's, not the file's existence: nothing is left behind by a killed process.
    Raises AlreadyRunning with the holder's process id, ConfigurationError if the directory cannot be written.
    """
    try:
        state_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = (state_dir / "lock").open("a+")
    except OSError as error:
        raise ConfigurationError(
            f"STATE_DIR={state_dir} cannot be written ({error.strerror}): choose another folder"
        ) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            holder = lock.read().strip() or "unknown"
            raise AlreadyRunning(
                f"A stack is already running on {state_dir} (process {holder}): use it, stop it with "
                f"`kill {holder}`, or set STATE_DIR to another folder",
                pid=holder,
            ) from None
        lock.truncate(0)
        lock.write(f"{os.getpid()}\n")
        lock.flush()
        yield


def signing_secret(state_dir: Path) -> str:
    """The secret that signs access tokens: made at the first start, readable by this user only."""
    path = state_dir / "secret"
    with contextlib.suppress(FileNotFoundError):
        if len(secret := path.read_text().strip()) >= _SECRET_BYTES:
            return secret
    secret = secrets.token_urlsafe(_SECRET_BYTES)
    unfinished = path.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secret)
    unfinished.replace(path)
    return secret
