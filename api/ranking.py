"""The order of one's matches: whether a model had a look at it, and asking for one."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel

from adapters.postgres import queries
from api.deps import StateDep, UserDep
from api.errors import problem_responses
from api.examples import MOMENT, example
from api.starting import ask_for_ranking
from schema.errors import Conflict
from schema.ranking import RankedBy, WhyCode

router = APIRouter(prefix="/api/v1/matches/ranking", tags=["jobs"], responses=problem_responses(401))


class Ranking(BaseModel):
    """Who ordered the matches last. `reason` says why it was not a model; `moved` counts matches it gave points."""

    model_config = example(
        ranked_by="model", reason=None, model="gpt-4.1-mini", candidates=20, moved=6, ranked_at=MOMENT
    )

    ranked_by: RankedBy
    reason: WhyCode | None
    model: str | None
    candidates: int
    moved: int
    ranked_at: datetime | None


class RankingAsked(BaseModel):
    """The look is on its way."""

    status: Literal["asked"] = "asked"


@router.get("")
async def get_ranking(state: StateDep, principal: UserDep) -> Ranking:
    """Whether the present order is the code's or a model's."""
    async with state.database.connection() as connection:
        row = await queries.get_ranking(connection, user_id=principal.user_id)
    if row is None:
        why: WhyCode = "few_candidates" if state.settings.uses_model else "no_model"
        return Ranking(ranked_by="code", reason=why, model=None, candidates=0, moved=0, ranked_at=None)
    return Ranking(
        ranked_by=row["ranked_by"],
        reason=row["reason"],
        model=row["model"],
        candidates=row["candidates"],
        moved=row["moved"],
        ranked_at=row["created_at"],
    )


@router.post("", status_code=202, responses=problem_responses(409))
async def rank_matches(state: StateDep, principal: UserDep) -> RankingAsked:
    """Have a model order the best matches, within the budget of the day; the same ones are not asked about again."""
    if not state.settings.uses_model:
        raise Conflict("No model is configured here; the order is the code's. Set OPENAI_API_KEY to have one")
    await ask_for_ranking(state, principal.user_id)
    return RankingAsked()
