"""What every activity has in common: the heartbeat while it runs, and what may leave it when it fails.

Everything an activity raises is stored in the workflow's history. A library's message may quote a row or a document, so
only messages of our own errors pass; of any other error its class name does.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import asyncpg
import structlog
from temporalio import activity
from temporalio.exceptions import ApplicationError, CancelledError
from temporalio.worker import (
    ActivityInboundInterceptor,
    ExecuteActivityInput,
    Interceptor,
)

from adapters.postgres.pool import AWAY
from schema.errors import VitaeflowError

log = structlog.get_logger()

BEATS_PER_TIMEOUT = 3

DATA_ERROR = "data_error"
"""Type of a failure that the same rows will give again: a fan-out halves on it."""

BAD_DATA = (asyncpg.DataError, asyncpg.IntegrityConstraintViolationError, asyncpg.RaiseError)


def application_error(error: Exception) -> ApplicationError:
    """The failure that a workflow sees. Its type is the code, its one detail whether a later try may succeed."""
    if isinstance(error, VitaeflowError):
        delay = error.extra.get("retry_after")
        return ApplicationError(
            error.detail,
            error.retryable,
            type=error.code,
            non_retryable=not error.retryable,
            next_retry_delay=timedelta(seconds=float(delay)) if delay else None,
        )
    if isinstance(error, AWAY):
        return ApplicationError("PostgreSQL does not answer", True, type="unavailable")
    if isinstance(error, BAD_DATA):
        return ApplicationError(
            f"The database refused a row ({type(error).__name__})", False, type=DATA_ERROR, non_retryable=True
        )
    return ApplicationError(f"Something went wrong on our side ({type(error).__name__})", True, type="internal_error")


class BoundaryInterceptor(Interceptor):
    """Put it on every worker."""

    def intercept_activity(self, next: ActivityInboundInterceptor) -> ActivityInboundInterceptor:  # noqa: A002
        """Wrap an activity."""
        return _Boundary(next)


class _Boundary(ActivityInboundInterceptor):
    async def execute_activity(self, input: ExecuteActivityInput) -> Any:  # noqa: A002
        info = activity.info()
        structlog.contextvars.bind_contextvars(
            workflow_id=info.workflow_id, activity=info.activity_type, attempt=info.attempt
        )
        try:
            with _beating(info):
                return await super().execute_activity(input)
        except (ApplicationError, CancelledError, asyncio.CancelledError):
            raise
        except Exception as error:
            failure = application_error(error)
            unexpected = error if failure.type == "internal_error" else None
            log.warning("activity failed", code=failure.type, error=type(error).__name__, exc_info=unexpected)
            # `from None`: the chain of causes would carry the library's message into the history
            raise failure from None
        finally:
            structlog.contextvars.clear_contextvars()


@contextlib.contextmanager
def _beating(info: activity.Info) -> Iterator[None]:
    """Heartbeat for activities that have a heartbeat time-out: a killed worker's work is taken over after that.

    It tells that the process and its event loop live; how long an attempt may take is start-to-close's to say.
    """
    if info.is_local or info.heartbeat_timeout is None:
        yield
        return
    beating = asyncio.create_task(_beat(info.heartbeat_timeout.total_seconds() / BEATS_PER_TIMEOUT))
    try:
        yield
    finally:
        beating.cancel()


async def _beat(seconds: float) -> None:
    while True:
        await asyncio.sleep(seconds)
        activity.heartbeat()
