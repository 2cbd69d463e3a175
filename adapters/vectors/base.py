"""What a collection of vectors does, whoever keeps it: a Qdrant server, or a shard in a folder of this process."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

import numpy as np
import numpy.typing as npt

from schema.errors import InvalidVector

Conditions = Mapping[str, str | Sequence[str]]
"""Values that payload fields must have; of several values, any."""

Vector = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class CollectionKind:
    """What is kept together: one collection for each length of vectors.

    `uuid_fields` of the payload get an index. With `tenant` the first of them separates owners, and no search is ever
    made over several of them.
    """

    prefix: str
    uuid_fields: tuple[str, ...]
    tenant: bool

    def name(self, dimensions: int) -> str:
        """One collection per vector length: another length is a new collection, not an error."""
        return f"{self.prefix}{dimensions}"


@dataclass(frozen=True, slots=True)
class StoredPoint:
    """A vector with its payload: ids, counts and names of models, never text."""

    id: UUID
    vector: Sequence[float] | Vector
    payload: dict[str, str | int]


@dataclass(frozen=True, slots=True)
class FoundPoint:
    """A point near a vector; `score` is the cosine, -1 to 1."""

    id: UUID
    score: float
    payload: dict[str, Any]


class Collection(Protocol):
    """Vectors of one kind and length.

    Every method may raise `VectorStoreUnavailable`; a vector of another length than the collection's raises
    `InvalidVector`.
    """

    async def upsert(self, points: Sequence[StoredPoint]) -> None:
        """Insert or replace by id. On return the points are found and outlive the process."""
        ...

    async def nearest(self, vector: Sequence[float] | Vector, conditions: Conditions, limit: int) -> list[FoundPoint]:
        """The nearest points, best first. A vector of zeros is near to nothing: no points."""
        ...

    async def vector(self, point_id: UUID, conditions: Conditions) -> Vector | None:
        """The vector of one point as it is stored, scaled to length 1; None where there is none with these values."""
        ...

    async def delete(self, conditions: Conditions) -> None:
        """Forget points with all these values, in the collections of other lengths too."""
        ...

    async def delete_ids(self, point_ids: Sequence[UUID]) -> None:
        """Forget these points, in the collections of other lengths too."""
        ...

    async def count(self, conditions: Conditions) -> int:
        """How many points `nearest` can find, exactly."""
        ...

    async def close(self) -> None:
        """Let go of files, locks and connections; a second call does nothing."""
        ...


def checked_vector(vector: Sequence[float] | Vector, dimensions: int) -> Vector:
    """The values as they are stored. Raises `InvalidVector`: one NaN in a store spoils every search that meets it."""
    if len(vector) != dimensions:
        raise InvalidVector(
            f"A vector has {len(vector)} values where the store takes {dimensions}; "
            "set EMBEDDING_DIMENSIONS to the length that the embedding model gives"
        )
    with np.errstate(over="ignore"):  # too large for a float32 is infinite, and refused as such
        values = np.asarray(vector, dtype=np.float32)
    if not np.isfinite(values).all():
        raise InvalidVector("A vector holds a value that is not a finite number; embed its text again")
    return values
