"""Searching among postings by likeness. Runs where the store is: its own queue."""

from __future__ import annotations

import asyncio
import hashlib
from typing import Any, NamedTuple
from uuid import UUID

import numpy as np
from temporalio import activity

from activities.job_index import Embedder, text_of
from adapters.postgres import Database, queries
from adapters.vectors import JobHit, JobVectors, Vector
from domain.matching import (
    Jobs,
    PersonFacts,
    Verdicts,
    encode,
    judge,
    load_job_facts,
    load_person_facts,
    pack_jobs,
    pack_people,
)
from domain.similarity import PROSE, person_text
from schema.errors import BadFacts, NotFound
from schema.jobs import MatchPreferences
from schema.similar import FoundJob, SearchInput, SearchResult

_NEAR_A_PERSON = 300
"""Postings looked at for one person: what is matched already, which is most of the nearest, is left out of them."""
_SPARE = 40
"""Found beyond the limit: some may be closed by now, or of the same vacancy."""


class _Scored(NamedTuple):
    ids: list[UUID]
    verdicts: Verdicts


class SimilarActivities:
    """Near a posting, or near a person."""

    def __init__(self, database: Database, store: JobVectors, embedder: Embedder) -> None:
        self._database = database
        self._store = store
        self._embedder = embedder

    @activity.defn
    async def search_jobs(self, search: SearchInput) -> SearchResult:
        """Postings that the user may see, nearest first; near a person by score, those without a match with them only.

        Raises: NotFound for a posting that is not there or another user's, BadFacts for a profile to be read again.
        """
        if search.job_id is not None:
            return await self._near_job(search, search.job_id)
        return await self._near_person(search)

    async def _near_job(self, search: SearchInput, job_id: UUID) -> SearchResult:
        async with self._database.connection() as connection:
            row = await queries.job_to_compare(connection, job_id=job_id, user_id=search.user_id, prose=PROSE)
        if row is None:
            raise NotFound("There is no such posting")
        hits = await self._near(await self._vector_of(row), search.user_id, 3 * search.limit + _SPARE)
        found = [_found(hit) for hit in hits if hit.id != job_id]
        return SearchResult(found=found, model=self._embedder.name)

    async def _vector_of(self, row: Any) -> Vector | list[float]:
        """Of the posting, or of the one that stands for it, as stored; of a closed one made for this search."""
        stored = await self._store.vector(row["id"], model=self._embedder.label)
        if stored is None and row["head_id"] != row["id"]:
            stored = await self._store.vector(row["head_id"], model=self._embedder.label)
        if stored is not None:
            return stored
        return (await self._embedder.embed([text_of(row, self._embedder.name)]))[0]

    async def _near_person(self, search: SearchInput) -> SearchResult:
        async with self._database.connection() as connection:
            row = await queries.person_to_compare(connection, user_id=search.user_id)
        if row is None:
            return SearchResult()
        person = load_person_facts([row["facts"]])[0]
        text = person_text(person)
        if not text:
            return SearchResult()
        hits = await self._near(await self._person_vector(search.user_id, row, text), search.user_id, _NEAR_A_PERSON)
        async with self._database.connection() as connection:
            jobs = await queries.candidate_jobs(connection, user_id=search.user_id, job_ids=[hit.id for hit in hits])
        wishes = MatchPreferences.model_validate(row["preferences"])
        scored = await asyncio.to_thread(_scored, person, wishes, list(jobs))
        return SearchResult(
            found=_by_score(scored, hits)[: search.limit],
            model=self._embedder.name,
            profile_id=row["profile_id"],
        )

    async def _person_vector(self, user_id: UUID, row: Any, text: str) -> Vector | list[float]:
        """A model is asked once for each version of a profile."""
        text_hash = hashlib.sha256(text.encode()).digest()
        if row["model"] == self._embedder.label and row["text_hash"] == text_hash:
            return np.frombuffer(row["vector"], dtype="<f4")
        vector = (await self._embedder.embed([text]))[0]
        if self._embedder.costs:
            async with self._database.connection() as connection:
                await queries.keep_person_vector(
                    connection,
                    profile_id=row["profile_id"],
                    user_id=user_id,
                    model=self._embedder.label,
                    text_hash=text_hash,
                    vector=np.asarray(vector, dtype="<f4").tobytes(),
                )
        return vector

    async def _near(self, vector: Vector | list[float], user_id: UUID, limit: int) -> list[JobHit]:
        return await self._store.near(vector, user_id=user_id, model=self._embedder.label, limit=limit)


def _found(hit: JobHit) -> FoundJob:
    return FoundJob(job_id=hit.id, similarity=_shown(hit.score))


def _shown(cosine: float) -> float:
    return round(min(1.0, max(0.0, cosine)), 4)


def _scored(person: PersonFacts, wishes: MatchPreferences, rows: list[Any]) -> _Scored:
    """Every pair as the fan-out scores it, whatever the threshold. Postings with unusable facts are left out of it."""
    everything = wishes.model_copy(update={"threshold": 0})
    people = pack_people([(person, everything)])
    while True:
        try:
            facts = load_job_facts([row["facts"] for row in rows])
            return _Scored([row["id"] for row in rows], judge(people, Jobs(pack_jobs(facts))))
        except BadFacts as error:
            if error.extra["side"] != "job":
                raise
            del rows[error.extra["index"]]


def _by_score(scored: _Scored, hits: list[JobHit]) -> list[FoundJob]:
    similarity = {hit.id: _shown(hit.score) for hit in hits}
    verdicts = scored.verdicts
    found = [
        FoundJob(job_id=job_id, similarity=similarity[job_id], score=score, codes=codes.tobytes().hex())
        for job_id, score, codes in zip(
            (scored.ids[column] for column in verdicts.columns), verdicts.scores.tolist(), encode(verdicts), strict=True
        )
    ]
    return sorted(found, key=lambda each: (-(each.score or 0), -each.similarity, each.job_id))
