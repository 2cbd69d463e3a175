"""The floor: a workflow with the activities of `ResumeAnalysis` in kind, number and order, each doing nothing.

Remote on a queue of its own, two local, remote on another queue, two local; with the product's own time-outs.
"""

from __future__ import annotations

from temporalio import activity, workflow

with workflow.unsafe.imports_passed_through():
    from schema.analysis import StageInput
    from workflows import options

NOOP_QUEUE = "bench"
NOOP_DOCUMENTS_QUEUE = "bench-documents"
NOOP_VECTORS_QUEUE = "bench-vectors"

_EXTRACT = options.EXTRACT.copy()
_EXTRACT["task_queue"] = NOOP_DOCUMENTS_QUEUE
_INDEX = options.INDEX.copy()
_INDEX["task_queue"] = NOOP_VECTORS_QUEUE


@activity.defn
async def nothing(stage: StageInput) -> int:
    """An activity without work."""
    return 0


@workflow.defn
class NoopAnalysis:
    """Six activities, like an analysis by rules."""

    @workflow.run
    async def run(self, stage: StageInput) -> int:
        """Always 0."""
        await workflow.execute_activity(nothing, stage, **_EXTRACT)
        await workflow.execute_local_activity(nothing, stage, **options.CHUNK)
        await workflow.execute_local_activity(nothing, stage, **options.EMBED_LOCALLY)
        await workflow.execute_activity(nothing, stage, **_INDEX)
        await workflow.execute_local_activity(nothing, stage, **options.ANALYZE_BY_RULES)
        return await workflow.execute_local_activity(nothing, stage, **options.RECORD)
