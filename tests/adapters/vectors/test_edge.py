"""The embedded store: one owner, and nothing that was confirmed is lost when its process is killed."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from uuid import uuid4

import pytest

from adapters.vectors import CHUNKS, ChunkVectors, EdgeCollection, Stores, VectorPoint, edge, open_stores
from schema.errors import EdgeStoreBusy, VectorStoreDamaged, VectorStoreUnavailable
from schema.ids import new_id

ROOT = Path(__file__).parents[3]
OWNER = new_id()

WRITER = """
import asyncio, sys
from pathlib import Path
from uuid import UUID, uuid4
from adapters.vectors import CHUNKS, ChunkVectors, EdgeCollection, VectorPoint

async def main():
    collection = EdgeCollection(Path(sys.argv[1]), CHUNKS, 64)
    await collection.open()
    store = ChunkVectors(collection)
    print("open", flush=True)
    owner = UUID(sys.argv[2])
    while True:
        batch = [VectorPoint(uuid4(), [1.0] * 64, owner, owner, owner, n, "m") for n in range(3)]
        await store.upsert(batch)
        print(*(point.id for point in batch), flush=True)

asyncio.run(main())
"""


def _store(folder: Path, dimensions: int = 4) -> ChunkVectors:
    return ChunkVectors(EdgeCollection(folder, CHUNKS, dimensions))


async def _opened(folder: Path) -> Stores:
    return await open_stores(url=None, api_key=None, path=folder, chunk_dimensions=4, job_dimensions=4)


def _point() -> VectorPoint:
    return VectorPoint(uuid4(), [1.0] * 4, OWNER, OWNER, OWNER, 0, "m")


def _start_writer(folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder), str(OWNER)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def _killed_after(folder: Path, batches: int, seconds: float = 0.0) -> set[str]:
    """Let a process write; kill it; the ids that it had confirmed."""
    with _start_writer(folder) as writer:
        assert writer.stdout is not None
        lines = [writer.stdout.readline() for _ in range(batches + 1)]
        time.sleep(seconds)
        writer.send_signal(signal.SIGKILL)
        rest, _ = writer.communicate(timeout=20)
    assert writer.returncode == -signal.SIGKILL
    confirmed = [line for line in lines[1:] + rest.splitlines(keepends=True) if line.endswith("\n")]
    return {name for line in confirmed for name in line.split()}


async def test_what_was_confirmed_survives_a_kill(tmp_path: Path) -> None:
    """After upsert returned, SIGKILL loses nothing, be it before or after a flush."""
    confirmed: set[str] = set()
    for batches, seconds in ((40, 0.003), (5, 1.1)):
        confirmed |= await asyncio.to_thread(_killed_after, tmp_path / "vectors", batches, seconds)
    store = _store(tmp_path / "vectors", 64)
    hits = await store.search([1.0] * 64, user_id=OWNER, resume_id=None, limit=100_000)
    await store.close()
    assert confirmed <= {str(hit.id) for hit in hits}
    assert len(hits) % 3 == 0, "a batch is there as a whole or not at all"


async def test_a_kill_lets_go_of_the_folder(tmp_path: Path) -> None:
    """While the owner lives a second process is refused with a named error; once it is killed the folder is free."""
    with _start_writer(tmp_path) as writer:
        assert writer.stdout is not None
        await asyncio.to_thread(writer.stdout.readline)
        second = EdgeCollection(tmp_path, CHUNKS, 64)
        with pytest.raises(EdgeStoreBusy) as caught:
            await second.open()
        assert caught.value.status == 503
        writer.kill()
        await asyncio.to_thread(writer.wait, 20)
    await second.open()
    await second.close()


async def test_two_stores_in_one_process(tmp_path: Path) -> None:
    """The lock holds within a process too, and a refused opening leaves the owner at work."""
    one = await _opened(tmp_path)
    with pytest.raises(EdgeStoreBusy):
        await _opened(tmp_path)
    await one.chunks.upsert([_point()])
    await one.close()
    two = await _opened(tmp_path)
    assert await two.chunks.count(user_id=OWNER) == 1
    await two.close()


async def test_half_a_shard_is_made_again(tmp_path: Path) -> None:
    """A kill while the shard was made leaves a folder that the next start removes."""
    half = tmp_path / f"{CHUNKS.name(4)}.new"
    half.mkdir(parents=True)
    (half / "edge_config.json").write_text("{")
    store = _store(tmp_path)
    await store.upsert([_point()])
    await store.close()
    assert not half.exists()


async def test_a_damaged_shard_has_a_name(tmp_path: Path) -> None:
    """A shard that cannot be loaded says which folder to move away; once that is done it starts anew."""
    store = _store(tmp_path)
    await store.upsert([_point()])
    await store.close()
    for segment in (tmp_path / CHUNKS.name(4) / "segments").iterdir():
        (segment / "segment.json").write_text("{")
    collection = EdgeCollection(tmp_path, CHUNKS, 4)
    with pytest.raises(VectorStoreDamaged) as caught:
        await collection.open()
    shutil.rmtree(Path(caught.value.extra["folder"]))
    await collection.open()
    store = ChunkVectors(collection)
    assert await store.count(user_id=OWNER) == 0
    await store.close()


async def test_a_flush_follows_a_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some time after a write the shard is flushed by itself: a loss of power costs the last second at most."""
    monkeypatch.setattr(edge, "FLUSH_SECONDS", 0.01)
    flushed = asyncio.Event()
    loop = asyncio.get_running_loop()
    original = EdgeCollection._flush_and_compact

    def flush(store: EdgeCollection) -> None:
        original(store)
        loop.call_soon_threadsafe(flushed.set)

    monkeypatch.setattr(EdgeCollection, "_flush_and_compact", flush)
    store = _store(tmp_path)
    await store.upsert([_point()])
    await asyncio.wait_for(flushed.wait(), 5)
    await store.close()


async def test_deleted_vectors_free_their_space(tmp_path: Path) -> None:
    """An erasure is one on the disk too: after the deletes of many vectors the ids are gone from the segments."""
    store = _store(tmp_path)
    leaver = new_id()
    mine = [_point() for _ in range(1_000)]
    theirs = [VectorPoint(uuid4(), [1.0] * 4, leaver, leaver, leaver, 0, "m") for _ in range(1_000)]
    await store.upsert(mine + theirs)
    await store.delete(user_id=leaver)
    await store.close()
    store = _store(tmp_path)
    assert await store.count(user_id=OWNER) == 1_000
    await store.close()
    segments = tmp_path / CHUNKS.name(4) / "segments"
    assert not [file for file in segments.rglob("*") if file.is_file() and str(leaver).encode() in file.read_bytes()]


async def test_calls_do_not_block_the_loop(tmp_path: Path) -> None:
    """Many callers at once are served one after the other by the store's own thread."""
    store = _store(tmp_path)
    await asyncio.gather(*(store.upsert([_point()]) for _ in range(50)))
    assert await store.count(user_id=OWNER) == 50
    await store.close()


async def test_a_closed_store_says_so(tmp_path: Path) -> None:
    """A call after close is a named error that a retry in another process heals."""
    store = _store(tmp_path)
    await store.close()
    with pytest.raises(VectorStoreUnavailable):
        await store.count(user_id=OWNER)
