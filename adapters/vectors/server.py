"""The vector store on a Qdrant server: any number of processes may share it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Sequence
from http import HTTPStatus
from typing import TypeVar
from uuid import UUID

import httpx
from qdrant_client import AsyncQdrantClient, models
from qdrant_client.common.client_exceptions import QdrantException, ResourceExhaustedResponse
from qdrant_client.http.exceptions import ApiException, UnexpectedResponse

from adapters.vectors.base import (
    COLLECTION_PREFIX,
    UUID_FIELDS,
    VectorHit,
    VectorPoint,
    checked_vector,
    collection_name,
    owner_conditions,
)
from schema.errors import ConfigurationError, VectorStoreUnavailable, VitaeflowError

TIMEOUT_SECONDS = 20

_CLIENT_ERRORS = (ApiException, QdrantException, httpx.HTTPError, OSError)

T = TypeVar("T")


class QdrantServerStore:
    """Vectors of `dimensions` values on the server at `url`.

    The collection is made at the first use, so a process starts while the server is still away. `client` replaces the
    connection, for another transport.
    """

    def __init__(
        self, url: str | None, api_key: str | None, dimensions: int, *, client: AsyncQdrantClient | None = None
    ) -> None:
        self._client = client or AsyncQdrantClient(
            url=url, api_key=api_key, timeout=TIMEOUT_SECONDS, check_compatibility=False
        )
        self._dimensions = dimensions
        self._name = collection_name(dimensions)
        self._ready = False
        self._making = asyncio.Lock()
        self._closed = False

    async def upsert(self, points: Sequence[VectorPoint]) -> None:
        """Insert or replace by id; on return the server has applied and logged it."""
        if not points:
            return
        made = [
            models.PointStruct(
                id=str(point.id), vector=checked_vector(point.vector, self._dimensions), payload=point.payload()
            )
            for point in points
        ]
        await self._ensure_collection()
        await self._answered(self._client.upsert(self._name, made, wait=True))

    async def search(
        self, vector: Sequence[float], *, user_id: UUID, resume_id: UUID | None, limit: int, model: str | None = None
    ) -> list[VectorHit]:
        """The nearest chunks of this owner, best first."""
        values = checked_vector(vector, self._dimensions)
        if limit < 1 or not any(values):
            return []
        conditions = owner_conditions(user_id, resume_id) | ({"model": model} if model else {})
        await self._ensure_collection()
        answer = await self._answered(
            self._client.query_points(self._name, query=values, query_filter=_filter(conditions), limit=limit)
        )
        return [_hit(point) for point in answer.points]

    async def delete(self, *, user_id: UUID, resume_id: UUID | None = None, job_id: UUID | None = None) -> None:
        """Forget points in the collections of all dimensions that were ever used."""
        selector = models.FilterSelector(filter=_filter(owner_conditions(user_id, resume_id, job_id)))
        listed = await self._answered(self._client.get_collections())
        for collection in listed.collections:
            if collection.name.startswith(COLLECTION_PREFIX):
                await self._answered(self._client.delete(collection.name, selector, wait=True))

    async def count(self, *, user_id: UUID, resume_id: UUID | None = None, job_id: UUID | None = None) -> int:
        """How many points of this owner the current collection holds."""
        await self._ensure_collection()
        wanted = _filter(owner_conditions(user_id, resume_id, job_id))
        answer = await self._answered(self._client.count(self._name, count_filter=wanted, exact=True))
        return answer.count

    async def close(self) -> None:
        """Close the connections."""
        if not self._closed:
            self._closed = True
            await self._client.close()

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
                    # All searches carry the owner: one small graph per tenant, none over all of them.
                    hnsw_config=models.HnswConfigDiff(m=0, payload_m=16),
                )
            except _CLIENT_ERRORS as error:
                # Another process may have made it in the meantime.
                if not await self._answered(self._client.collection_exists(self._name)):
                    raise _named(error) from error
        for field in UUID_FIELDS:
            index = models.UuidIndexParams(type=models.UuidIndexType.UUID, is_tenant=field == UUID_FIELDS[0])
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


def _filter(conditions: dict[str, str]) -> models.Filter:
    return models.Filter(
        must=[
            models.FieldCondition(key=field, match=models.MatchValue(value=value))
            for field, value in conditions.items()
        ]
    )


def _hit(point: models.ScoredPoint) -> VectorHit:
    payload = point.payload or {}
    return VectorHit(
        id=UUID(str(point.id)),
        score=point.score,
        ordinal=int(payload["ordinal"]),
        resume_id=UUID(payload["resume_id"]),
        job_id=UUID(payload["job_id"]),
    )
