"""What `vitaeflow parse` is given: files, folders of files, standard input."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from cli.output import UsageError
from schema.errors import TooLarge, VitaeflowError

STDIN = Path("-")
"""Stands for standard input wherever a file does."""


class UnreadableFile(VitaeflowError):
    """The operating system refuses: no permission, gone, a broken disk."""

    code, status, title, retryable = "unreadable_file", 400, "The file cannot be opened", True


def files_of(paths: Sequence[Path], out: Path | None) -> list[Path]:
    """The files that are meant, each once, in the order given; of a folder all files below it by name.

    Hidden files, what is no regular file and the folder of the results are passed over in folders.
    Raises UsageError for a name that is not there, and when nothing is left to read.
    """
    missing = next((path for path in paths if path != STDIN and not path.exists()), None)
    if missing:
        raise UsageError(f"{missing} does not exist: name files, folders or -")
    found: dict[Path, Path] = {}
    results = out.resolve() if out else None
    for path in paths:
        members = _below(path, results) if path.is_dir() else (path,)
        for file in members:
            found.setdefault(file if file == STDIN else file.resolve(), file)
    if not found:
        raise UsageError("There is no file in the folder: name files or a folder with some")
    return list(found.values())


def shown(file: Path) -> str:
    """The path in characters that every output takes, also where its bytes are no characters."""
    return os.fsencode(file).decode("utf-8", "backslashreplace")


def load(file: Path, max_bytes: int) -> bytes:
    """The content; a file over the limit is not even opened. Raises TooLarge and UnreadableFile."""
    try:
        if file == STDIN:
            content = sys.stdin.buffer.read(max_bytes + 1)
        elif file.stat().st_size <= max_bytes:
            content = file.read_bytes()
        else:
            raise _too_large(max_bytes)
    except OSError as error:
        raise UnreadableFile(f"it cannot be opened ({error.strerror}): check path and permissions") from None
    if len(content) > max_bytes:
        raise _too_large(max_bytes)
    return content


def _too_large(max_bytes: int) -> TooLarge:
    return TooLarge(f"it has more than {max_bytes:,} bytes: set MAX_UPLOAD_BYTES to read it")


def _below(folder: Path, results: Path | None) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.is_file() and not hidden and (results is None or results not in path.resolve().parents):
            yield path
