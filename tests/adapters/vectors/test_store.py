"""What both stores promise: the same tests on the embedded shard and on the client of a server."""

from __future__ import annotations

import math
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from uuid import UUID

import pytest
from qdrant_client import AsyncQdrantClient

from adapters.vectors import (
    CHUNKS,
    JOBS,
    ChunkVectors,
    EdgeCollection,
    JobPoint,
    JobVectors,
    VectorPoint,
)
from adapters.vectors.base import Collection, CollectionKind
from adapters.vectors.server import ServerCollection
from schema.errors import InvalidVector
from schema.ids import derived_id, new_id

pytestmark = pytest.mark.filterwarnings("ignore:Payload indexes have no effect in the local Qdrant")

OWNER, STRANGER = new_id(), new_id()
RESUME, OTHER_RESUME = new_id(), new_id()
JOB = new_id()


class Stores:
    """Makes stores of one kind over the same data, for any dimensions."""

    def __init__(self, kind: str, folder: Path) -> None:
        self.kind = kind
        self._folder = folder
        self._client = AsyncQdrantClient(":memory:")

    def make(self, dimensions: int) -> ChunkVectors:
        """Chunks; close an embedded store before the next is made."""
        return ChunkVectors(self._collection(CHUNKS, dimensions))

    def make_jobs(self, dimensions: int) -> JobVectors:
        """Postings, beside the chunks."""
        return JobVectors(self._collection(JOBS, dimensions))

    def _collection(self, kind: CollectionKind, dimensions: int) -> Collection:
        if self.kind == "edge":
            return EdgeCollection(self._folder / kind.prefix, kind, dimensions)
        return ServerCollection(None, None, kind, dimensions, client=self._client)


@pytest.fixture(params=["edge", "server"])
def stores(request: pytest.FixtureRequest, tmp_path: Path) -> Stores:
    """Each kind of store."""
    return Stores(request.param, tmp_path)


@pytest.fixture
async def store(stores: Stores) -> AsyncIterator[ChunkVectors]:
    """A store of four dimensions."""
    made = stores.make(4)
    yield made
    await made.close()


@pytest.fixture
async def jobs(stores: Stores) -> AsyncIterator[JobVectors]:
    """Postings of four dimensions."""
    made = stores.make_jobs(4)
    yield made
    await made.close()


def _job(number: int, vector: Sequence[float], *, audience_id: UUID | None = None, model: str = "m-1") -> JobPoint:
    return JobPoint(id=derived_id("posting", number), vector=vector, audience_id=audience_id, model=model)


def _point(
    vector: Sequence[float],
    ordinal: int = 0,
    *,
    user_id: UUID = OWNER,
    resume_id: UUID = RESUME,
    job_id: UUID = JOB,
    model: str = "m-1",
) -> VectorPoint:
    return VectorPoint(
        id=derived_id("chunk", user_id, resume_id, job_id, ordinal),
        vector=vector,
        user_id=user_id,
        resume_id=resume_id,
        job_id=job_id,
        ordinal=ordinal,
        model=model,
    )


async def test_search_gives_the_nearest_first(store: ChunkVectors) -> None:
    """Hits come by cosine with all they need to find the chunk again, whatever the length of the vectors."""
    await store.upsert([_point([0, 3, 0, 0], 0), _point([5, 0, 0, 0], 1), _point([1, 1, 0, 0], 2)])
    hits = await store.search([2, 0, 0, 0], user_id=OWNER, resume_id=None, limit=2)
    assert [hit.ordinal for hit in hits] == [1, 2]
    assert [hit.score for hit in hits] == pytest.approx([1.0, math.sqrt(0.5)], abs=1e-5)
    assert (hits[0].id, hits[0].resume_id, hits[0].job_id) == (_point([1], 1).id, RESUME, JOB)


async def test_nobody_finds_what_is_not_theirs(store: ChunkVectors) -> None:
    """The owner's filter holds even when a stranger's vector is the same."""
    await store.upsert([_point([1, 0, 0, 0]), _point([1, 0, 0, 0], user_id=STRANGER)])
    hits = await store.search([1, 0, 0, 0], user_id=STRANGER, resume_id=None, limit=10)
    assert [hit.id for hit in hits] == [_point([1], user_id=STRANGER).id]
    assert await store.count(user_id=new_id()) == 0


async def test_search_within_one_resume(store: ChunkVectors) -> None:
    """A résumé can be asked alone."""
    await store.upsert([_point([1, 0, 0, 0]), _point([1, 0, 0, 0], resume_id=OTHER_RESUME)])
    hits = await store.search([1, 0, 0, 0], user_id=OWNER, resume_id=OTHER_RESUME, limit=10)
    assert [hit.resume_id for hit in hits] == [OTHER_RESUME]


async def test_search_within_one_model(store: ChunkVectors) -> None:
    """Vectors of another model are not compared when the model is given."""
    await store.upsert([_point([1, 0, 0, 0], 0, model="m-1"), _point([1, 0, 0, 0], 1, model="m-2")])
    hits = await store.search([1, 0, 0, 0], user_id=OWNER, resume_id=None, limit=10, model="m-2")
    assert [hit.ordinal for hit in hits] == [1]


async def test_a_repeated_upsert_replaces(store: ChunkVectors) -> None:
    """A retried activity leaves the same points, with the newest vectors."""
    await store.upsert([_point([1, 0, 0, 0])])
    await store.upsert([_point([0, 1, 0, 0])])
    assert await store.count(user_id=OWNER) == 1
    (hit,) = await store.search([0, 1, 0, 0], user_id=OWNER, resume_id=None, limit=1)
    assert hit.score == pytest.approx(1.0, abs=1e-5)


async def test_delete_by_analysis_resume_and_user(store: ChunkVectors) -> None:
    """Each delete takes exactly what its ids name and never a stranger's."""
    job = new_id()
    await store.upsert(
        [
            _point([1, 0, 0, 0]),
            _point([1, 0, 0, 0], job_id=job),
            _point([1, 0, 0, 0], resume_id=OTHER_RESUME),
            _point([1, 0, 0, 0], user_id=STRANGER),
        ]
    )
    await store.delete(user_id=OWNER, job_id=job)
    assert await store.count(user_id=OWNER, job_id=job) == 0
    assert await store.count(user_id=OWNER) == 2
    await store.delete(user_id=OWNER, resume_id=OTHER_RESUME)
    assert await store.count(user_id=OWNER, resume_id=OTHER_RESUME) == 0
    assert await store.count(user_id=OWNER, resume_id=RESUME) == 1
    await store.delete(user_id=OWNER)
    assert await store.count(user_id=OWNER) == 0
    assert await store.count(user_id=STRANGER) == 1


async def test_a_delete_needs_the_right_owner(store: ChunkVectors) -> None:
    """Another user's ids delete nothing."""
    await store.upsert([_point([1, 0, 0, 0])])
    await store.delete(user_id=STRANGER, resume_id=RESUME, job_id=JOB)
    assert await store.count(user_id=OWNER) == 1


async def test_an_empty_store_answers(store: ChunkVectors) -> None:
    """The first call may be any: nothing is there yet, and that is no error."""
    await store.delete(user_id=OWNER)
    assert await store.search([1, 0, 0, 0], user_id=OWNER, resume_id=None, limit=3) == []
    assert await store.count(user_id=OWNER) == 0
    await store.upsert([])
    assert await store.count(user_id=OWNER) == 0


async def test_zero_vectors_are_near_to_nothing(store: ChunkVectors) -> None:
    """A vector without direction can be stored and asked; it finds nothing and spoils nothing."""
    await store.upsert([_point([0, 0, 0, 0], 0), _point([1, 0, 0, 0], 1)])
    assert await store.search([0, 0, 0, 0], user_id=OWNER, resume_id=None, limit=3) == []
    hits = await store.search([1, 0, 0, 0], user_id=OWNER, resume_id=None, limit=3)
    assert hits[0].ordinal == 1
    assert all(math.isfinite(hit.score) for hit in hits)


async def test_no_limit_no_hits(store: ChunkVectors) -> None:
    """A limit of zero is an empty answer."""
    await store.upsert([_point([1, 0, 0, 0])])
    assert await store.search([1, 0, 0, 0], user_id=OWNER, resume_id=None, limit=0) == []


@pytest.mark.parametrize("vector", [[1.0, 2.0], [1.0, 2.0, 3.0, math.nan], [math.inf, 0.0, 0.0, 0.0], [1e39, 0, 0, 0]])
async def test_impossible_vectors_are_refused(store: ChunkVectors, vector: list[float]) -> None:
    """Wrong length and values that are no numbers are named errors; nothing of the batch is stored."""
    with pytest.raises(InvalidVector):
        await store.upsert([_point([1, 0, 0, 0], 0), _point(vector, 1)])
    with pytest.raises(InvalidVector):
        await store.search(vector, user_id=OWNER, resume_id=None, limit=1)
    assert await store.count(user_id=OWNER) == 0


async def test_other_dimensions_are_another_collection(stores: Stores) -> None:
    """A change of EMBEDDING_DIMENSIONS neither fails nor mixes; an erasure reaches the old vectors too."""
    old = stores.make(4)
    await old.upsert([_point([1, 0, 0, 0]), _point([1, 0, 0, 0], user_id=STRANGER)])
    if stores.kind == "edge":
        await old.close()
    new = stores.make(2)
    assert await new.count(user_id=OWNER) == 0
    await new.upsert([_point([1, 0])])
    await new.delete(user_id=OWNER)
    assert await new.count(user_id=OWNER) == 0
    if stores.kind == "edge":
        await new.close()
        old = stores.make(4)
    assert await old.count(user_id=OWNER) == 0
    assert await old.count(user_id=STRANGER) == 1
    await old.close()


async def test_close_twice(store: ChunkVectors) -> None:
    """A second close does nothing."""
    await store.upsert([_point([1, 0, 0, 0])])
    await store.close()
    await store.close()


async def test_the_nearest_postings_first(jobs: JobVectors) -> None:
    """Postings come by cosine, those of one model only; a second upsert replaces."""
    await jobs.upsert([_job(1, [0, 1, 0, 0]), _job(2, [1, 0, 0, 0]), _job(3, [1, 0, 0, 0], model="m-2")])
    await jobs.upsert([_job(1, [1, 1, 0, 0])])
    hits = await jobs.near([3, 0, 0, 0], user_id=OWNER, model="m-1", limit=10)
    assert [hit.id for hit in hits] == [_job(2, []).id, _job(1, []).id]
    assert [hit.score for hit in hits] == pytest.approx([1.0, math.sqrt(0.5)], abs=1e-5)
    assert len(await jobs.near([3, 0, 0, 0], user_id=OWNER, model="m-1", limit=1)) == 1
    assert await jobs.near([0, 0, 0, 0], user_id=OWNER, model="m-1", limit=10) == []
    assert (await jobs.count(model="m-1"), await jobs.count(model="m-2")) == (2, 1)


async def test_a_private_posting_reaches_its_owner_alone(jobs: JobVectors) -> None:
    """Everybody finds what is shared, the owner also the own one, a stranger nothing of it."""
    await jobs.upsert([_job(1, [1, 0, 0, 0]), _job(2, [1, 0, 0, 0], audience_id=OWNER)])

    async def found(user_id: UUID) -> set[UUID]:
        return {hit.id for hit in await jobs.near([1, 0, 0, 0], user_id=user_id, model="m-1", limit=10)}

    assert await found(OWNER) == {_job(1, []).id, _job(2, []).id}
    assert await found(STRANGER) == {_job(1, []).id}
    await jobs.delete_private(OWNER)
    assert await found(OWNER) == {_job(1, []).id}


async def test_the_vector_of_a_posting(jobs: JobVectors) -> None:
    """A stored vector comes back with length 1; of an unknown posting or another model there is none."""
    await jobs.upsert([_job(1, [0, 3, 4, 0])])
    found = await jobs.vector(_job(1, []).id, model="m-1")
    assert found is not None
    assert found.tolist() == pytest.approx([0, 0.6, 0.8, 0])
    assert await jobs.vector(_job(1, []).id, model="m-2") is None
    assert await jobs.vector(_job(2, []).id, model="m-1") is None


async def test_postings_are_deleted_by_id_in_all_dimensions(stores: Stores) -> None:
    """What closed leaves the collections of earlier dimensions too; chunks beside them stay."""
    chunks = stores.make(4)
    await chunks.upsert([_point([1, 0, 0, 0])])
    old = stores.make_jobs(4)
    await old.upsert([_job(1, [1, 0, 0, 0]), _job(2, [1, 0, 0, 0])])
    if stores.kind == "edge":
        await old.close()
    new = stores.make_jobs(2)
    await new.upsert([_job(1, [1, 0])])
    await new.delete([_job(1, []).id])
    await new.delete([])
    assert await new.count(model="m-1") == 0
    if stores.kind == "edge":
        await new.close()
        old = stores.make_jobs(4)
    assert [hit.id for hit in await old.near([1, 0, 0, 0], user_id=OWNER, model="m-1", limit=9)] == [_job(2, []).id]
    assert await chunks.count(user_id=OWNER) == 1
    await old.close()
    await chunks.close()
