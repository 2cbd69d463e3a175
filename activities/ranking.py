"""Ordering a person's best matches by a model: budget first, one call, the result frozen.

Without a key, a budget or a usable answer the code's order stands, and says so.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any, Protocol, TypeVar
from uuid import UUID

import structlog
from pydantic import BaseModel
from temporalio import activity

from adapters.llm import RANK_CANDIDATES, RANKING_VERSION, RankingAnswer, Structured, answer_tokens
from adapters.postgres import Database, queries
from domain.matching import JobFacts, PersonFacts
from domain.ranking import Brief, Candidate, Place, Price, Ranked, brief, places, price_of, reservation
from schema.errors import ModelError, ModelRefused, ModelTruncated, ModelUnavailable
from schema.ids import new_id
from schema.jobs import MatchPreferences
from schema.ranking import RankFailure, RankInput, RankOutcome, WhyCode
from schema.settings import Settings

log = structlog.get_logger()

T = TypeVar("T", bound=BaseModel)

_PURPOSE = "ranking"
_MICRO = 1_000_000
_FEWEST = 2


class Model(Protocol):
    """What is asked of a language model here."""

    async def structured(self, instructions: str, text: str, answer: type[T]) -> Structured[T]:
        """An answer in its type. Raises ModelError."""
        ...


class RankingActivities:
    """One person at a time."""

    def __init__(self, database: Database, settings: Settings, model: Model | None) -> None:
        self._database = database
        self._settings = settings
        self._model = model
        self._price = price_of(settings.openai_model, settings.model_price_prompt, settings.model_price_answer)

    @activity.defn
    async def rank_matches(self, ask: RankInput) -> RankOutcome:
        """Order the best matches of a person, unless the very same was ordered before.

        Raises ModelError when the endpoint may answer another time; whatever is final ends with the code's order.
        """
        person, rows = await self._candidates(ask.user_id)
        if person is None or len(rows) < _FEWEST:
            return await self._by_code(ask.user_id, "no_profile" if person is None else "few_candidates", len(rows))
        if self._model is None:
            return await self._by_code(ask.user_id, "no_model", len(rows))
        facts = PersonFacts.model_validate(person["facts"])
        wish = MatchPreferences.model_validate(person["preferences"]).wish
        candidates = [Candidate(row["score"], JobFacts.model_validate(row["job_facts"])) for row in rows]
        told = brief(facts, wish, candidates)
        inputs = self._hash([str(row["id"]) for row in rows], told.text)
        async with self._database.connection() as connection:
            known = await queries.get_ranking(connection, user_id=ask.user_id)
        if known is not None and known["inputs"] == inputs:
            return RankOutcome(
                ranked_by=known["ranked_by"],
                reason=known["reason"],
                candidates=known["candidates"],
                moved=known["moved"],
                frozen=True,
            )
        return await self._asked(self._model, ask.user_id, rows, told, inputs)

    @activity.defn
    async def rank_failed(self, failure: RankFailure) -> None:
        """The attempts are used up: the code's order stands, and says why."""
        log.warning("ranking left to the code", code=failure.code)
        await self._by_code(failure.user_id, "model_error", 0)

    async def _candidates(self, user_id: UUID) -> tuple[Any, list[Any]]:
        async with self._database.connection() as connection:
            person = await queries.rank_person(connection, user_id=user_id)
            rows = await queries.rank_candidates(connection, user_id=user_id, limit=self._settings.ranking_candidates)
        return person, rows

    def _hash(self, ids: list[str], text: str) -> bytes:
        parts = (self._settings.openai_model, RANKING_VERSION, ",".join(ids), text)
        return hashlib.sha256("\0".join(parts).encode()).digest()

    async def _asked(self, model: Model, user_id: UUID, rows: list[Any], told: Brief, inputs: bytes) -> RankOutcome:
        spend = await self._reserved(user_id, told.text, len(rows))
        if spend is None:
            return await self._by_code(user_id, "no_budget", len(rows))
        try:
            answer = await model.structured(RANK_CANDIDATES, told.text, RankingAnswer)
        except ModelError as error:
            await self._settle(spend, _taken(error, self._price))
            if not isinstance(error, ModelRefused | ModelTruncated):
                raise  # a later call, or another key, may give an answer; these two would come again
            log.warning("ranking left to the code", code=error.code)
            return await self._by_code(user_id, "unusable_answer", len(rows), inputs)
        await self._settle(spend, self._price.of(answer.usage.prompt_tokens, answer.usage.completion_tokens))
        found = places(
            told, [Ranked(entry.candidate, entry.because, entry.person, entry.job) for entry in answer.value.order]
        )
        if found is None:
            return await self._by_code(user_id, "unusable_answer", len(rows), inputs)
        return await self._store(user_id, rows, found, inputs, answer.usage.model)

    async def _reserved(self, user_id: UUID, text: str, candidates: int) -> UUID | None:
        amount = reservation(self._price, RANK_CANDIDATES + text, answer_tokens(candidates))
        async with self._database.transaction() as connection:
            await queries.lock_spend(connection)
            reserved: UUID | None = await queries.reserve_spend(
                connection,
                id=new_id(),
                user_id=user_id,
                day=datetime.now(UTC).date(),
                purpose=_PURPOSE,
                model=self._settings.openai_model,
                amount=amount,
                person_budget=int(self._settings.ranking_budget_per_user * _MICRO),
                budget=int(self._settings.ranking_budget * _MICRO),
            )
        return reserved

    async def _settle(self, spend: UUID, spent: int | None) -> None:
        """None: nobody knows what it took, so the reservation stands."""
        if spent is not None:
            async with self._database.connection() as connection:
                await queries.settle_spend(connection, id=spend, spent=spent)

    async def _store(
        self, user_id: UUID, rows: list[Any], found: list[Place], inputs: bytes, model: str
    ) -> RankOutcome:
        lines = [
            {"by": "model", "points": place.points, "because": place.because, "evidence": place.evidence}
            for place in found
        ]
        kept = [number for number, place in enumerate(found) if place.points or place.because]
        outcome = RankOutcome(ranked_by="model", candidates=len(rows), moved=sum(1 for place in found if place.points))
        async with self._database.transaction() as connection:
            await queries.clear_model_points(connection, user_id=user_id)
            await queries.set_model_points(
                connection,
                user_id=user_id,
                ids=[rows[number]["id"] for number in kept],
                points=[found[number].points for number in kept],
                lines=[lines[number] for number in kept],
            )
            await queries.store_ranking(
                connection,
                user_id=user_id,
                inputs=inputs,
                ranked_by="model",
                reason=None,
                model=model,
                candidates=outcome.candidates,
                moved=outcome.moved,
            )
        return outcome

    async def _by_code(
        self, user_id: UUID, reason: WhyCode, candidates: int, inputs: bytes | None = None
    ) -> RankOutcome:
        """The code's order, labelled. `inputs`: asking the same again would give no more."""
        async with self._database.transaction() as connection:
            await queries.clear_model_points(connection, user_id=user_id)
            await queries.store_ranking(
                connection,
                user_id=user_id,
                inputs=inputs,
                ranked_by="code",
                reason=reason,
                model=None,
                candidates=candidates,
                moved=0,
            )
        return RankOutcome(ranked_by="code", reason=reason, candidates=candidates)


def _taken(error: ModelError, price: Price) -> int | None:
    """What a failed call cost: its tokens if it says them, nothing if it was refused, unknown if it never answered."""
    if "prompt_tokens" in error.extra:
        return price.of(int(error.extra["prompt_tokens"]), int(error.extra.get("completion_tokens", 0)))
    if isinstance(error, ModelUnavailable) and error.extra.get("kind") in ("timeout", "protocol"):
        return None
    return 0
