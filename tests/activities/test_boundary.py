"""What may leave an activity: codes, our own words, and how long to wait; never a library's message."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import asyncpg
import pytest
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment
from temporalio.worker import ActivityInboundInterceptor, ExecuteActivityInput

from activities.boundary import BoundaryInterceptor, application_error
from schema.errors import DeliveryError, NeedsOcr

CANARY = "Xylotheque"


class Raises(ActivityInboundInterceptor):
    """The inside of the boundary."""

    def __init__(self, error: BaseException) -> None:
        self.error = error

    async def execute_activity(self, input: ExecuteActivityInput) -> object:  # noqa: A002
        """Fail."""
        raise self.error


@pytest.mark.parametrize(
    ("error", "code", "final"),
    [
        (NeedsOcr("It is a scan"), "needs_ocr", True),
        (DeliveryError("Nobody there"), "delivery_failed", False),
        (asyncpg.UniqueViolationError(CANARY), "data_error", True),
        (asyncpg.RaiseError(CANARY), "data_error", True),
        (asyncpg.DiskFullError(CANARY), "internal_error", False),
        (asyncpg.CannotConnectNowError(CANARY), "unavailable", False),
        (ConnectionRefusedError(CANARY), "unavailable", False),
        (KeyError(CANARY), "internal_error", False),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else str(value),
)
async def test_an_error_becomes_a_code_without_its_words(error: Exception, code: str, *, final: bool) -> None:
    """Ours keep their message, all others only their class; no cause hangs on them."""
    boundary = BoundaryInterceptor().intercept_activity(Raises(error))

    async def call() -> object:
        return await boundary.execute_activity(ExecuteActivityInput(fn=call, args=(), executor=None, headers={}))

    with pytest.raises(ApplicationError) as raised:
        await ActivityEnvironment().run(call)
    failure = raised.value
    assert (failure.type, failure.non_retryable, failure.details) == (code, final, (not final,))
    assert CANARY not in str(failure)
    assert failure.__cause__ is None
    assert failure.__suppress_context__


def test_a_wait_that_was_asked_for_is_the_next_delay() -> None:
    """Retry-After of a receiver or an endpoint becomes Temporal's own delay."""
    assert application_error(DeliveryError(retry_after=7)).next_retry_delay == timedelta(seconds=7)
    assert application_error(DeliveryError()).next_retry_delay is None


async def test_a_remote_activity_heartbeats_while_it_waits() -> None:
    """What waits for an endpoint shows that its process lives; a local one has nobody to tell."""

    class Waits(ActivityInboundInterceptor):
        def __init__(self) -> None:
            pass

        async def execute_activity(self, input: ExecuteActivityInput) -> object:  # noqa: A002
            await asyncio.sleep(0.2)
            return None

    boundary = BoundaryInterceptor().intercept_activity(Waits())

    async def call() -> object:
        return await boundary.execute_activity(ExecuteActivityInput(fn=call, args=(), executor=None, headers={}))

    async def beats(**info: object) -> int:
        environment = ActivityEnvironment()
        environment.info = replace(environment.info, **info)  # type: ignore[arg-type]
        count = 0

        def count_up(*_: object) -> None:
            nonlocal count
            count += 1

        environment.on_heartbeat = count_up
        await environment.run(call)
        return count

    assert await beats(heartbeat_timeout=timedelta(seconds=0.1)) >= 2
    assert await beats(heartbeat_timeout=timedelta(seconds=0.1), is_local=True) == 0
    assert await beats(heartbeat_timeout=None) == 0
