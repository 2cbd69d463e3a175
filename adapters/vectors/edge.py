"""The embedded vector store: one Qdrant shard per kind and vector length in a folder, owned by one process.

Durability: a shard writes each update to its log before it returns, so what `upsert` confirmed survives SIGKILL of the
process. A flush (`FLUSH_SECONDS` after a write, and at close) makes it survive a loss of power and keeps the log short.

Search is exact, no graph index is ever built: with an owner its payload index leaves a few dozen points to compare
(0.13 ms among 18,000 vectors of 1,536 values); over all of 50,000 postings of 512 values it takes 50 ms.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

import numpy as np
import qdrant_edge as edge
import structlog

from adapters.vectors.base import CollectionKind, Conditions, FoundPoint, StoredPoint, Vector, checked_vector
from adapters.vectors.lock import OwnerLock
from schema.errors import VectorStoreDamaged, VectorStoreUnavailable, VitaeflowError

FLUSH_SECONDS = 5.0
"""A flush stops the interpreter: at one a second it took a tenth of a burst. PostgreSQL has the vectors too."""
_UNFINISHED = ".new"

T = TypeVar("T")
log = structlog.get_logger()


class EdgeCollection:
    """Vectors of a kind in `path`, each of `dimensions` values.

    All calls into the engine are made by one thread of its own: they block, and the shard has one writer.
    Opens at the first use or by `open`; either raises `EdgeStoreBusy` or `VectorStoreDamaged`.
    """

    def __init__(self, path: Path, kind: CollectionKind, dimensions: int) -> None:
        self._path = path
        self._kind = kind
        self._dimensions = dimensions
        self._lock = OwnerLock(path / "owner.lock")
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="qdrant-edge")
        self._shard: edge.EdgeShard | None = None
        self._flush_timer: asyncio.TimerHandle | None = None
        self._closed = False

    async def open(self) -> None:
        """Take the folder and load what it holds, so that a problem shows at start-up."""
        await self._run(self._opened)

    async def upsert(self, points: Sequence[StoredPoint]) -> None:
        """Insert or replace by id; on return the points survive a kill of this process."""
        if not points:
            return
        made = [
            edge.Point(str(point.id), checked_vector(point.vector, self._dimensions).tolist(), point.payload)
            for point in points
        ]
        operation = edge.UpdateOperation.upsert_points(made)
        await self._run(lambda: self._opened().update(operation))
        self._flush_soon()

    async def nearest(self, vector: Sequence[float] | Vector, conditions: Conditions, limit: int) -> list[FoundPoint]:
        """The nearest points, best first."""
        values = checked_vector(vector, self._dimensions)
        if limit < 1 or not values.any():
            return []
        request = edge.QueryRequest(
            limit=limit, query=edge.Query.Nearest(values.tolist()), filter=_filter(conditions), with_payload=True
        )
        found = await self._run(lambda: self._opened().query(request))
        return [FoundPoint(UUID(str(point.id)), point.score, point.payload or {}) for point in found]

    async def vector(self, point_id: UUID, conditions: Conditions) -> Vector | None:
        """The vector of one point."""
        found = await self._run(lambda: self._opened().retrieve([str(point_id)], True, True))
        if not found or not _has(found[0].payload or {}, conditions):
            return None
        return np.asarray(found[0].vector, dtype=np.float32)

    async def delete(self, conditions: Conditions) -> None:
        """Forget points in the shards of all dimensions that were ever used."""
        await self._delete(edge.UpdateOperation.delete_points_by_filter(_filter(conditions)))

    async def delete_ids(self, point_ids: Sequence[UUID]) -> None:
        """Forget points in the shards of all dimensions that were ever used."""
        await self._delete(edge.UpdateOperation.delete_points([str(point_id) for point_id in point_ids]))

    async def count(self, conditions: Conditions) -> int:
        """How many points the current shard holds."""
        request = edge.CountRequest(exact=True, filter=_filter(conditions))
        return await self._run(lambda: self._opened().count(request))

    async def close(self) -> None:
        """Flush, let go of the folder, end the thread."""
        if self._closed:
            return
        if self._flush_timer is not None:
            self._flush_timer.cancel()
        try:
            await self._run(self._close_shard)
        finally:
            self._closed = True
            self._thread.shutdown(wait=False)

    async def _delete(self, operation: edge.UpdateOperation) -> None:
        await self._run(lambda: self._delete_everywhere(operation))
        self._flush_soon()

    async def _run(self, work: Callable[[], T]) -> T:
        """Do blocking work in the store's thread."""
        if self._closed:
            raise VectorStoreUnavailable("The vector store was closed; this process is stopping")
        return await asyncio.get_running_loop().run_in_executor(self._thread, _guarded, work)

    def _flush_soon(self) -> None:
        """A flush blocks the interpreter for some milliseconds: one for many writes, outside everybody's way."""
        if self._flush_timer is None and not self._closed:
            self._flush_timer = asyncio.get_running_loop().call_later(FLUSH_SECONDS, self._flush_now)

    def _flush_now(self) -> None:
        self._flush_timer = None
        self._thread.submit(self._flush_and_compact)

    # --- below: only in the store's thread ---

    def _opened(self) -> edge.EdgeShard:
        if self._shard is None:
            self._path.mkdir(parents=True, exist_ok=True)
            self._lock.acquire()
            try:
                self._shard = self._load_or_create()
            except BaseException:
                self._lock.release()
                raise
        return self._shard

    def _load_or_create(self) -> edge.EdgeShard:
        for leftover in self._path.glob(f"*{_UNFINISHED}"):
            shutil.rmtree(leftover)
        folder = self._path / self._kind.name(self._dimensions)
        if not folder.exists():
            # A kill while a shard is made must not leave half of one under the final name.
            unfinished = folder.with_name(folder.name + _UNFINISHED)
            _create(unfinished, self._kind, self._dimensions)
            unfinished.rename(folder)
        shard = _load(folder)
        shard.optimize()
        return shard

    def _delete_everywhere(self, operation: edge.UpdateOperation) -> None:
        self._opened().update(operation)
        current = self._kind.name(self._dimensions)
        for folder in sorted(self._path.glob(f"{self._kind.prefix}*")):
            if folder.name != current:
                shard = _load(folder)
                try:
                    shard.update(operation)
                    shard.optimize()
                    shard.flush()
                finally:
                    shard.close()

    def _flush_and_compact(self) -> None:
        if self._shard is None:
            return
        try:
            self._shard.flush()
            # Returns at once unless a fifth of at least a thousand vectors is deleted: then their space is freed.
            self._shard.optimize()
        except Exception as error:
            log.warning("vector store could not be flushed", error=type(error).__name__)

    def _close_shard(self) -> None:
        try:
            if self._shard is not None:
                self._shard.flush()
                self._shard.close()
        finally:
            self._shard = None
            self._lock.release()


def _guarded(work: Callable[[], T]) -> T:
    try:
        return work()
    except VitaeflowError:
        raise
    except BaseException as error:  # the engine's panics are no Exceptions, and must not end the worker
        raise VectorStoreUnavailable(
            "The embedded vector store failed; restart the worker if this repeats", error=type(error).__name__
        ) from error


def _create(folder: Path, kind: CollectionKind, dimensions: int) -> None:
    # A threshold of 0 means: never build a graph index.
    optimizers = edge.EdgeOptimizersConfig(indexing_threshold=0)
    vectors = edge.EdgeVectorParams(size=dimensions, distance=edge.Distance.Cosine)
    folder.mkdir()
    shard = edge.EdgeShard.create(str(folder), edge.EdgeConfig(vectors=vectors, optimizers=optimizers))
    for field in kind.uuid_fields:
        index = edge.UuidIndexParams(is_tenant=kind.tenant and field == kind.uuid_fields[0])
        shard.update(edge.UpdateOperation.create_field_index(field, index))
    shard.flush()
    shard.close()


def _load(folder: Path) -> edge.EdgeShard:
    try:
        return edge.EdgeShard.load(str(folder))
    except BaseException as error:
        raise VectorStoreDamaged(
            "The embedded vector store cannot be opened; move the folder named in `folder` away, start again and "
            "repeat the analyses whose answers need it; postings come back by themselves",
            folder=str(folder),
        ) from error


def _filter(conditions: Conditions) -> edge.Filter:
    return edge.Filter(
        must=[
            edge.FieldCondition(
                field, match=edge.MatchValue(value) if isinstance(value, str) else edge.MatchAny(list(value))
            )
            for field, value in conditions.items()
        ]
    )


def _has(payload: dict[str, Any], conditions: Conditions) -> bool:
    return all(
        payload.get(field) == value if isinstance(value, str) else payload.get(field) in value
        for field, value in conditions.items()
    )
