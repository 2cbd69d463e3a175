"""How every worker of the product is configured: sandbox, failure types, interceptor, time-outs. Tests use it too."""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from pydantic import ValidationError
from temporalio.client import Client
from temporalio.worker import Worker
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions

from activities.boundary import BoundaryInterceptor
from schema.settings import Settings

PASSED_THROUGH = ("schema", "uuid_utils", "pydantic_settings", "workflows.options", "workflows.failures")
"""Our own pure modules: importing them once for all workflows halves the cost of starting one."""


def sandbox() -> SandboxedWorkflowRunner:
    """The runner of production."""
    restrictions = SandboxRestrictions.default.with_passthrough_modules(*PASSED_THROUGH)
    return SandboxedWorkflowRunner(restrictions=restrictions)


def keep_what_is_loaded() -> None:
    """Call it once everything is imported: a full collection would go through all of it again and again."""
    gc.collect()
    gc.freeze()


def build_worker(
    client: Client,
    queue: str,
    settings: Settings,
    *,
    workflows: Sequence[type] = (),
    activities: Sequence[Callable[..., Any]] = (),
    concurrent: int | None = None,
) -> Worker:
    """A worker of one queue. The grace is longer than every heartbeat time-out, so that a stop burns no attempt."""
    return Worker(
        client,
        task_queue=queue,
        workflows=workflows,
        activities=activities,
        workflow_runner=sandbox(),
        interceptors=[BoundaryInterceptor()],
        workflow_failure_exception_types=[ValidationError],
        max_concurrent_activities=concurrent or settings.max_concurrent_analyses,
        max_concurrent_local_activities=settings.max_concurrent_analyses,
        # a task left for a killed worker goes to another one after this instead of 10 s
        sticky_queue_schedule_to_start_timeout=timedelta(seconds=0.5),
        graceful_shutdown_timeout=timedelta(seconds=settings.shutdown_seconds),
        max_heartbeat_throttle_interval=timedelta(seconds=0.5),
        default_heartbeat_throttle_interval=timedelta(seconds=0.5),
    )
