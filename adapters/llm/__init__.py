"""Language models behind any OpenAI-compatible endpoint."""

from __future__ import annotations

from adapters.llm.answer import AnswerPart
from adapters.llm.client import ModelClient
from adapters.llm.results import ModelAnswer, Structured, Usage

__all__ = ["AnswerPart", "ModelAnswer", "ModelClient", "Structured", "Usage"]
