"""What a vector store does, whoever implements it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from schema.errors import InvalidVector

COLLECTION_PREFIX = "vitaeflow-chunks-"

UUID_FIELDS = ("user_id", "resume_id", "job_id")
"""Payload fields with an index; the first separates tenants."""


def collection_name(dimensions: int) -> str:
    """One collection per vector length: another length is a new collection, not an error."""
    return f"{COLLECTION_PREFIX}{dimensions}"


@dataclass(frozen=True, slots=True)
class VectorPoint:
    """The vector of one chunk. `id` is derived from its analysis and ordinal: a second upsert replaces the first."""

    id: UUID
    vector: Sequence[float]
    user_id: UUID
    resume_id: UUID
    job_id: UUID
    """The analysis that made the chunk."""
    ordinal: int
    model: str
    """What made the vector; only vectors of one model can be compared."""

    def payload(self) -> dict[str, str | int]:
        """What is stored beside the vector: ids and a count, never text."""
        return {
            "user_id": str(self.user_id),
            "resume_id": str(self.resume_id),
            "job_id": str(self.job_id),
            "ordinal": self.ordinal,
            "model": self.model,
        }


@dataclass(frozen=True, slots=True)
class VectorHit:
    """A chunk found, best first; `score` is the cosine, -1 to 1."""

    id: UUID
    score: float
    ordinal: int
    resume_id: UUID
    job_id: UUID


class VectorStore(Protocol):
    """Vectors of chunks by owner.

    Every method may raise `VectorStoreUnavailable`; a vector of another length than the store's raises `InvalidVector`.
    """

    async def upsert(self, points: Sequence[VectorPoint]) -> None:
        """Insert or replace by id. On return the points are found by `search` and outlive the process."""
        ...

    async def search(
        self, vector: Sequence[float], *, user_id: UUID, resume_id: UUID | None, limit: int, model: str | None = None
    ) -> list[VectorHit]:
        """The nearest chunks of this owner, best first. A vector of zeros is near to nothing: no hits.

        Give `model` when the store may hold vectors of several: only those of that model are compared.
        """
        ...

    async def delete(self, *, user_id: UUID, resume_id: UUID | None = None, job_id: UUID | None = None) -> None:
        """Forget the points of this owner that carry all given ids, in the collections of earlier dimensions too."""
        ...

    async def count(self, *, user_id: UUID, resume_id: UUID | None = None, job_id: UUID | None = None) -> int:
        """How many points of this owner `search` can find, exactly."""
        ...

    async def close(self) -> None:
        """Let go of files, locks and connections; a second call does nothing."""
        ...


def owner_conditions(user_id: UUID, resume_id: UUID | None = None, job_id: UUID | None = None) -> dict[str, str]:
    """Payload values that must match; the owner is always among them."""
    wanted = {"user_id": user_id, "resume_id": resume_id, "job_id": job_id}
    return {field: str(value) for field, value in wanted.items() if value is not None}


def checked_vector(vector: Sequence[float], dimensions: int) -> list[float]:
    """The values as a list. Raises `InvalidVector`: one NaN in a store spoils every search that meets it."""
    if len(vector) != dimensions:
        raise InvalidVector(
            f"A vector has {len(vector)} values where the store takes {dimensions}; "
            "set EMBEDDING_DIMENSIONS to the length that the embedding model gives"
        )
    values = [float(value) for value in vector]
    if not all(map(math.isfinite, values)):
        raise InvalidVector("A vector holds a value that is not a finite number; embed its text again")
    return values
