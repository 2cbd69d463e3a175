"""A collection of vectors on a Qdrant server: any number of processes may share it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Sequence
from http import HTTPStatus
from typing import TypeVar
from uuid import UUID

import httpx
import numpy as np
from qdrant_client import AsyncQdrantClient, models
from qdrant_client.common.client_exceptions import QdrantException, ResourceExhaustedResponse
from qdrant_client.http.exceptions import ApiException, UnexpectedResponse

from adapters.vectors.base import CollectionKind, Conditions, FoundPoint, StoredPoint, Vector, checked_vector
from schema.errors import ConfigurationError, VectorStoreUnavailable, VitaeflowError

TIMEOUT_SECONDS = 20

_CLIENT_ERRORS = (ApiException, QdrantException, httpx.HTTPError, OSError)

T = TypeVar("T")


class ServerCollection:
    """Vectors of a kind and of `dimensions` values on the server at `url`.

    The collection is made at the first use, so a process starts while the server is still away. `client` replaces the
    connection, for another transport.
    """

    def __init__(
        self,
        url: str | None,
        api_key: str | None,
        kind: CollectionKind,
        dimensions: int,
        *,
        client: AsyncQdrantClient | None = None,
    ) -> None:
        self._client = client or AsyncQdrantClient(
            url=url, api_key=api_key, timeout=TIMEOUT_SECONDS, check_compatibility=False
        )
        self._kind = kind
        self._dimensions = dimensions
        self._name = kind.name(dimensions)
        self._ready = False
        self._making = asyncio.Lock()
        self._closed = False

    async def upsert(self, points: Sequence[StoredPoint]) -> None:
        """Insert or replace by id; on return the server has applied and logged it."""
        if not points:
            return
        made = [
            models.PointStruct(
                id=str(point.id),
                vector=checked_vector(point.vector, self._dimensions).tolist(),
                payload=point.payload,
            )
            for point in points
        ]
        await self._ensure_collection()
        await self._answered(self._client.upsert(self._name, made, wait=True))

    async def nearest(self, vector: Sequence[float] | Vector, conditions: Conditions, limit: int) -> list[FoundPoint]:
        """The nearest points, best first."""
        values = checked_vector(vector, self._dimensions)
        if limit < 1 or not values.any():
            return []
        await self._ensure_collection()
        answer = await self._answered(
            self._client.query_points(self._name, query=values.tolist(), query_filter=_filter(conditions), limit=limit)
        )
        return [FoundPoint(UUID(str(point.id)), point.score, point.payload or {}) for point in answer.points]

    async def vector(self, point_id: UUID, conditions: Conditions) -> Vector | None:
        """The vector of one point."""
        await self._ensure_collection()
        wanted = _filter(conditions, models.HasIdCondition(has_id=[str(point_id)]))
        found, _ = await self._answered(
            self._client.scroll(self._name, scroll_filter=wanted, limit=1, with_payload=False, with_vectors=True)
        )
        return np.asarray(found[0].vector, dtype=np.float32) if found else None

    async def delete(self, conditions: Conditions) -> None:
        """Forget points in the collections of all dimensions that were ever used."""
        await self._delete(models.FilterSelector(filter=_filter(conditions)))

    async def delete_ids(self, point_ids: Sequence[UUID]) -> None:
        """Forget points in the collections of all dimensions that were ever used."""
        await self._delete(models.PointIdsList(points=[str(point_id) for point_id in point_ids]))

    async def count(self, conditions: Conditions) -> int:
        """How many points the current collection holds."""
        await self._ensure_collection()
        answer = await self._answered(self._client.count(self._name, count_filter=_filter(conditions), exact=True))
        return answer.count

    async def close(self) -> None:
        """Close the connections."""
        if not self._closed:
            self._closed = True
            await self._client.close()

    async def _delete(self, selector: models.FilterSelector | models.PointIdsList) -> None:
        listed = await self._answered(self._client.get_collections())
        for collection in listed.collections:
            if collection.name.startswith(self._kind.prefix):
                await self._answered(self._client.delete(collection.name, selector, wait=True))

    async def _ensure_collection(self) -> None:
        if self._ready:
            return
        async with self._making:
            if not self._ready:
                await self._create_collection()
                self._ready = True

    async def _create_collection(self) -> None:
        if not await self._answered(self._client.collection_exists(self._name)):
            try:
                await self._client.create_collection(
                    self._name,
                    vectors_config=models.VectorParams(size=self._dimensions, distance=models.Distance.COSINE),
                    # Where all searches carry the owner: one small graph per tenant, none over all of them.
                    hnsw_config=models.HnswConfigDiff(m=0, payload_m=16) if self._kind.tenant else None,
                )
            except _CLIENT_ERRORS as error:
                # Another process may have made it in the meantime.
                if not await self._answered(self._client.collection_exists(self._name)):
                    raise _named(error) from error
        for field in self._kind.uuid_fields:
            tenant = self._kind.tenant and field == self._kind.uuid_fields[0]
            index = models.UuidIndexParams(type=models.UuidIndexType.UUID, is_tenant=tenant)
            await self._answered(self._client.create_payload_index(self._name, field, field_schema=index))

    async def _answered(self, call: Awaitable[T]) -> T:
        """The answer of the server, or a named error."""
        try:
            return await call
        except _CLIENT_ERRORS as error:
            if isinstance(error, UnexpectedResponse) and error.status_code == HTTPStatus.NOT_FOUND:
                self._ready = False  # somebody dropped the collection: the next call makes it again
            raise _named(error) from error


def _named(error: Exception) -> VitaeflowError:
    if isinstance(error, ResourceExhaustedResponse):
        return VectorStoreUnavailable("The Qdrant server asks to slow down", retry_after=error.retry_after_s)
    if isinstance(error, UnexpectedResponse) and error.status_code in {401, 403}:
        return ConfigurationError("The Qdrant server refused the key; set QDRANT_API_KEY to one that may write")
    status = error.status_code if isinstance(error, UnexpectedResponse) else None
    return VectorStoreUnavailable(
        "The Qdrant server did not give a usable answer; check that it runs at QDRANT_URL", status=status
    )


def _filter(conditions: Conditions, *more: models.HasIdCondition) -> models.Filter:
    return models.Filter(
        must=[
            models.FieldCondition(
                key=field,
                match=models.MatchValue(value=value) if isinstance(value, str) else models.MatchAny(any=list(value)),
            )
            for field, value in conditions.items()
        ]
        + list(more)
    )
