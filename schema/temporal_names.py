"""Names that a Temporal server and every client of it must agree on: they stand here and nowhere else."""

from __future__ import annotations

SEARCH_ATTRIBUTES: tuple[str, ...] = ("VitaeUserId", "VitaeStage", "VitaeJobId")
"""All of type Keyword: the owner, the stage a run stands at, and the analysis or posting it is about."""

MAIN_QUEUE = "vitaeflow"
"""Workflows and the activities that are short or only talk to PostgreSQL."""

DOCUMENTS_QUEUE = "documents"
"""Reading files: processor time and memory, few at once."""

LLM_QUEUE = "llm"
"""Model calls: rate-limited for all workers together."""

VECTORS_QUEUE = "vectors"
"""Vector store: one process only when the store is embedded."""
