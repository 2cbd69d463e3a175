"""One owner per folder: a lock that the kernel lets go of when its process dies, however it dies."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from schema.errors import EdgeStoreBusy


class OwnerLock:
    """An exclusive `flock` on a file, taken without waiting."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    def acquire(self) -> None:
        """Take the lock. Raises `EdgeStoreBusy` when another process, or another store in this one, holds it."""
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            raise EdgeStoreBusy(
                "Another process owns the embedded vector store; stop the other worker, or set QDRANT_URL to share a "
                "Qdrant server",
                folder=str(self._path.parent),
            ) from None
        self._descriptor = descriptor

    def release(self) -> None:
        """Let go; does nothing when not held."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
