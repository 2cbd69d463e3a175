"""From the failures of an endpoint to the named errors of the product.

An endpoint's message may quote the prompt, and so a résumé: no word of it is passed on, and callers raise these errors
outside the `except` block, so that not even the chain of causes holds it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus

import openai

from schema.errors import (
    ModelError,
    ModelQuotaExceeded,
    ModelRateLimited,
    ModelRejected,
    ModelUnauthorized,
    ModelUnavailable,
)

_QUOTA_CODES = {"insufficient_quota", "billing_hard_limit_reached", "billing_not_active", "insufficient_balance"}
_PASSING = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.CONFLICT, HTTPStatus.TOO_EARLY}


def named_failure(error: Exception) -> ModelError:
    """The named error for whatever a call to the endpoint raised."""
    if isinstance(error, TimeoutError | openai.APITimeoutError):
        return ModelUnavailable(
            "The model endpoint did not answer in time; try again, or raise OPENAI_TIMEOUT_SECONDS", kind="timeout"
        )
    if isinstance(error, openai.APIConnectionError):
        return ModelUnavailable(
            "The model endpoint cannot be reached; check OPENAI_BASE_URL and the network", kind="connection"
        )
    if isinstance(error, openai.APIStatusError):
        return _by_status(error)
    return ModelUnavailable("The model endpoint did not answer as an OpenAI-compatible one does", kind="protocol")


def _by_status(error: openai.APIStatusError) -> ModelError:
    status = error.status_code
    if status == HTTPStatus.PAYMENT_REQUIRED or {error.code, error.type} & _QUOTA_CODES:
        return ModelQuotaExceeded("The model account has no credit left; add credit or use another key", status=status)
    if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        return ModelUnauthorized(
            "The model endpoint refused the key; check OPENAI_API_KEY and what it may use", status=status
        )
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        delay = retry_after(error.response.headers)
        extra = {} if delay is None else {"retry_after": delay}
        return ModelRateLimited("The model endpoint asks to slow down; try again later", status=status, **extra)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status in _PASSING:
        return ModelUnavailable(
            f"The model endpoint failed with status {status}; try again later", status=status, kind="status"
        )
    return ModelRejected(
        f"The model endpoint refused the request with status {status}; check that the model in OPENAI_MODEL or "
        "EMBEDDING_MODEL exists there and takes texts of this length",
        status=status,
    )


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds to wait as the endpoint asks: `retry-after-ms`, or `Retry-After` in seconds or as a date."""
    try:
        if "retry-after-ms" in headers:
            seconds = float(headers["retry-after-ms"]) / 1000
        elif "retry-after" in headers:
            seconds = _seconds(headers["retry-after"])
        else:
            return None
    except (ValueError, OverflowError):
        return None
    return max(seconds, 0.0) if math.isfinite(seconds) else None


def _seconds(value: str) -> float:
    try:
        return float(value)
    except ValueError:
        moment = parsedate_to_datetime(value)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return (moment - datetime.now(UTC)).total_seconds()
