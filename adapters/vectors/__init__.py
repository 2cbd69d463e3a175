"""Vectors of chunks: on a Qdrant server, or embedded and owned by one process."""

from __future__ import annotations

from pathlib import Path

from adapters.vectors.base import VectorHit, VectorPoint, VectorStore
from adapters.vectors.edge import QdrantEdgeStore

__all__ = ["QdrantEdgeStore", "VectorHit", "VectorPoint", "VectorStore", "open_store"]


async def open_store(*, url: str | None, api_key: str | None, path: Path, dimensions: int) -> VectorStore:
    """The store at `url`, or, without one, the embedded store in `path`.

    The embedded store is opened here, so that a second owner meets `EdgeStoreBusy` at start-up and not in the middle
    of an analysis. A server is reached at the first use: it may come up later than this process.
    """
    if url is not None:
        # The client of the server takes a second to import: only who uses it waits for it.
        from adapters.vectors.server import QdrantServerStore

        return QdrantServerStore(url, api_key, dimensions)
    store = QdrantEdgeStore(path, dimensions)
    try:
        await store.open()
    except BaseException:
        await store.close()
        raise
    return store
