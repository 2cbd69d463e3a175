"""Many files to profiles on this machine: documents are read in child processes with limits, in parallel."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel

from adapters.documents import DocumentReader
from cli.inputs import STDIN, UnreadableFile, load, shown
from cli.memory import peak_rss_mb
from domain.importing.profiles import read_profile
from domain.reading import quality_of, require_readable
from schema.document import Document
from schema.errors import VitaeflowError
from schema.profile import Profile
from schema.settings import Settings

Outcome = Literal["accept", "accept_with_flag", "reject"]

_AHEAD = 2
"""Files in memory per child process: one being read, one waiting for it."""
_WAITING = 64
"""Results that may wait for a slow file before them; their number bounds memory however many files there are."""


class ParseResult(BaseModel):
    """What became of one file: a line of `results.jsonl`."""

    file: str
    output: str | None = None
    """Name of the profile beside `results.jsonl`."""
    outcome: Outcome
    reason: str | None = None
    """Error code of a rejection."""
    detail: str | None = None
    """The rejection in words, with what to do."""
    flags: list[str] = []
    """Kinds of what is odd about an accepted file, each once: those of the document, and a state that is not `ok`."""
    engine: str | None = None
    ms: float
    """Wall time of this file, its wait for a free child process included."""
    max_rss_mb: float
    """Highest peak of memory so far among this process and the child processes."""

    @property
    def answered(self) -> bool:
        """The file was judged. False: we could not open it, or hit a defect of ours."""
        return self.reason not in (UnreadableFile.code, VitaeflowError.code)


class Parser:
    """Reads files with one set of child processes; `as_of` overrides what the files say about their day."""

    def __init__(self, settings: Settings, *, processes: int, as_of: date | None = None) -> None:
        self._max_bytes = settings.max_upload_bytes
        self._as_of = as_of
        self._slots = asyncio.Semaphore(processes * _AHEAD)
        self._reader = DocumentReader.configured(settings, processes=processes)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._reader.close()

    async def parse_all(self, files: Sequence[Path]) -> AsyncIterator[tuple[ParseResult, Profile | None]]:
        """Results in the order of `files`, each as soon as it and those before it are there."""
        rest = iter(files)
        tasks: deque[asyncio.Task[tuple[ParseResult, Profile | None]]] = deque()
        try:
            while True:
                tasks += [asyncio.create_task(self.parse(file)) for file in islice(rest, _WAITING - len(tasks))]
                if not tasks:
                    return
                answer = await tasks[0]
                tasks.popleft()
                yield answer
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def parse(self, file: Path) -> tuple[ParseResult, Profile | None]:
        """One file. Whatever goes wrong with it is its result: the other files go on."""
        async with self._slots:
            begun = time.perf_counter()
            try:
                document = await self._reader.read(load(file, self._max_bytes), "" if file == STDIN else file.name)
                profile = read_profile(document, as_of=as_of_date(document, file, self._as_of))
                require_readable(quality_of(profile))
            except VitaeflowError as error:
                return _result(file, begun, outcome="reject", reason=error.code, detail=error.detail), None
            except Exception as error:  # one file that meets a defect must not cost the answers of the others
                detail = f"{type(error).__name__} while reading: a defect, please report it with this kind of file"
                return _result(file, begun, outcome="reject", reason=VitaeflowError.code, detail=detail), None
            flags = list(dict.fromkeys(_flags(document, profile)))
            outcome: Outcome = "accept_with_flag" if flags else "accept"
            return _result(file, begun, outcome=outcome, flags=flags, engine=document.engine), profile


def _result(
    file: Path,
    begun: float,
    *,
    outcome: Outcome,
    reason: str | None = None,
    detail: str | None = None,
    flags: Sequence[str] = (),
    engine: str | None = None,
) -> ParseResult:
    """A result with what is measured."""
    return ParseResult(
        file=shown(file),
        outcome=outcome,
        reason=reason,
        detail=detail,
        flags=list(flags),
        engine=engine,
        ms=round((time.perf_counter() - begun) * 1000, 1),
        max_rss_mb=peak_rss_mb(),
    )


def _flags(document: Document, profile: Profile) -> Iterator[str]:
    """What is odd: about the file, and a state that is not `ok`. It is passed on, but not in silence."""
    yield from (flag.kind for flag in document.flags)
    if (state := quality_of(profile).state) != "ok":
        yield state


def as_of_date(document: Document, file: Path, chosen: date | None) -> date:
    """The day that open-ended spans end: the chosen one, the document's own, or the file's.

    Today only for what comes from standard input, as for an upload.
    """
    if chosen is not None:
        return chosen
    try:
        return date.fromisoformat((document.modified or "")[:10])
    except ValueError:
        if file == STDIN:
            return datetime.now(UTC).date()
        return datetime.fromtimestamp(file.stat().st_mtime, UTC).date()
