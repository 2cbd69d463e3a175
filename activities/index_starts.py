"""Waking the index of postings: one run for the whole product, which everybody only wakes."""

from __future__ import annotations

from datetime import timedelta

from temporalio import activity
from temporalio.client import Client
from temporalio.common import Priority, WorkflowIDConflictPolicy

from adapters.postgres import Database, queries
from schema.similar import IndexInput
from schema.temporal_names import INDEX_JOBS, INDEX_JOBS_ID, MAIN_QUEUE, WAKE_SIGNAL

_RPC = timedelta(seconds=5)
_BATCH_PRIORITY = 4


class IndexStarts:
    """Starts are idempotent. `label` is that of the vectors that are to be there."""

    def __init__(self, client: Client, database: Database, label: str) -> None:
        self._client = client
        self._database = database
        self._label = label

    @activity.defn
    async def wake_indexing(self) -> None:
        """Have the vector store brought in line with the record soon; who asks does not wait for it."""
        await self._client.start_workflow(
            INDEX_JOBS,
            IndexInput(),
            id=INDEX_JOBS_ID,
            task_queue=MAIN_QUEUE,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            start_signal=WAKE_SIGNAL,
            static_summary="vectors of postings",
            priority=Priority(priority_key=_BATCH_PRIORITY),
            rpc_timeout=_RPC,
        )

    async def wake_if_behind(self) -> bool:
        """Part of every sweep: what a crash, a deletion or a lost wake-up left behind. Says whether there was any."""
        async with self._database.connection() as connection:
            behind: bool = await queries.index_is_behind(connection, model=self._label)
        if behind:
            await self.wake_indexing()
        return behind
