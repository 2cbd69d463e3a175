"""A Temporal server of its own with the production worker, whose activities are scripted."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest
import pytest_asyncio
from temporalio.client import Client, WorkflowHandle
from temporalio.common import SearchAttributeKey

from adapters.embedded.temporal import DYNAMIC_CONFIG, EmbeddedTemporal
from adapters.temporal import connect_temporal
from schema.analysis import AnalysisInput, AnalysisOutcome, Stage
from schema.ids import new_id
from schema.settings import Settings
from schema.temporal_names import DOCUMENTS_QUEUE, MAIN_QUEUE, VECTORS_QUEUE, analysis_workflow_id
from tests.workflows.ledger import FakeLedger
from tests.workflows.pages import FakePages
from tests.workflows.stages import FakeStages
from tests.world import eventually, temporal_server
from workers.assembly import activities_of
from workers.plugin import build_worker
from workflows import options
from workflows.registry import WORKFLOWS
from workflows.resume_analysis import ResumeAnalysis

STAGE_ATTRIBUTE = SearchAttributeKey.for_keyword("VitaeStage")
Run = WorkflowHandle[ResumeAnalysis, AnalysisOutcome]


@dataclass
class Lab:
    """A server, a client, and the stages and pages that the worker calls."""

    server: EmbeddedTemporal
    client: Client
    stages: FakeStages
    pages: FakePages
    ledger: FakeLedger

    async def start(
        self,
        job_id: UUID,
        *,
        start_stage: Stage = Stage.EXTRACTING_TEXT,
        max_retries: int = 5,
        hours: float = 1,
        signal: str | None = None,
    ) -> Run:
        """Start an analysis, with a signal that is there before it if asked."""
        return await self.client.start_workflow(
            ResumeAnalysis.run,
            AnalysisInput(
                job_id=job_id,
                user_id=new_id(),
                start_stage=start_stage,
                max_retries=max_retries,
                retry_window_hours=hours,
            ),
            id=analysis_workflow_id(job_id),
            task_queue=MAIN_QUEUE,
            task_timeout=options.WORKFLOW_TASK_TIMEOUT,
            start_signal=signal,
        )

    async def parked(self, run: Run, *, code: str = "scripted") -> None:
        """Wait until a run is parked for this reason."""

        async def is_parked() -> bool:
            state = await run.query(ResumeAnalysis.status)
            return state.error_code == code and "fail_analysis" in self.stages.calls[_job_id(run)][-1:]

        await eventually(is_parked)

    async def reached(self, job_id: UUID, step: str) -> None:
        """Wait until a step has begun."""

        async def is_there() -> bool:
            return step in self.stages.calls[job_id]

        await eventually(is_there)

    async def shows(self, run: Run, stage: str) -> None:
        """Wait until an operator finds the run by this stage: that is after the record says so."""

        async def is_found() -> bool:
            return (await run.describe()).typed_search_attributes.get(STAGE_ATTRIBUTE) == stage

        await eventually(is_found)


def _job_id(run: Run) -> UUID:
    return UUID(run.id.removeprefix("analysis-"))


@pytest_asyncio.fixture(scope="session")
async def lab(session_dir: Path) -> AsyncIterator[Lab]:
    """One for all tests of this folder; runs are told apart by their ids."""
    stages, pages, ledger = FakeStages(), FakePages(), FakeLedger()
    with pytest.MonkeyPatch.context() as patch:
        # a run is told to go on in a new one after so many events: thousands by default
        patch.setitem(DYNAMIC_CONFIG, "limit.historyCount.suggestContinueAsNew", "200")
        server_context = temporal_server(session_dir / "lab")
        server = await server_context.__aenter__()
    try:
        client = await connect_temporal(Settings(temporal_address=server.address))
        settings = Settings(shutdown_seconds=1)
        async with AsyncExitStack() as stack:
            for queue, workflows in ((MAIN_QUEUE, WORKFLOWS), (DOCUMENTS_QUEUE, ()), (VECTORS_QUEUE, ())):
                worker = build_worker(
                    client, queue, settings, workflows=workflows, activities=activities_of(stages, pages, ledger)
                )
                await stack.enter_async_context(worker)
            yield Lab(server, client, stages, pages, ledger)
    finally:
        await server_context.__aexit__(None, None, None)
