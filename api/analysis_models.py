"""What the routes of analyses take and answer."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from api.examples import ANALYSIS_ID, MOMENT, RESUME_ID, example
from schema.analysis import STEP_WORDS, Stage, Status


class NewAnalysis(BaseModel):
    """Which résumé to analyse."""

    model_config = example(resume_id=RESUME_ID)

    resume_id: UUID


class Started(BaseModel):
    """An analysis that is under way."""

    model_config = example(job_id=ANALYSIS_ID, status="pending")

    job_id: UUID
    status: Status


class AnalysisError(BaseModel):
    """Why an analysis failed, where, and whether a retry can help."""

    code: str
    message: str
    stage: str | None
    retryable: bool


class Analysis(BaseModel):
    """State of one analysis."""

    model_config = example(
        job_id=ANALYSIS_ID,
        resume_id=RESUME_ID,
        status="processing",
        stage=Stage.ANALYZING,
        progress=70,
        current_step=STEP_WORDS[Stage.ANALYZING],
        retries=0,
        error=None,
        created_at=MOMENT,
        updated_at="2026-11-23T18:00:01Z",
        completed_at=None,
    )

    job_id: UUID
    resume_id: UUID
    status: Status
    stage: Stage
    progress: int
    current_step: str
    retries: int
    error: AnalysisError | None
    created_at: datetime
    updated_at: datetime
    completed_at: datetime | None

    @classmethod
    def of(cls, row: Any) -> Analysis:
        """From a row of analysis_jobs."""
        error = None
        if row["error_code"] is not None:
            error = AnalysisError(
                code=row["error_code"],
                message=row["error_message"],
                stage=row["error_stage"],
                retryable=row["error_retryable"],
            )
        return cls(
            job_id=row["id"],
            resume_id=row["resume_id"],
            status=row["status"],
            stage=row["stage"],
            progress=row["progress"],
            current_step=STEP_WORDS[Stage(row["stage"])],
            retries=row["retries"],
            error=error,
            created_at=row["created_at"],
            updated_at=row["updated_at"],
            completed_at=row["completed_at"],
        )


class Analyses(BaseModel):
    """One page of analyses."""

    items: list[Analysis]
    next_cursor: str | None
