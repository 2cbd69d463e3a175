"""Vectors of chunks of résumés, by owner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from adapters.vectors.base import Collection, CollectionKind, StoredPoint, Vector

CHUNKS = CollectionKind("vitaeflow-chunks-", ("user_id", "resume_id", "job_id"), tenant=True)


@dataclass(frozen=True, slots=True)
class VectorPoint:
    """The vector of one chunk. `id` is derived from its analysis and ordinal: a second upsert replaces the first."""

    id: UUID
    vector: Sequence[float] | Vector
    user_id: UUID
    resume_id: UUID
    job_id: UUID
    """The analysis that made the chunk."""
    ordinal: int
    model: str
    """What made the vector; only vectors of one model can be compared."""

    def stored(self) -> StoredPoint:
        """As the collection keeps it."""
        ids = owner_conditions(self.user_id, self.resume_id, self.job_id)
        return StoredPoint(self.id, self.vector, {**ids, "ordinal": self.ordinal, "model": self.model})


@dataclass(frozen=True, slots=True)
class VectorHit:
    """A chunk found, best first; `score` is the cosine, -1 to 1."""

    id: UUID
    score: float
    ordinal: int
    resume_id: UUID
    job_id: UUID


class ChunkVectors:
    """Every method needs the owner. Raises what the collection raises."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection

    async def upsert(self, points: Sequence[VectorPoint]) -> None:
        """Insert or replace by id. On return the points are found by `search` and outlive the process."""
        await self._collection.upsert([point.stored() for point in points])

    async def search(
        self,
        vector: Sequence[float] | Vector,
        *,
        user_id: UUID,
        resume_id: UUID | None,
        limit: int,
        model: str | None = None,
    ) -> list[VectorHit]:
        """The nearest chunks of this owner, best first. A vector of zeros is near to nothing: no hits.

        Give `model` when the store may hold vectors of several: only those of that model are compared.
        """
        conditions = owner_conditions(user_id, resume_id) | ({"model": model} if model else {})
        return [
            VectorHit(
                id=point.id,
                score=point.score,
                ordinal=int(point.payload["ordinal"]),
                resume_id=UUID(point.payload["resume_id"]),
                job_id=UUID(point.payload["job_id"]),
            )
            for point in await self._collection.nearest(vector, conditions, limit)
        ]

    async def delete(self, *, user_id: UUID, resume_id: UUID | None = None, job_id: UUID | None = None) -> None:
        """Forget the points of this owner that carry all given ids, in the collections of earlier dimensions too."""
        await self._collection.delete(owner_conditions(user_id, resume_id, job_id))

    async def count(self, *, user_id: UUID, resume_id: UUID | None = None, job_id: UUID | None = None) -> int:
        """How many points of this owner `search` can find, exactly."""
        return await self._collection.count(owner_conditions(user_id, resume_id, job_id))

    async def close(self) -> None:
        """Let go of files, locks and connections; a second call does nothing."""
        await self._collection.close()


def owner_conditions(user_id: UUID, resume_id: UUID | None = None, job_id: UUID | None = None) -> dict[str, str]:
    """Payload values that must match; the owner is always among them."""
    wanted = {"user_id": user_id, "resume_id": resume_id, "job_id": job_id}
    return {field: str(value) for field, value in wanted.items() if value is not None}
