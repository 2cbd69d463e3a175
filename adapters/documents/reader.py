"""Bytes to Document, always in a parser process: a file that breaks the parser breaks nothing else."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from adapters.documents.ocr_engines import installed
from adapters.documents.pool import Limits, ProcessPool
from schema.document import Document, DocumentSummary, EncodedDocument
from schema.errors import NeedsOcr, RecognitionBusy, VitaeflowError
from schema.media import MediaKind, identify
from schema.settings import Settings

PARSER = "adapters.documents.parsing:load_parser"
RECOGNISER = "adapters.documents.parsing:load_recogniser"
_LAST_PAGE_SECONDS = 20
"""For loading, and for the page that is begun just before the time is up."""
_UNHURRIED = 10
_OPTIONAL = "install text recognition (the package's extra `ocr`, or Tesseract)"
_SWITCHED_OFF = "text recognition is switched off here (OCR_PAGES is 0)"


@dataclass(frozen=True, slots=True)
class Recognition:
    """How pictures are read: by one process of its own kind, since it takes ten times the memory of a parser.

    It starts with the first picture (about three seconds) and ends after `idle_seconds` without one. `max_pages` bounds
    what is read of one file, and `read_seconds` on a machine too slow for them: the pages read until then are the
    result. `wait_seconds` is how long a file waits for its turn before RecognitionBusy; None: for ever. `jobs` is the
    place of what that process can do.
    """

    max_pages: int = 8
    memory_mb: int = 1_024
    read_seconds: float = 450
    wall_seconds: float = 470
    wait_seconds: float | None = None
    idle_seconds: float = 60
    jobs: str = RECOGNISER

    @property
    def limits(self) -> Limits:
        """Of one file. One thread works, so it cannot take more CPU than time."""
        return Limits(self.memory_mb, int(self.wall_seconds), self.wall_seconds)


class DocumentReader:
    """A few warm parser processes that read one file at a time each, and one more for pictures when there are some.

    Construction returns at once; the processes load in the background (under a second). `memory_mb` is what a file may
    take beyond the warm process, `cpu_seconds` and `wall_seconds` hold per file. `jobs` is the place of what the parser
    processes can do: `parse`, and whatever `do` is to ask of them. Use it as an async context manager, or call `close`.
    One reader belongs to one event loop.
    """

    def __init__(
        self,
        *,
        processes: int = 2,
        memory_mb: int = 320,
        cpu_seconds: int = 3,
        wall_seconds: float = 30,
        recognition: Recognition | None = Recognition(),
        jobs: str = PARSER,
    ) -> None:
        self._parsers = ProcessPool(processes, Limits(memory_mb, cpu_seconds, wall_seconds), jobs)
        self._recognition = recognition
        self._eyes = _Eyes(recognition) if recognition and installed() else None

    @classmethod
    def configured(
        cls,
        settings: Settings,
        *,
        processes: int | None = None,
        wait_seconds: float | None = None,
        jobs: str = PARSER,
        recogniser_jobs: str = RECOGNISER,
    ) -> DocumentReader:
        """As the settings say; `processes` overrides theirs, `wait_seconds` is that of Recognition.

        Without `wait_seconds` nobody has a time-out to keep, and a slow or busy machine may read for longer.
        """
        read_seconds = settings.ocr_seconds * (1 if wait_seconds is not None else _UNHURRIED)
        recognition = Recognition(
            max_pages=settings.ocr_pages,
            memory_mb=settings.ocr_memory_mb,
            read_seconds=read_seconds,
            wall_seconds=read_seconds + _LAST_PAGE_SECONDS,
            wait_seconds=wait_seconds,
            idle_seconds=settings.ocr_idle_seconds,
            jobs=recogniser_jobs,
        )
        return cls(
            processes=processes or settings.parser_processes,
            memory_mb=settings.parser_memory_mb,
            cpu_seconds=settings.parser_cpu_seconds,
            wall_seconds=settings.parser_wall_seconds,
            recognition=recognition if settings.ocr_pages else None,
            jobs=jobs,
        )

    async def __aenter__(self) -> DocumentReader:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def read(self, data: bytes, filename: str) -> Document:
        """The text of a file with its places and flags; `filename` only helps to tell the kind.

        Raises UnsupportedMedia, UnreadableDocument and its subclasses for what the file is, ParserCrashed when
        reading it broke a limit, RecognitionBusy when a picture waited too long. Cancelling kills the one process that
        reads this file.
        """
        return Document.model_validate_json((await self.read_encoded(data, filename)).json)

    async def read_encoded(self, data: bytes, filename: str) -> EncodedDocument:
        """The same as JSON. See `read`."""
        kind = identify(data, filename)
        if kind.is_picture:
            if self._eyes is None:
                raise self._needs_ocr("The file is a picture")
            return await self._eyes.read(data, kind)
        try:
            document = await _read(self._parsers, data, kind)
        except NeedsOcr:
            if self._eyes is None:
                raise self._needs_ocr("The pages are pictures without text") from None
            return await self._eyes.read(data, kind)
        if self._eyes is None or not document.summary.pictures:
            return document
        try:
            return await self._eyes.read(data, kind)
        except RecognitionBusy:
            raise
        except VitaeflowError:
            return document  # what could be read as text was, and the flags say what is missing

    async def do(self, job: str, data: bytes, **options: Any) -> bytes:
        """Have a parser process do another of its jobs, under the same limits; see `ProcessPool.do`."""
        return await self._parsers.do(job, data, **options)

    async def close(self) -> None:
        """End all processes; reads still under way fail."""
        await self._parsers.close()
        if self._eyes is not None:
            await self._eyes.close()

    def _needs_ocr(self, what: str) -> NeedsOcr:
        why = _OPTIONAL if self._recognition else _SWITCHED_OFF
        return NeedsOcr(f"{what}, and they cannot be read here: {why}, or send the résumé with its text")


async def _read(pool: ProcessPool, data: bytes, kind: MediaKind, **options: float) -> EncodedDocument:
    encoded = await pool.do("parse", data, kind=kind.value, **options)
    return EncodedDocument(encoded.decode(), DocumentSummary.model_validate_json(encoded))


class _Eyes:
    """The process that reads pictures: started with the first, one file at a time, ended when there are no more."""

    def __init__(self, recognition: Recognition) -> None:
        self._recognition = recognition
        self._turn = asyncio.Lock()
        self._pool: ProcessPool | None = None
        self._rest: asyncio.Task[None] | None = None

    async def read(self, data: bytes, kind: MediaKind) -> EncodedDocument:
        """The document with its pictures read."""
        try:
            async with asyncio.timeout(self._recognition.wait_seconds):
                await self._turn.acquire()
        except TimeoutError:
            raise RecognitionBusy from None
        try:
            if self._rest is not None:
                self._rest.cancel()
            if self._pool is None:
                self._pool = ProcessPool(1, self._recognition.limits, self._recognition.jobs)
            budget = {"max_pages": self._recognition.max_pages, "read_seconds": self._recognition.read_seconds}
            return await _read(self._pool, data, kind, **budget)
        finally:
            self._turn.release()
            self._rest = asyncio.create_task(self._end_after_a_while())

    async def close(self) -> None:
        """End the process."""
        if self._rest is not None:
            self._rest.cancel()
        pool, self._pool = self._pool, None
        if pool is not None:
            await pool.close()

    async def _end_after_a_while(self) -> None:
        await asyncio.sleep(self._recognition.idle_seconds)
        # With the turn: whoever reads next waits for the end instead of interrupting it.
        async with self._turn:
            pool, self._pool = self._pool, None
            if pool is not None:
                await pool.close()
