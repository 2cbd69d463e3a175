"""The life of one analysis: its stages, states, and what its workflow and activities hand each other.

Only ids, counts and enums: these models are stored in workflow histories.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel


class Stage(StrEnum):
    """Where an analysis is; `current_step` of the API says it in words."""

    QUEUED = "queued"
    EXTRACTING_TEXT = "extracting_text"
    CHUNKING = "chunking"
    GENERATING_EMBEDDINGS = "generating_embeddings"
    ANALYZING = "analyzing"
    COMPLETED = "completed"


PROGRESS: dict[Stage, int] = {
    Stage.QUEUED: 0,
    Stage.EXTRACTING_TEXT: 10,
    Stage.CHUNKING: 30,
    Stage.GENERATING_EMBEDDINGS: 50,
    Stage.ANALYZING: 70,
    Stage.COMPLETED: 100,
}


def step_to(stage: Stage) -> dict[str, Any]:
    """How a stage is written down: its name and the percentage it begins at."""
    return {"stage": stage, "progress": PROGRESS[stage]}


STEP_WORDS: dict[Stage, str] = {
    Stage.QUEUED: "Waiting for a worker",
    Stage.EXTRACTING_TEXT: "Reading the file",
    Stage.CHUNKING: "Cutting the text into chunks",
    Stage.GENERATING_EMBEDDINGS: "Computing and storing vectors",
    Stage.ANALYZING: "Analysing the text",
    Stage.COMPLETED: "Done",
}

Status = Literal["pending", "processing", "completed", "failed", "cancelled"]


class AnalysisInput(BaseModel):
    """Start of `ResumeAnalysis`. `start_stage` is later than extraction when a failed run goes on in a new workflow."""

    job_id: UUID
    user_id: UUID
    start_stage: Stage = Stage.EXTRACTING_TEXT
    max_retries: int = 5
    retry_window_hours: float = 7 * 24


class AnalysisOutcome(BaseModel):
    """End of `ResumeAnalysis`."""

    status: Status
    retries: int = 0


class StageInput(BaseModel):
    """One stage of one analysis."""

    job_id: UUID
    stage: Stage = Stage.EXTRACTING_TEXT


class Extracted(BaseModel):
    """What extraction found, in numbers, and whether the later stages call a model."""

    characters: int
    pages: int
    engine: str
    calls_model: bool


class StageFailure(BaseModel):
    """A stage that used up its attempts. `message` is ours and holds no text of the résumé."""

    job_id: UUID
    stage: Stage
    code: str
    message: str
    retryable: bool


class Reopen(BaseModel):
    """Take a failed analysis up again at `stage`."""

    job_id: UUID
    stage: Stage
    max_retries: int


class Reopened(BaseModel):
    """`retries` after reopening; None when the analysis was not failed or its retries are used up."""

    retries: int | None = None


class Saved(BaseModel):
    """`match` says that there are open jobs to compare the new profile with."""

    match: bool


class AnalysisState(BaseModel):
    """Answer of the operator's query `status`."""

    stage: Stage
    parked: bool
    error_code: str | None = None
    retries: int = 0


class ErasureInput(BaseModel):
    """What to erase: one analysis, one résumé with its analyses, or a whole user."""

    kind: Literal["analysis", "resume", "user"]
    user_id: UUID
    subject_id: UUID

    @property
    def resume_id(self) -> UUID | None:
        """The résumé, when it is about one."""
        return self.subject_id if self.kind == "resume" else None

    @property
    def job_id(self) -> UUID | None:
        """The analysis, when it is about one."""
        return self.subject_id if self.kind == "analysis" else None


class WatchdogInput(BaseModel):
    """How long an analysis may stand still before somebody looks, and how old kept events may be."""

    stuck_seconds: int = 600
    event_days: int = 30


class WatchdogReport(BaseModel):
    """What a sweep found."""

    lost: int = 0
    restarted_erasures: int = 0
    pruned_events: int = 0
    alarms: int = 0
    """Batches whose scores say nothing."""
