"""From a failed activity to the code, message and retryability that people see."""

from __future__ import annotations

from dataclasses import dataclass

from temporalio.exceptions import ActivityError, ApplicationError, TimeoutError  # noqa: A004

GAVE_UP = (ActivityError, ApplicationError, TimeoutError)
"""What an activity that used up its attempts raises: a remote one wraps the reason, a local one raises it bare."""


@dataclass(frozen=True)
class Failure:
    """Why a stage gave up. `message` is one of ours."""

    code: str
    message: str
    retryable: bool


def failure_of(error: BaseException) -> Failure:
    """The reason of one of GAVE_UP."""
    cause = error.cause if isinstance(error, ActivityError) else error
    if isinstance(cause, ApplicationError):
        retryable = bool(cause.details[0]) if cause.details else not cause.non_retryable
        return Failure(cause.type or "internal_error", cause.message, retryable)
    if isinstance(cause, TimeoutError):
        return Failure("timed_out", "This step took longer than it may; retry it", True)
    return Failure("internal_error", "Something went wrong on our side; retry it", True)
