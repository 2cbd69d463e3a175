"""Vectors of chunks in and out of the vector store, and all that is erased. Runs where the store is: its own queue."""

from __future__ import annotations

import numpy as np
from temporalio import activity

from adapters.postgres import Database, queries
from adapters.vectors import Stores, VectorPoint
from schema.analysis import ErasureInput, Stage, StageInput, step_to


class VectorActivities:
    """Index the chunks of an analysis; forget what was deleted."""

    def __init__(self, database: Database, stores: Stores) -> None:
        self._database = database
        self._stores = stores

    @activity.defn
    async def index_chunks(self, stage: StageInput) -> int:
        """Put the vectors of an analysis into the store under the chunks' own ids; announces analysing."""
        async with self._database.connection() as connection:
            rows = await queries.get_chunks(connection, job_id=stage.job_id)
        points = [
            VectorPoint(
                id=row["id"],
                vector=np.frombuffer(row["embedding"], dtype="<f4"),
                user_id=row["user_id"],
                resume_id=row["resume_id"],
                job_id=stage.job_id,
                ordinal=row["ordinal"],
                model=row["embedding_model"],
            )
            for row in rows
        ]
        if points:
            await self._stores.chunks.upsert(points)
        async with self._database.connection() as connection:
            await queries.enter_stage(connection, job_id=stage.job_id, **step_to(Stage.ANALYZING))
        return len(points)

    @activity.defn
    async def forget_vectors(self, erasure: ErasureInput) -> None:
        """Delete the vectors of an analysis, a résumé or a user, with a user's those of the own sources' postings.

        The marks go first: an index that is woken now finds nothing of a user who is being erased.
        """
        await self._stores.chunks.delete(user_id=erasure.user_id, resume_id=erasure.resume_id, job_id=erasure.job_id)
        if erasure.kind != "user":
            return
        async with self._database.connection() as connection:
            await queries.unmark_private_vectors(connection, user_id=erasure.user_id)
        await self._stores.jobs.delete_private(erasure.user_id)
        async with self._database.connection() as connection:
            await queries.strike_private_vectors(connection, user_id=erasure.user_id)
