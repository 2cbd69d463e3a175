"""The vector store of postings, kept in line with the record. Runs where the store is: its own queue."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any, Protocol

import structlog
from temporalio import activity

from adapters.postgres import Database, queries
from adapters.vectors import JobPoint, JobVectors
from domain.embedding import LEXICAL_MODEL, embed_lexically
from domain.matching import JobFacts, load_job_facts
from domain.similarity import LEXICAL_DIMENSIONS, PROSE, job_text, vector_label
from schema.errors import BadFacts
from schema.settings import Settings
from schema.similar import Indexed, IndexInput

log = structlog.get_logger()


class Model(Protocol):
    """What is asked of a model."""

    async def embed(self, texts: list[str]) -> list[list[float]]:
        """One vector per text. Raises ModelError."""
        ...


class Embedder:
    """Texts to vectors: by the configured model, without one by their words. `label` tells comparable vectors apart."""

    def __init__(self, settings: Settings, model: Model | None) -> None:
        self._model = model
        self.name = LEXICAL_MODEL if model is None else settings.embedding_model
        self.dimensions = job_dimensions(settings)
        self.label = vector_label(self.name, self.dimensions)

    @property
    def costs(self) -> bool:
        """Each text is paid for."""
        return self._model is not None

    async def embed(self, texts: Sequence[str]) -> list[list[float]]:
        """One vector per text. Raises ModelError."""
        if self._model is not None:
            return await self._model.embed(list(texts))
        return await asyncio.to_thread(embed_lexically, texts, self.dimensions)


def job_dimensions(settings: Settings) -> int:
    """Length of the vectors of postings."""
    return settings.embedding_dimensions if settings.uses_model else LEXICAL_DIMENSIONS


def text_of(row: Any, model: str) -> str:
    """What of a stored posting is compared; of one whose facts cannot be read, its title and prose."""
    try:
        facts = load_job_facts([row["facts"]])[0]
    except BadFacts:
        facts = JobFacts(title=row["title"], company="")
    return job_text(facts, row["description"], model=model)


class JobIndexActivities:
    """Stores what is open and not stored as it is now, deletes what is not open any more."""

    def __init__(self, database: Database, store: JobVectors, embedder: Embedder) -> None:
        self._database = database
        self._store = store
        self._embedder = embedder

    @activity.defn
    async def index_jobs(self, batch: IndexInput) -> Indexed:
        """One batch. Each step can be repeated: the record says what is due, and is told only what was done."""
        if batch.first:
            await self._check_store()
        forgotten = await self._forget(batch.limit)
        stored = await self._store_due(batch.limit)
        return Indexed(stored=stored, forgotten=forgotten, more=batch.limit in (stored, forgotten))

    async def _check_store(self) -> None:
        """A store that lost something is filled again: nothing found would look like nothing there."""
        label = self._embedder.label
        held = await self._store.count(model=label)
        async with self._database.connection() as connection:
            noted = await queries.count_indexed(connection, model=label)
            if held < noted:
                log.warning("vectors of postings are missing and are made again", held=held, noted=noted)
                await queries.unmark_all_vectors(connection, model=label)

    async def _forget(self, limit: int) -> int:
        async with self._database.connection() as connection:
            gone = [row["job_id"] for row in await queries.vectors_to_forget(connection, limit=limit)]
            if not gone:
                return 0
            await queries.unmark_vectors(connection, job_ids=gone)
        await self._store.delete(gone)
        async with self._database.connection() as connection:
            await queries.strike_vectors(connection, job_ids=gone)
        return len(gone)

    async def _store_due(self, limit: int) -> int:
        label = self._embedder.label
        async with self._database.connection() as connection:
            due = await queries.jobs_to_index(connection, model=label, prose=PROSE, limit=limit)
        if not due:
            return 0
        vectors = await self._embedder.embed([text_of(row, self._embedder.name) for row in due])
        ids = [row["id"] for row in due]
        async with self._database.connection() as connection:
            await queries.note_vectors(
                connection, job_ids=ids, audience_ids=[row["audience_id"] for row in due], model=label
            )
        await self._store.upsert(
            [JobPoint(row["id"], vector, row["audience_id"], label) for row, vector in zip(due, vectors, strict=True)]
        )
        async with self._database.connection() as connection:
            kept = await queries.vectors_stored(connection, job_ids=ids, hashes=[row["content_hash"] for row in due])
        await self._store.delete(sorted(set(ids) - {row["job_id"] for row in kept}))
        return len(due)
