"""Language models behind any OpenAI-compatible endpoint.

`ModelClient` is in `adapters.llm.client`: who has no key need not load the library that it uses.
"""

from __future__ import annotations

from adapters.llm.answer import AnswerPart
from adapters.llm.ranking import RANK_CANDIDATES, RANKING_VERSION, RankingAnswer, answer_tokens
from adapters.llm.results import ModelAnswer, Structured, Usage

__all__ = [
    "RANKING_VERSION",
    "RANK_CANDIDATES",
    "AnswerPart",
    "ModelAnswer",
    "RankingAnswer",
    "Structured",
    "Usage",
    "answer_tokens",
]
