"""How activities set delivery in motion: one workflow for what is due, a run of its own for what failed."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from temporalio.client import Client
from temporalio.common import Priority, WorkflowIDConflictPolicy

from schema.pipeline import DeliverDueInput, NotifyInput
from schema.temporal_names import (
    DELIVER_DUE,
    DELIVER_DUE_ID,
    MAIN_QUEUE,
    NOTIFY_USER,
    WAKE_SIGNAL,
    notify_workflow_id,
)

_RPC = timedelta(seconds=5)
_TASK_TIMEOUT = timedelta(seconds=3)
_BATCH_PRIORITY = 4


class DeliverySignals:
    """Starts are idempotent: a run that is there is only woken."""

    def __init__(self, client: Client, *, page: int) -> None:
        self._client = client
        self._page = page

    async def wake(self) -> None:
        """Have what is due announced and sent soon."""
        await self._client.start_workflow(
            DELIVER_DUE,
            DeliverDueInput(page=self._page),
            id=DELIVER_DUE_ID,
            task_queue=MAIN_QUEUE,
            task_timeout=_TASK_TIMEOUT,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            start_signal=WAKE_SIGNAL,
            static_summary="tell people what is due, and send it",
            rpc_timeout=_RPC,
        )

    async def hand_over(self, user_id: UUID, notification_id: UUID) -> None:
        """Have one notification's ledger rows tried again, each at its own pace."""
        await self._client.start_workflow(
            NOTIFY_USER,
            NotifyInput(user_id=user_id, notification_id=notification_id),
            id=notify_workflow_id(user_id, notification_id),
            task_queue=MAIN_QUEUE,
            task_timeout=_TASK_TIMEOUT,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            start_signal=WAKE_SIGNAL,
            static_summary="deliver one notification that failed at first",
            priority=Priority(priority_key=_BATCH_PRIORITY, fairness_key=str(user_id)),
            rpc_timeout=_RPC,
        )
