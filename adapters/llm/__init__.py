"""Language models behind any OpenAI-compatible endpoint."""

from __future__ import annotations

from adapters.llm.answer import AnswerPart
from adapters.llm.client import ModelClient
from adapters.llm.ranking import RANK_CANDIDATES, RANKING_VERSION, RankingAnswer, answer_tokens
from adapters.llm.results import ModelAnswer, Structured, Usage

__all__ = [
    "RANKING_VERSION",
    "RANK_CANDIDATES",
    "AnswerPart",
    "ModelAnswer",
    "ModelClient",
    "RankingAnswer",
    "Structured",
    "Usage",
    "answer_tokens",
]
