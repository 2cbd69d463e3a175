"""Extraction: the stored file becomes text. Runs on its own queue; the parser is a child process with limits."""

from __future__ import annotations

from typing import Protocol

from temporalio import activity

from adapters.postgres import Database, EncodedJson, queries
from domain.reading import require_readable
from schema.analysis import Extracted, Stage, StageInput, step_to
from schema.document import EncodedDocument
from schema.errors import NotFound, UnreadableDocument


class Reader(Protocol):
    """Bytes to text that is measured, wherever it runs."""

    async def read_encoded(self, data: bytes, filename: str) -> EncodedDocument:
        """The document as JSON. Raises UnreadableDocument and its kin."""
        ...


class DocumentActivities:
    """Reads what was uploaded."""

    def __init__(self, database: Database, reader: Reader, *, calls_model: bool) -> None:
        self._database = database
        self._reader = reader
        self._calls_model = calls_model

    @activity.defn
    async def extract_text(self, stage: StageInput) -> Extracted:
        """Read the file of an analysis and store its text. Announces this stage, and chunking when done."""
        async with self._database.connection() as connection:
            row = await queries.begin_extraction(connection, job_id=stage.job_id, **step_to(Stage.EXTRACTING_TEXT))
        if row is None:
            raise NotFound("The analysis was deleted")
        if row["content"] is None:
            raise UnreadableDocument("The original was cleared after an earlier analysis; upload the file again")
        encoded, document = await self._reader.read_encoded(row["content"], row["filename"])
        if document.quality is None:
            raise AssertionError("the parser processes of a worker measure what they read")
        require_readable(document.quality)
        async with self._database.connection() as connection:
            await queries.store_document(
                connection, job_id=stage.job_id, document=EncodedJson(encoded), **step_to(Stage.CHUNKING)
            )
        return Extracted(
            characters=len(document.text),
            pages=document.pages,
            engine=document.engine,
            calls_model=self._calls_model,
        )
