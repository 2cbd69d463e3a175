"""What the ranking by a model hands around: one call per person over their best matches, within a budget."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from pydantic import BaseModel

RankedBy = Literal["model", "code"]
WhyCode = Literal["no_model", "no_budget", "few_candidates", "no_profile", "unusable_answer", "model_error"]
"""Why the code's order stands: no model is configured, the day's budget is used up, there is nothing to order …"""

MODEL_POINTS = 10
"""The most points that a model may move a match by, up or down."""


class RankInput(BaseModel):
    """Order the best matches of one person."""

    user_id: UUID
    retry_window_hours: float = 7 * 24


class RankOutcome(BaseModel):
    """What became of it. `frozen`: the same candidates were ordered before, nothing was asked."""

    ranked_by: RankedBy
    reason: WhyCode | None = None
    candidates: int = 0
    moved: int = 0
    frozen: bool = False


class RankFailure(BaseModel):
    """A ranking whose attempts are used up: the code's order stands, and says so."""

    user_id: UUID
    code: str
    message: str
