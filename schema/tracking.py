"""What a person says about matches and does with them: feedback, adjustments, filters, applications."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from schema.jobs import EmploymentType

FeedbackKind = Literal["more_like_this", "not_this", "applied", "hide"]
ApplicationState = Literal["saved", "applied", "interview", "offer", "rejected"]

FEEDBACK_POINTS = 20
"""The most points that all feedback of a person together moves a match by, up or down."""

Phrase = Annotated[str, Field(min_length=1, max_length=200, pattern=r"\S")]
Phrases = Annotated[list[Phrase], Field(max_length=50)]
UnknownRule = Literal["keep", "drop"]


class Adjustment(BaseModel):
    """One line of what moved a match away from the score that code computed, and by how many points."""

    by: Literal["feedback", "model"]
    points: int
    because: str | None = None
    evidence: list[str] = []
    """Lines that a model's reason points at."""
    kind: FeedbackKind | None = None
    """Of the feedback that moved it."""
    feedback_id: str | None = None


class MatchFilter(BaseModel):
    """Which matches to list; what is not given does not matter. Several values of one field: any of them.

    A filter that a posting does not answer keeps it, and says so, unless `unknown` is `drop`.
    """

    model_config = ConfigDict(extra="forbid")

    min_score: int = Field(default=0, ge=0, le=100)
    titles: Phrases = []
    """Each by all of its words."""
    words: str | None = Field(default=None, min_length=1, max_length=500)
    """In title, company or description: `data "machine learning" -senior`, with `or` between alternatives."""
    companies: Phrases = []
    places: Phrases = []
    """`Porto`, `Porto, PT` or `Portugal`; also where remote work is open to people there."""
    remote: bool | None = None
    employment: Annotated[list[EmploymentType], Field(max_length=10)] = []
    least_pay: int | None = Field(default=None, ge=1, le=10**12)
    """A year, in `currency`; nothing is converted."""
    currency: str | None = Field(default=None, pattern="^[A-Z]{3}$")
    unknown: UnknownRule = "keep"

    @model_validator(mode="after")
    def _pay_has_a_currency(self) -> MatchFilter:
        if (self.least_pay is None) != (self.currency is None):
            raise ValueError("give least_pay and currency together: pay is not converted")
        return self
