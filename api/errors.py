"""Errors as RFC 9457 problems: one shape, a stable code, the request's id."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

import asyncpg
import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict
from starlette.exceptions import HTTPException
from temporalio.service import RPCError

from adapters.postgres.pool import AWAY
from schema.errors import Conflict, Unavailable, Unprocessable, VitaeflowError

log = structlog.get_logger()

MEDIA_TYPE = "application/problem+json"


class Problem(BaseModel):
    """An error. `code` is stable; `detail` says what happened and what to do next."""

    model_config = ConfigDict(
        extra="allow",
        json_schema_extra={
            "example": {
                "type": "urn:vitaeflow:error:conflict",
                "title": "The resource is in a state that does not allow this",
                "status": 409,
                "detail": "Only a failed analysis can be retried; this one is processing",
                "code": "conflict",
                "request_id": "0199c2f4c0de7abc8def0123456789ab",
            }
        },
    )

    type: str
    title: str
    status: int
    detail: str
    code: str
    request_id: str | None = None


def problem_responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The error part of a route's OpenAPI entry. Not by `model`: that would promise application/json too."""
    return {
        status: {
            "description": HTTPStatus(status).phrase,
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status in statuses
    }


def problem(request: Request, error: VitaeflowError) -> JSONResponse:
    """Render one of our errors."""
    body = {
        "type": f"urn:vitaeflow:error:{error.code}",
        "title": error.title,
        "status": error.status,
        "detail": error.detail,
        "code": error.code,
        "request_id": request.scope.get("request_id"),
        **{key: value for key, value in error.extra.items() if value is not None},
    }
    headers = {}
    if error.status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    if "retry_after" in error.extra:
        headers["Retry-After"] = str(error.extra["retry_after"])
    elif error.status == HTTPStatus.SERVICE_UNAVAILABLE:
        headers["Retry-After"] = "2"
    return JSONResponse(body, error.status, headers, MEDIA_TYPE)


async def _ours(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, VitaeflowError)
    return problem(request, error)


async def _invalid(request: Request, error: Exception) -> JSONResponse:
    """A value does not fit: field paths and messages, never the value itself."""
    assert isinstance(error, RequestValidationError)
    fields = [{"field": ".".join(map(str, e["loc"])), "message": e["msg"]} for e in error.errors()]
    first = f"{fields[0]['field']}: {fields[0]['message']}" if fields else "check the request"
    return problem(request, Unprocessable(f"A value is not acceptable: {first}", errors=fields))


async def _http(request: Request, error: Exception) -> JSONResponse:
    """What the framework raises itself: no such path, wrong method, broken body."""
    assert isinstance(error, HTTPException)
    if isinstance(error.__cause__, VitaeflowError):
        # ours, raised while the framework read the body
        return problem(request, error.__cause__)
    status = HTTPStatus(error.status_code)

    class _Framework(VitaeflowError):
        code = status.phrase.lower().replace(" ", "_").replace("-", "_")
        title = status.phrase

    _Framework.status = int(status)
    answer = problem(request, _Framework(str(error.detail)))
    answer.headers.update(error.headers or {})
    return answer


async def _away(request: Request, error: Exception) -> JSONResponse:
    answer = {"status": error.status.name, "answer": error.message} if isinstance(error, RPCError) else {}
    log.warning("dependency away", error=type(error).__name__, **answer)
    return problem(request, Unavailable())


async def _unstorable(request: Request, error: Exception) -> JSONResponse:
    """PostgreSQL refuses the value itself: a NUL character, a number out of range."""
    log.warning("value refused by the database", error=type(error).__name__)
    return problem(request, Unprocessable("A value holds a character or a number that cannot be stored"))


async def _gone(request: Request, error: Exception) -> JSONResponse:
    """Deleted between our check and the write."""
    log.warning("reference refused by the database", error=type(error).__name__)
    return problem(request, Conflict("What this refers to was deleted meanwhile; look again"))


def unexpected(request: Request, error: Exception) -> JSONResponse:
    """The answer to an error that is none of ours: its class and place are logged, its message is not."""
    log.error("unexpected error", error=type(error).__name__, exc_info=error)
    return problem(request, VitaeflowError("Something went wrong on our side; tell us the request_id"))


def install(app: FastAPI) -> None:
    """Register the handlers; what they leave is answered by the outermost middleware."""
    app.add_exception_handler(VitaeflowError, _ours)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RPCError, _away)
    for kind in AWAY:
        app.add_exception_handler(kind, _away)
    app.add_exception_handler(asyncpg.DataError, _unstorable)
    app.add_exception_handler(asyncpg.ForeignKeyViolationError, _gone)


def document(app: FastAPI) -> None:
    """Put the shape that all errors refer to into the OpenAPI document."""
    generate = app.openapi

    def openapi() -> dict[str, Any]:
        made = generate()
        made["components"]["schemas"].setdefault("Problem", Problem.model_json_schema())
        return made

    # the way the framework documents
    app.openapi = openapi  # type: ignore[method-assign]
