"""The vector store of postings follows the record, and searches in it show only what may be seen."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import pytest
import pytest_asyncio
from temporalio.testing import ActivityEnvironment

from activities.job_index import Embedder, JobIndexActivities
from activities.similar import SimilarActivities
from activities.vectors import VectorActivities
from adapters.postgres import Database, migrate, open_database, queries
from adapters.vectors import CHUNKS, JOBS, ChunkVectors, EdgeCollection, JobPoint, JobVectors, Stores
from domain.matching import JobFacts, PersonFacts, content_hash, job_facts, score
from domain.matching.facts import SkillFact, TitleFact
from schema.analysis import ErasureInput
from schema.errors import ModelRateLimited, NotFound, VectorStoreUnavailable
from schema.ids import new_id
from schema.jobs import MatchPreferences, Posting
from schema.settings import Settings
from schema.similar import IndexInput, SearchInput, SearchResult

SETTINGS = Settings(_env_file=None, openai_api_key=None, openai_base_url=None)
POTTER = "Requirements: ceramics, kiln firing, glazing. You throw tableware by hand."
WELDER = "Requirements: TIG welding, blueprint reading, steel. You join pressure pipes."
BAKER = "Requirements: sourdough, pastry, food hygiene. You start at four in the morning."


@pytest_asyncio.fixture(scope="session")
async def own_dsn(postgres: str) -> str:
    """A database of this module's own."""
    connection = await asyncpg.connect(postgres)
    try:
        await connection.execute("create database similar_tests")
    finally:
        await connection.close()
    base, _, query = postgres.partition("?")
    dsn = base.rpartition("/")[0] + "/similar_tests" + (f"?{query}" if query else "")
    await migrate(dsn)
    return dsn


@pytest_asyncio.fixture
async def database(own_dsn: str) -> AsyncIterator[Database]:
    """The record, empty."""
    pool = await open_database(own_dsn, max_size=4)
    async with pool.transaction() as connection:
        await connection.execute("truncate users, companies, job_vectors cascade")
    yield pool
    await pool.close()


@pytest_asyncio.fixture
async def stores(tmp_path: Path) -> AsyncIterator[Stores]:
    """The embedded stores."""
    made = Stores(
        ChunkVectors(EdgeCollection(tmp_path, CHUNKS, 8)),
        JobVectors(EdgeCollection(tmp_path / "jobs", JOBS, Embedder(SETTINGS, None).dimensions)),
    )
    yield made
    await made.close()


class CountingModel:
    """A model of few dimensions that counts what it is asked, and may refuse."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.refuses = False

    async def embed(self, texts: list[str]) -> list[list[float]]:
        """Vectors that say only how long a text is."""
        if self.refuses:
            raise ModelRateLimited("Too many requests; try again later")
        self.texts += texts
        return [[1.0, len(text) % 7, *[0.0] * (Embedder(SETTINGS, None).dimensions - 2)] for text in texts]


@dataclass
class Board:
    """Users, postings, and the activities."""

    database: Database
    stores: Stores
    embedder: Embedder

    async def user(self) -> UUID:
        """A new account."""
        user_id = new_id()
        await self.database.pool.execute(
            "insert into users (id, email, password_hash) values ($1, $2, '')", user_id, f"{user_id}@example.com"
        )
        return user_id

    async def post(self, title: str, description: str, audience_id: UUID | None = None, **columns: Any) -> UUID:
        """An open posting of a source of somebody's."""
        owner, source_id, job_id = audience_id or await self.user(), new_id(), new_id()
        posting = Posting(external_id=str(job_id), title=title, company="Kilnworks", description=description)
        async with self.database.transaction() as connection:
            await queries.insert_source(
                connection, id=source_id, user_id=owner, kind="feed", name="s", location=str(source_id),
                base_url=None, options={}, shared=audience_id is None, interval_seconds=3600,
            )  # fmt: skip
            await connection.execute(
                "insert into jobs (id, source_id, audience_id, external_id, title, company, posting, facts,"
                " content_hash, fingerprint, vacancy_id, group_key)"
                " values ($1, $2, $3, $4, $5, 'Kilnworks', $6, $7, $8, $9, $1, $9)",
                job_id, source_id, audience_id, posting.external_id, title, posting.model_dump(mode="json"),
                job_facts(posting).model_dump(mode="json"), content_hash(posting), job_id.bytes,
            )  # fmt: skip
        await self.alter(job_id, **columns)
        return job_id

    async def alter(self, job_id: UUID, **columns: Any) -> None:
        """Set columns of a posting."""
        for name, value in columns.items():
            await self.database.pool.execute(f"update jobs set {name} = $1 where id = $2", value, job_id)

    async def index(self, **batch: Any) -> tuple[int, int]:
        """One batch: stored, forgotten."""
        activities = JobIndexActivities(self.database, self.stores.jobs, self.embedder)
        done = await ActivityEnvironment().run(activities.index_jobs, IndexInput(**batch))
        return done.stored, done.forgotten

    async def search(self, user_id: UUID, job_id: UUID | None = None, limit: int = 10) -> SearchResult:
        """Near a posting or the person."""
        activities = SimilarActivities(self.database, self.stores.jobs, self.embedder)
        return await ActivityEnvironment().run(
            activities.search_jobs, SearchInput(user_id=user_id, job_id=job_id, limit=limit)
        )

    async def near(self, user_id: UUID, job_id: UUID | None = None) -> list[UUID]:
        """Ids of what was found."""
        return [found.job_id for found in (await self.search(user_id, job_id)).found]

    async def shown(self, user_id: UUID, job_id: UUID) -> set[UUID]:
        """What the record lets through of it."""
        found = await self.near(user_id, job_id)
        async with self.database.connection() as connection:
            rows = await queries.near_jobs(connection, user_id=user_id, job_ids=found, not_like=job_id, limit=10)
        return {row["id"] for row in rows}

    async def profile(self, user_id: UUID, facts: PersonFacts) -> None:
        """A published profile."""
        file_id, resume_id, job_id = new_id(), new_id(), new_id()
        async with self.database.transaction() as connection:
            await connection.execute(
                "insert into files (id, user_id, filename, media_type, size, sha256) values ($1, $2, '', '', 0, '')",
                file_id, user_id,
            )  # fmt: skip
            await connection.execute(
                "insert into resumes (id, user_id, file_id, version) values ($1, $2, $3, 1)",
                resume_id,
                user_id,
                file_id,
            )
            await connection.execute(
                "insert into analysis_jobs (id, user_id, resume_id) values ($1, $2, $3)", job_id, user_id, resume_id
            )
            await connection.execute(
                "insert into profiles (job_id, user_id, resume_id, document, facts, published_at)"
                " values ($1, $2, $3, '{}', $4, now())",
                job_id, user_id, resume_id, facts.model_dump(mode="json"),
            )  # fmt: skip

    async def noted(self) -> dict[UUID, bool]:
        """Postings noted as stored, and whether they are."""
        rows = await self.database.pool.fetch("select job_id, content_hash is not null as done from job_vectors")
        return {row["job_id"]: row["done"] for row in rows}


@pytest.fixture
def board(database: Database, stores: Stores) -> Board:
    """A product without a model."""
    return Board(database, stores, Embedder(SETTINGS, None))


def person(*skills: str, title: str = "Potter") -> PersonFacts:
    """What a profile says."""
    return PersonFacts(
        skills={skill: SkillFact(text=skill, at="/skills/0") for skill in skills},
        titles=[TitleFact(title=title, family=None, at="/work/0", weight=1000)],
    )


async def test_what_is_open_is_stored_once(board: Board) -> None:
    """A first batch stores all, a second finds nothing due, a changed text and a new posting are due again."""
    potter = await board.post("Potter", POTTER)
    await board.post("Welder", WELDER)
    assert await board.index() == (2, 0)
    assert await board.index() == (0, 0)
    await board.alter(potter, content_hash=b"another")
    await board.post("Baker", BAKER)
    assert await board.index() == (2, 0)
    assert await board.stores.jobs.count(model=board.embedder.label) == 3


async def test_batches_follow_each_other(board: Board) -> None:
    """More than a batch holds says that there is more."""
    for number in range(3):
        await board.post(f"Potter {number}", POTTER)
    activities = JobIndexActivities(board.database, board.stores.jobs, board.embedder)
    first = await ActivityEnvironment().run(activities.index_jobs, IndexInput(limit=2))
    second = await ActivityEnvironment().run(activities.index_jobs, IndexInput(limit=2, first=False))
    assert (first.stored, first.more, second.stored, second.more) == (2, True, 1, False)


async def test_what_closes_or_stands_behind_another_leaves(board: Board) -> None:
    """Closed, deleted and duplicate postings are forgotten; one that comes back is stored again."""
    kept, closed, doubled, deleted = [await board.post(f"Potter {number}", POTTER) for number in range(4)]
    await board.index()
    await board.alter(closed, status="closed")
    await board.alter(doubled, canonical_id=kept)
    await board.database.pool.execute("delete from jobs where id = $1", deleted)
    assert await board.index() == (0, 3)
    assert await board.noted() == {kept: True}
    assert await board.stores.jobs.count(model=board.embedder.label) == 1
    await board.alter(closed, status="open")
    assert await board.index() == (1, 0)


async def test_a_closed_posting_is_never_shown(board: Board) -> None:
    """The record has the last word: what closed a moment ago is in the store still, and is not shown."""
    asked, closed = await board.post("Potter", POTTER), await board.post("Senior Potter", POTTER)
    user = await board.user()
    await board.index()
    assert await board.shown(user, asked) == {closed}
    await board.alter(closed, status="closed")
    assert await board.near(user, asked) == [closed]
    assert await board.shown(user, asked) == set()


async def test_what_was_hidden_and_the_same_vacancy_are_not_shown(board: Board) -> None:
    """Another listing of the vacancy asked about, another country's, and what the user hid are left out."""
    asked, again, abroad, hidden, other = [await board.post(f"Potter {number}", POTTER) for number in range(5)]
    user = await board.user()
    await board.index()
    await board.alter(again, vacancy_id=asked)
    group = await board.database.pool.fetchval("select group_key from jobs where id = $1", asked)
    await board.alter(abroad, group_key=group)
    await board.database.pool.execute(
        "insert into match_feedback (id, user_id, job_id, kind) values ($1, $2, $3, 'hide')", new_id(), user, hidden
    )
    assert await board.shown(user, asked) == {other}
    assert await board.shown(await board.user(), asked) == {hidden, other}


async def test_the_alike_come_first(board: Board) -> None:
    """A posting for the same work is nearer than others, whoever wrote it."""
    asked = await board.post("Potter", POTTER)
    await board.post("Welder", WELDER)
    alike = await board.post("Ceramics Potter", "We need: glazing, ceramics.")
    await board.index()
    result = await board.search(await board.user(), asked)
    assert result.found[0].job_id == alike
    assert 1 >= result.found[0].similarity > result.found[1].similarity >= 0
    assert result.found[0].score is None
    assert result.model == "vitaeflow-lexical-1"


async def test_closed_and_doubled_postings_can_be_asked_about(board: Board) -> None:
    """More like one that is not in the store: its vector is made for the search."""
    closed = await board.post("Potter", POTTER, status="closed")
    alike = await board.post("Senior Potter", POTTER)
    behind = await board.post("Welder", WELDER, canonical_id=alike)
    user = await board.user()
    await board.index()
    assert await board.near(user, closed) == [alike]
    assert (await board.near(user, behind))[0] == alike


async def test_a_private_posting_is_its_owners(board: Board) -> None:
    """It is found by its owner, by nobody else, and cannot be asked about by others."""
    owner, stranger = await board.user(), await board.user()
    shared = await board.post("Potter", POTTER)
    private = await board.post("Senior Potter", POTTER, audience_id=owner)
    await board.index()
    assert await board.near(owner, shared) == [private]
    assert await board.near(stranger, shared) == []
    assert await board.near(owner, private) == [shared]
    with pytest.raises(NotFound):
        await board.near(stranger, private)
    with pytest.raises(NotFound):
        await board.near(owner, new_id())


async def test_a_deleted_users_postings_leave_the_store(board: Board) -> None:
    """An erasure takes them at once, and an index that runs before their rows are gone does not bring them back."""
    leaver = await board.user()
    private = await board.post("Potter", POTTER, audience_id=leaver)
    shared = await board.post("Potter", POTTER)
    await board.index()
    await board.database.pool.execute("update users set deleted_at = now() where id = $1", leaver)
    erasure = ErasureInput(kind="user", user_id=leaver, subject_id=leaver)
    await ActivityEnvironment().run(VectorActivities(board.database, board.stores).forget_vectors, erasure)
    assert await board.stores.jobs.vector(private, model=board.embedder.label) is None
    assert await board.noted() == {shared: True}
    assert await board.index() == (0, 0)


async def test_a_crash_after_storing_is_made_good(board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed before the store took it, or before the record knows: the next batch stores it, once."""
    potter = await board.post("Potter", POTTER)

    async def away(_: object) -> None:
        raise VectorStoreUnavailable("away")

    with monkeypatch.context() as patch:
        patch.setattr(board.stores.jobs, "upsert", away)
        with pytest.raises(VectorStoreUnavailable):
            await board.index()
    assert await board.noted() == {potter: False}
    assert await board.index() == (1, 0)
    await board.database.pool.execute("update job_vectors set content_hash = null")
    assert await board.index() == (1, 0)
    assert await board.stores.jobs.count(model=board.embedder.label) == 1


async def test_a_posting_erased_while_it_is_stored_does_not_stay(board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was struck out between storing and noting is deleted again; what was closed is due to be forgotten."""
    struck, closed = await board.post("Potter", POTTER), await board.post("Welder", WELDER)
    upsert = board.stores.jobs.upsert

    async def slow(points: list[JobPoint]) -> None:
        await upsert(points)
        await board.database.pool.execute("delete from job_vectors where job_id = $1", struck)
        await board.alter(closed, status="closed")

    with monkeypatch.context() as patch:
        patch.setattr(board.stores.jobs, "upsert", slow)
        await board.index()
    assert await board.stores.jobs.vector(struck, model=board.embedder.label) is None
    assert await board.index() == (1, 1)


async def test_a_crash_while_forgetting_is_made_good(board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    """A posting that is deleted in the record stays noted until the store has forgotten it."""
    potter = await board.post("Potter", POTTER)
    await board.index()
    await board.database.pool.execute("delete from jobs where id = $1", potter)

    async def away(_: object) -> None:
        raise VectorStoreUnavailable("away")

    with monkeypatch.context() as patch:
        patch.setattr(board.stores.jobs, "delete", away)
        with pytest.raises(VectorStoreUnavailable):
            await board.index()
    assert await board.index() == (0, 1)
    assert await board.stores.jobs.vector(potter, model=board.embedder.label) is None


async def test_a_lost_store_is_filled_again(board: Board) -> None:
    """A folder that was moved away is noticed by the first batch of a run: no answer would look like no postings."""
    potter = await board.post("Potter", POTTER)
    await board.index()
    await board.stores.jobs.delete([potter])
    assert await board.index(first=False) == (0, 0)
    assert await board.index() == (1, 0)
    assert await board.stores.jobs.count(model=board.embedder.label) == 1


async def test_another_model_makes_all_vectors_again(board: Board) -> None:
    """Vectors of different models are never compared; those of the old one are replaced."""
    potter = await board.post("Potter", POTTER)
    await board.index()
    model = CountingModel()
    settings = Settings(
        _env_file=None, openai_base_url="http://127.0.0.1:1", embedding_dimensions=board.embedder.dimensions
    )
    newer = Board(board.database, board.stores, Embedder(settings, model))
    assert newer.embedder.label != board.embedder.label
    assert await newer.index() == (1, 0)
    assert await newer.index() == (0, 0)
    assert len(model.texts) == 1
    assert "throw tableware" in model.texts[0], "a model reads prose too"
    assert await board.stores.jobs.vector(potter, model=board.embedder.label) is None


async def test_a_person_has_candidates_by_exact_score(board: Board) -> None:
    """What is near the profile comes by the score that a fan-out gives the pair, under the threshold too."""
    user = await board.user()
    facts = person("Ceramics", "Glazing")
    wishes = MatchPreferences(threshold=90)
    await board.profile(user, facts)
    await board.database.pool.execute(
        "update users set preferences = $1 where id = $2", wishes.model_dump(mode="json"), user
    )
    jobs = [await board.post("Potter", POTTER), await board.post("Welder", WELDER), await board.post("Baker", BAKER)]
    await board.index()
    result = await board.search(user)
    assert {found.job_id for found in result.found} == set(jobs)
    for found in result.found:
        row = await board.database.pool.fetchval("select facts from jobs where id = $1", found.job_id)
        assert found.score == score(facts, JobFacts.model_validate(row), wishes).score
        assert found.codes
    assert result.found == sorted(result.found, key=lambda found: -(found.score or 0))
    assert result.found[0].job_id == jobs[0]
    assert len((await board.search(user, limit=1)).found) == 1


async def test_matches_are_no_candidates(board: Board) -> None:
    """What is matched, or hidden, or private to others is left out; a withdrawn match is a candidate again."""
    user, stranger = await board.user(), await board.user()
    await board.profile(user, person("Ceramics"))
    matched, hidden, left = [await board.post(f"Potter {number}", POTTER) for number in range(3)]
    await board.post("Potter", POTTER, audience_id=stranger)
    await board.index()
    pool = board.database.pool
    await pool.execute(
        "insert into matches (id, user_id, job_id, batch_id, score, analysis, rubric)"
        " values ($1, $2, $3, $1, 80, '{}', '1')",
        new_id(), user, matched,
    )  # fmt: skip
    await pool.execute(
        "insert into match_feedback (id, user_id, job_id, kind) values ($1, $2, $3, 'hide')", new_id(), user, hidden
    )
    assert set(await board.near(user)) == {left}
    await pool.execute("update matches set withdrawn_at = now()")
    assert set(await board.near(user)) == {left, matched}


async def test_unusable_facts_cost_only_their_posting(board: Board) -> None:
    """Facts that cannot be read, a text that is missing: indexed by its words, and no candidate; the others are."""
    user = await board.user()
    await board.profile(user, person("Ceramics"))
    bad, good = await board.post("Potter", POTTER), await board.post("Potter", POTTER)
    await board.alter(bad, facts={"title": "Potter", "must": 7}, posting={"title": "Potter"})
    assert await board.index() == (2, 0)
    assert await board.near(user) == [good]
    assert set(await board.near(user, good)) == {bad}


async def test_nobody_without_a_profile_has_candidates(board: Board) -> None:
    """Without a profile, or with one that names neither title nor skill, there is nothing to compare."""
    user = await board.user()
    await board.post("Potter", POTTER)
    await board.index()
    assert await board.search(user) == SearchResult()
    await board.profile(user, PersonFacts())
    assert await board.search(user) == SearchResult()


async def test_a_model_is_asked_once_for_a_person(database: Database, stores: Stores) -> None:
    """The vector of a profile is kept until its facts change; a model that refuses is a failure to be tried again."""
    model = CountingModel()
    dimensions = Embedder(SETTINGS, None).dimensions
    settings = Settings(_env_file=None, openai_base_url="http://127.0.0.1:1", embedding_dimensions=dimensions)
    board = Board(database, stores, Embedder(settings, model))
    user = await board.user()
    await board.profile(user, person("Ceramics"))
    await board.search(user)
    await board.search(user)
    assert model.texts == ["Potter\nCeramics"]
    changed = person("Ceramics", "Glazing").model_dump(mode="json")
    await database.pool.execute("update profiles set facts = $1 where user_id = $2", changed, user)
    model.refuses = True
    with pytest.raises(ModelRateLimited):
        await board.search(user)
    model.refuses = False
    await board.search(user)
    assert [set(text.replace(",", "").split()) for text in model.texts[1:]] == [{"Potter", "Ceramics", "Glazing"}]
    await database.pool.execute("delete from profiles where user_id = $1", user)
    assert await database.pool.fetchval("select count(*) from person_vectors") == 0
