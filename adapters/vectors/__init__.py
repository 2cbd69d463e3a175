"""Vectors of chunks and of postings: on a Qdrant server, or embedded and owned by one process."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from adapters.vectors.base import Collection, CollectionKind, Vector
from adapters.vectors.chunks import CHUNKS, ChunkVectors, VectorHit, VectorPoint
from adapters.vectors.edge import EdgeCollection
from adapters.vectors.jobs import JOBS, JobHit, JobPoint, JobVectors

__all__ = [
    "CHUNKS",
    "JOBS",
    "ChunkVectors",
    "EdgeCollection",
    "JobHit",
    "JobPoint",
    "JobVectors",
    "Stores",
    "Vector",
    "VectorHit",
    "VectorPoint",
    "open_stores",
]


@dataclass(frozen=True, slots=True)
class Stores:
    """All vectors of one process."""

    chunks: ChunkVectors
    jobs: JobVectors

    async def close(self) -> None:
        """Let go of files, locks and connections."""
        try:
            await self.jobs.close()
        finally:
            await self.chunks.close()


async def open_stores(
    *, url: str | None, api_key: str | None, path: Path, chunk_dimensions: int, job_dimensions: int
) -> Stores:
    """The collections at `url`, or, without one, the embedded ones in `path`.

    The embedded ones are opened here, so that a second owner meets `EdgeStoreBusy` at start-up and not in the middle
    of an analysis. A server is reached at the first use: it may come up later than this process.
    """
    chunks = await _open(url, api_key, path, CHUNKS, chunk_dimensions)
    try:
        jobs = await _open(url, api_key, path / "jobs", JOBS, job_dimensions)
    except BaseException:
        await chunks.close()
        raise
    return Stores(ChunkVectors(chunks), JobVectors(jobs))


async def _open(url: str | None, api_key: str | None, path: Path, kind: CollectionKind, dimensions: int) -> Collection:
    if url is not None:
        # The client of the server takes a second to import: only who uses it waits for it.
        from adapters.vectors.server import ServerCollection

        return ServerCollection(url, api_key, kind, dimensions)
    collection = EdgeCollection(path, kind, dimensions)
    try:
        await collection.open()
    except BaseException:
        await collection.close()
        raise
    return collection
