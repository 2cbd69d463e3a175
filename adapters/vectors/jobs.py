"""Vectors of postings, by audience: what is near a posting or a person, among what one user may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from adapters.vectors.base import Collection, CollectionKind, StoredPoint, Vector

JOBS = CollectionKind("vitaeflow-jobs-", ("audience_id",), tenant=False)
EVERYBODY = UUID(int=0)
"""Audience of a shared posting in the payload: a value can be asked for together with a user's own, a null cannot."""


@dataclass(frozen=True, slots=True)
class JobPoint:
    """The vector of one posting, under the posting's own id."""

    id: UUID
    vector: Sequence[float] | Vector
    audience_id: UUID | None
    """The one user who may see the posting; None: everybody."""
    model: str
    """What made the vector; only vectors of one model can be compared."""


@dataclass(frozen=True, slots=True)
class JobHit:
    """A posting found, best first; `score` is the cosine, -1 to 1."""

    id: UUID
    score: float


class JobVectors:
    """Postings that are open. The record has the last word: it knows first what was closed or deleted."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection

    async def upsert(self, points: Sequence[JobPoint]) -> None:
        """Insert or replace by id. On return the points are found by `near` and outlive the process."""
        await self._collection.upsert(
            [
                StoredPoint(
                    point.id,
                    point.vector,
                    {"audience_id": str(point.audience_id or EVERYBODY), "model": point.model},
                )
                for point in points
            ]
        )

    async def near(self, vector: Sequence[float] | Vector, *, user_id: UUID, model: str, limit: int) -> list[JobHit]:
        """The nearest postings that this user may see, best first. A vector of zeros is near to nothing: no hits."""
        conditions = {"audience_id": [str(EVERYBODY), str(user_id)], "model": model}
        return [JobHit(point.id, point.score) for point in await self._collection.nearest(vector, conditions, limit)]

    async def vector(self, job_id: UUID, *, model: str) -> Vector | None:
        """The vector of one posting; None where it is not stored, or made by another model."""
        return await self._collection.vector(job_id, {"model": model})

    async def delete(self, job_ids: Sequence[UUID]) -> None:
        """Forget postings, in the collections of earlier dimensions too."""
        if job_ids:
            await self._collection.delete_ids(job_ids)

    async def delete_private(self, user_id: UUID) -> None:
        """Forget the postings that only this user may see, in the collections of earlier dimensions too."""
        await self._collection.delete({"audience_id": str(user_id)})

    async def count(self, *, model: str) -> int:
        """How many postings have a vector by this model, exactly."""
        return await self._collection.count({"model": model})

    async def close(self) -> None:
        """Let go of files, locks and connections; a second call does nothing."""
        await self._collection.close()
