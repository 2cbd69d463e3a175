"""Who gets a model's look: people with news, as many as the day's budget is enough for, each by a run of their own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from temporalio.client import Client
from temporalio.common import Priority, WorkflowIDConflictPolicy

from adapters.llm import answer_tokens
from adapters.postgres import Database, queries
from domain.ranking import price_of, reservation
from schema.ranking import RankInput
from schema.settings import Settings
from schema.temporal_names import MAIN_QUEUE, RANK_CANDIDATES, WAKE_SIGNAL, ranking_workflow_id

_RPC = timedelta(seconds=5)
_TASK_TIMEOUT = timedelta(seconds=3)
_BATCH_PRIORITY = 4
_TYPICAL_BRIEF = "x" * 6_000
"""Characters of a brief of twenty candidates, to tell how many calls a budget is enough for."""
_MICRO = 1_000_000


class RankingStarts:
    """Starts are idempotent: a run that is there is only woken. The budget itself is kept where calls are made."""

    def __init__(self, client: Client, database: Database, settings: Settings) -> None:
        self._client = client
        self._database = database
        price = price_of(settings.openai_model, settings.model_price_prompt, settings.model_price_answer)
        self._amount = max(1, reservation(price, _TYPICAL_BRIEF, answer_tokens(settings.ranking_candidates)))
        on = settings.uses_model and settings.ranking_candidates > 0
        self._budget = int(settings.ranking_budget * _MICRO) if on else 0

    async def __call__(self, user_ids: Sequence[UUID]) -> None:
        """Have the matches of these people put in order soon, as far as the budget goes."""
        if not self._budget or not user_ids:
            return
        async with self._database.connection() as connection:
            rows = await queries.rank_next(
                connection,
                user_ids=list(user_ids),
                day=datetime.now(UTC).date(),
                budget=self._budget,
                amount=self._amount,
            )
        for row in rows:
            await self._start(row["id"])

    async def _start(self, user_id: UUID) -> None:
        await self._client.start_workflow(
            RANK_CANDIDATES,
            RankInput(user_id=user_id),
            id=ranking_workflow_id(user_id),
            task_queue=MAIN_QUEUE,
            task_timeout=_TASK_TIMEOUT,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            start_signal=WAKE_SIGNAL,
            static_summary="order the best matches by a model",
            priority=Priority(priority_key=_BATCH_PRIORITY, fairness_key=str(user_id)),
            rpc_timeout=_RPC,
        )
