"""How the API starts and reaches workflows."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, TypeVar
from uuid import UUID

import structlog
from temporalio.client import Client
from temporalio.common import (
    Priority,
    SearchAttributeKey,
    SearchAttributePair,
    TypedSearchAttributes,
    WorkflowIDConflictPolicy,
    WorkflowIDReusePolicy,
)
from temporalio.service import RPCError

from adapters.postgres import queries
from api.state import AppState
from schema.analysis import AnalysisInput, ErasureInput, Stage
from schema.errors import Unavailable
from schema.pipeline import ChangedProfilesInput, DeliverDueInput, NotifyInput
from schema.ranking import RankInput
from schema.temporal_names import (
    CHANGED_PROFILES_ID,
    DELIVER_DUE_ID,
    MAIN_QUEUE,
    WAKE_SIGNAL,
    analysis_workflow_id,
    erasure_workflow_id,
    notify_workflow_id,
    ranking_workflow_id,
)
from workflows import options
from workflows.changed_profiles import ChangedProfiles
from workflows.deliver_due import DeliverDue
from workflows.notify_user import NotifyUser
from workflows.rank_candidates import RankCandidates
from workflows.resume_analysis import ResumeAnalysis
from workflows.upkeep import Erasure

T = TypeVar("T")
log = structlog.get_logger()

RPC = timedelta(seconds=5)
AWAY = (RPCError, RuntimeError)
"""RuntimeError is of a client that could not connect yet: the API also starts while Temporal is away."""
_USER = SearchAttributeKey.for_keyword("VitaeUserId")
_STAGE = SearchAttributeKey.for_keyword("VitaeStage")
_JOB = SearchAttributeKey.for_keyword("VitaeJobId")


@contextmanager
def reaching_temporal() -> Iterator[None]:
    """Around calls that handle RPCError themselves: a Temporal that was never reached is Unavailable too."""
    try:
        yield
    except RuntimeError as error:
        raise Unavailable("Temporal is away; try again in a moment") from error


async def start_analysis(
    state: AppState,
    job_id: UUID,
    user_id: UUID,
    *,
    stage: Stage = Stage.EXTRACTING_TEXT,
    reuse: WorkflowIDReusePolicy = WorkflowIDReusePolicy.ALLOW_DUPLICATE,
) -> None:
    """Start the run of a pending analysis; starting it twice is one run.

    When Temporal is away the analysis is marked failed and retryable, so that nothing is lost, and Unavailable raised.
    Raises WorkflowAlreadyStartedError when `reuse` forbids a second run and there was one.
    """
    attributes = TypedSearchAttributes(
        [
            SearchAttributePair(_USER, str(user_id)),
            SearchAttributePair(_STAGE, "RUNNING"),
            SearchAttributePair(_JOB, str(job_id)),
        ]
    )
    try:
        async with state.starts:
            await state.temporal.start_workflow(
                ResumeAnalysis.run,
                AnalysisInput(
                    job_id=job_id,
                    user_id=user_id,
                    start_stage=stage,
                    max_retries=state.settings.max_retries,
                    retry_window_hours=state.settings.retry_window_hours,
                ),
                id=analysis_workflow_id(job_id),
                task_queue=MAIN_QUEUE,
                task_timeout=options.WORKFLOW_TASK_TIMEOUT,
                id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
                id_reuse_policy=reuse,
                search_attributes=attributes,
                static_summary="one résumé: extract, chunk, embed, analyse",
                priority=options.priority(options.INTERACTIVE, user_id),
                rpc_timeout=RPC,
            )
    except AWAY as error:
        log.warning("analysis not started", error=type(error).__name__)
        message = "The analysis could not be started because Temporal is away; retry it, the file is kept"
        async with state.database.transaction() as connection:
            await queries.fail_analysis(
                connection, job_id=job_id, code="unavailable", message=message, stage=stage, retryable=True
            )
        raise Unavailable(message, job_id=str(job_id)) from error


async def start_erasure(client: Client, erasure: ErasureInput) -> None:
    """Begin to erase what was just hidden. When Temporal is away the watchdog begins later: it is hidden already."""
    try:
        await client.start_workflow(
            Erasure.run,
            erasure,
            id=erasure_workflow_id(erasure.kind, erasure.subject_id),
            task_queue=MAIN_QUEUE,
            task_timeout=options.WORKFLOW_TASK_TIMEOUT,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            static_summary=f"erase one {erasure.kind}",
            rpc_timeout=RPC,
        )
    except AWAY as error:
        log.warning("erasure left to the watchdog", error=type(error).__name__)


async def start_delivery(state: AppState, user_id: UUID, notification_id: UUID, delivery_id: UUID) -> None:
    """Deliver a notification, or wake its parked run.

    When Temporal is away the ledger row becomes a dead letter, which can be replayed, and Unavailable is raised.
    """
    try:
        await _wake(
            state,
            NotifyUser.run,
            NotifyInput(user_id=user_id, notification_id=notification_id),
            notify_workflow_id(user_id, notification_id),
            "deliver one notification",
            options.priority(options.INTERACTIVE, user_id),
        )
    except AWAY as error:
        async with state.database.transaction() as connection:
            await queries.bury_delivery(connection, delivery_id=delivery_id, error=Unavailable.code)
        raise Unavailable(
            "The delivery could not be started because Temporal is away; replay it", delivery_id=str(delivery_id)
        ) from error


async def _wake(
    state: AppState,
    run: Callable[[Any, T], Awaitable[Any]],
    argument: T,
    workflow_id: str,
    summary: str,
    priority: Priority = Priority.default,
) -> None:
    """Start a run of which there is one at a time, or wake the one that is there."""
    await state.temporal.start_workflow(
        run,
        argument,
        id=workflow_id,
        task_queue=MAIN_QUEUE,
        task_timeout=options.WORKFLOW_TASK_TIMEOUT,
        id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
        start_signal=WAKE_SIGNAL,
        static_summary=summary,
        priority=priority,
        rpc_timeout=RPC,
    )


async def wake_delivery(state: AppState) -> None:
    """Have what is due told and sent soon. Left to the watchdog when Temporal is away."""
    try:
        await _wake(
            state,
            DeliverDue.run,
            DeliverDueInput(page=state.settings.delivery_page),
            DELIVER_DUE_ID,
            "tell people what is due, and send it",
        )
    except AWAY as error:
        log.warning("delivery not woken", error=type(error).__name__)


async def wake_matching(state: AppState) -> None:
    """Compare changed wishes with the open jobs soon. Left to the next wake-up when Temporal is away."""
    try:
        await _wake(
            state,
            ChangedProfiles.run,
            ChangedProfilesInput(),
            CHANGED_PROFILES_ID,
            "changed profiles against the open jobs",
        )
    except AWAY as error:
        log.warning("matching not woken", error=type(error).__name__)


async def ask_for_ranking(state: AppState, user_id: UUID) -> None:
    """Have a model order somebody's matches soon; a run that is there is woken. Raises Unavailable."""
    try:
        await _wake(
            state,
            RankCandidates.run,
            RankInput(user_id=user_id),
            ranking_workflow_id(user_id),
            "order the best matches by a model",
            options.priority(options.INTERACTIVE, user_id),
        )
    except AWAY as error:
        raise Unavailable("Temporal is away; try again in a moment") from error
