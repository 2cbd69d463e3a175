"""From what an activity raised to what people see."""

from __future__ import annotations

import pytest
from temporalio.exceptions import ActivityError, ApplicationError, RetryState, TimeoutError, TimeoutType  # noqa: A004

from workflows.failures import Failure, failure_of


def wrapped(cause: BaseException | None) -> ActivityError:
    """As a remote activity raises it."""
    error = ActivityError(
        "activity failed",
        scheduled_event_id=1,
        started_event_id=2,
        identity="",
        activity_type="any",
        activity_id="1",
        retry_state=RetryState.MAXIMUM_ATTEMPTS_REACHED,
    )
    error.__cause__ = cause
    return error


TIMED_OUT = TimeoutError("late", type=TimeoutType.START_TO_CLOSE, last_heartbeat_details=[])


@pytest.mark.parametrize(
    ("reason", "failure"),
    [
        (
            ApplicationError("say so", False, type="needs_ocr", non_retryable=True),
            Failure("needs_ocr", "say so", False),
        ),
        (ApplicationError("say so", True, type="unavailable"), Failure("unavailable", "say so", True)),
        (ApplicationError("say so", non_retryable=True), Failure("internal_error", "say so", False)),
        (TIMED_OUT, Failure("timed_out", "This step took longer than it may; retry it", True)),
        (None, Failure("internal_error", "Something went wrong on our side; retry it", True)),
    ],
)
def test_the_reason_is_found_wherever_it_is(reason: BaseException | None, failure: Failure) -> None:
    """Remote activities wrap it, local ones raise it bare."""
    assert failure_of(wrapped(reason)) == failure
    if reason is not None:
        assert failure_of(reason) == failure
