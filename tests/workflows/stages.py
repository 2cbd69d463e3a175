"""Stand-ins for the activities of an analysis: they keep a record in memory and do as a test scripts them.

They are known to the worker by name only, so this module must never be imported by a workflow.
"""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from datetime import timedelta
from uuid import UUID

from temporalio import activity
from temporalio.exceptions import ApplicationError

from schema.analysis import Extracted, Reopen, Reopened, Saved, Stage, StageFailure, StageInput
from schema.pipeline import ChangedProfilesInput

STEPS = ("extract_text", "chunk_text", "embed_chunks", "index_chunks", "analyze", "save_profile")
STAGE_OF = {
    "extract_text": Stage.EXTRACTING_TEXT,
    "chunk_text": Stage.CHUNKING,
    "embed_chunks": Stage.GENERATING_EMBEDDINGS,
    "index_chunks": Stage.GENERATING_EMBEDDINGS,
    "analyze": Stage.ANALYZING,
    "save_profile": Stage.ANALYZING,
}


class FakeStages:
    """`calls` by job; `broken` steps raise until they are mended; `gates` hold a step until they are set."""

    def __init__(self) -> None:
        self.calls: defaultdict[UUID, list[str]] = defaultdict(list)
        self.broken: dict[tuple[UUID, str], ApplicationError] = {}
        self.gates: dict[tuple[UUID, str], asyncio.Event] = {}
        self.failures: defaultdict[UUID, list[StageFailure]] = defaultdict(list)
        self.retries: Counter[UUID] = Counter()
        self.allowed_retries: dict[UUID, int] = {}

    def breaks(self, job_id: UUID, step: str, *, retryable: bool = False) -> None:
        """From now on the step fails."""
        self.broken[job_id, step] = ApplicationError(
            "scripted failure",
            retryable,
            type="scripted",
            non_retryable=not retryable,
            next_retry_delay=timedelta(milliseconds=10),
        )

    def mend(self, job_id: UUID, step: str) -> None:
        """From now on the step works."""
        del self.broken[job_id, step]

    def holds(self, job_id: UUID, step: str) -> asyncio.Event:
        """From now on the step waits for the event that comes back."""
        return self.gates.setdefault((job_id, step), asyncio.Event())

    async def _step(self, job_id: UUID, step: str) -> None:
        self.calls[job_id].append(step)
        if gate := self.gates.get((job_id, step)):
            await gate.wait()
        if failure := self.broken.get((job_id, step)):
            raise failure

    @activity.defn
    async def extract_text(self, stage: StageInput) -> Extracted:
        """Extraction."""
        await self._step(stage.job_id, "extract_text")
        return Extracted(characters=1, pages=1, engine="fake", calls_model=False)

    @activity.defn
    async def chunk_text(self, stage: StageInput) -> int:
        """Chunking."""
        await self._step(stage.job_id, "chunk_text")
        return 1

    @activity.defn
    async def embed_chunks(self, stage: StageInput) -> int:
        """Embedding."""
        await self._step(stage.job_id, "embed_chunks")
        return 1

    @activity.defn
    async def index_chunks(self, stage: StageInput) -> int:
        """Indexing."""
        await self._step(stage.job_id, "index_chunks")
        return 1

    @activity.defn
    async def analyze(self, stage: StageInput) -> str:
        """Analysis."""
        await self._step(stage.job_id, "analyze")
        return "rules"

    @activity.defn
    async def save_profile(self, stage: StageInput) -> Saved:
        """Publication."""
        await self._step(stage.job_id, "save_profile")
        return Saved(match=True)

    @activity.defn
    async def enter_stage(self, stage: StageInput) -> bool:
        """A later start."""
        await self._step(stage.job_id, "enter_stage")
        return False

    @activity.defn
    async def fail_analysis(self, failure: StageFailure) -> None:
        """A failure for the record."""
        await self._step(failure.job_id, "fail_analysis")
        self.failures[failure.job_id].append(failure)

    @activity.defn
    async def reopen_analysis(self, reopen: Reopen) -> Reopened:
        """Refuses beyond the allowed number, as the record does."""
        await self._step(reopen.job_id, "reopen_analysis")
        if self.retries[reopen.job_id] >= self.allowed_retries.get(reopen.job_id, reopen.max_retries):
            return Reopened()
        self.retries[reopen.job_id] += 1
        return Reopened(retries=self.retries[reopen.job_id])

    @activity.defn
    async def cancel_analysis(self, stage: StageInput) -> None:
        """A cancellation for the record."""
        await self._step(stage.job_id, "cancel_analysis")

    @activity.defn
    async def wake_matching(self, rules: ChangedProfilesInput) -> None:
        """The last thing of a run."""
        await self._step(UUID(str(activity.info().workflow_id).removeprefix("analysis-")), "wake_matching")
