"""RFC 9457 problems of the API as the errors that they were on the other side."""

from __future__ import annotations

from typing import Any

import httpx
from pydantic import BaseModel, ValidationError

from schema import errors
from schema.errors import Unavailable, VitaeflowError

_NAMED = [
    kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, VitaeflowError)
]  # fmt: skip
_BY_CODE = {kind.code: kind for kind in _NAMED}
_BY_STATUS = {
    kind.status: kind
    for kind in (
        errors.BadRequest, errors.Unauthorized, errors.Forbidden, errors.NotFound, errors.Conflict, errors.TooLarge,
        errors.UnsupportedMedia, errors.Unprocessable, errors.RateLimited, errors.Unavailable,
    )
}  # fmt: skip


class Problem(BaseModel):
    """The members of an RFC 9457 problem that we use."""

    code: str | None = None
    title: str | None = None
    detail: str | None = None
    request_id: str | None = None
    errors: list[Any] = []


def error_of(answer: httpx.Response) -> VitaeflowError:
    """The named error for an answer that is not a success, by its problem `code`, else by its HTTP status."""
    try:
        problem = Problem.model_validate_json(answer.content)
    except ValidationError:
        problem = Problem()
    kind = _BY_CODE.get(problem.code or "") or _BY_STATUS.get(answer.status_code)
    if kind is None:
        kind = Unavailable if answer.status_code >= httpx.codes.BAD_GATEWAY else VitaeflowError
    detail = problem.detail or problem.title or f"the API answered {answer.status_code} without saying why"
    extra: dict[str, Any] = {"status": answer.status_code}
    if problem.request_id:
        extra["request_id"] = problem.request_id
    if problem.errors:
        extra["errors"] = problem.errors
    if (seconds := answer.headers.get("retry-after", "")).isdigit():
        extra["retry_after"] = int(seconds)
    return kind(detail, **extra)
