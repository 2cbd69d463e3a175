"""Errors: one shape for all of them, and nothing of ours or of the user's inside."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from structlog.testing import capture_logs

from adapters.postgres import queries
from tests.api.hosting import hosted_api
from tests.world import User, World

KEYS = {"type", "title", "status", "detail", "code", "request_id"}
JSON = {"Content-Type": "application/json"}
CASES: dict[str, tuple[str, str, dict[str, Any], int, str]] = {
    "unknown path": ("GET", "/api/v1/nothing", {}, 404, "not_found"),
    "outside the API": ("GET", "/.env", {}, 404, "not_found"),
    "wrong method": ("PUT", "/api/v1/resumes", {}, 405, "method_not_allowed"),
    "broken JSON": ("POST", "/api/v1/analyses", {"content": b"{broken", "headers": JSON}, 422, "unprocessable"),
    "deep JSON": ("POST", "/api/v1/analyses", {"content": b"[" * 100_000, "headers": JSON}, 400, "bad_request"),
    "no body": ("POST", "/api/v1/analyses", {}, 422, "unprocessable"),
    "no object": ("POST", "/api/v1/analyses", {"json": [1]}, 422, "unprocessable"),
    "not an id": ("GET", "/api/v1/analyses/1", {}, 422, "unprocessable"),
    "unknown id": ("GET", "/api/v1/analyses/0199c2f4-c0de-7abc-8def-0123456789ab", {}, 404, "not_found"),
    "out of range": ("GET", "/api/v1/resumes?limit=0", {}, 422, "unprocessable"),
    "too many": ("GET", "/api/v1/resumes?limit=201", {}, 422, "unprocessable"),
    "NUL in a text": ("PATCH", "/api/v1/me", {"json": {"name": "a\u0000b"}}, 422, "unprocessable"),
    "NUL in settings": ("PATCH", "/api/v1/me/settings", {"json": {"voice": "\u0000"}}, 422, "unprocessable"),
    "NUL in a filter": ("GET", "/api/v1/jobs?q=%00", {}, 422, "unprocessable"),
    "score out of range": (
        "GET",
        "/api/v1/matches?cursor=WyI5OTk5OTk5OTk5OTkiLCAiMDE5OWMyZjQtYzBkZS03YWJjLThkZWYtMDEyMzQ1Njc4OWFiIl0=",
        {},
        400,
        "bad_request",
    ),
    "key too long": (
        "POST",
        "/api/v1/analyses",
        {"json": {"resume_id": "0199c2f4-c0de-7abc-8def-0123456789ab"}, "headers": {"Idempotency-Key": "k" * 201}},
        422,
        "unprocessable",
    ),
    "wrong state": ("POST", "/api/v1/auth/refresh", {"json": {"refresh_token": "x"}}, 401, "unauthorized"),
    "private address": (
        "POST",
        "/api/v1/channels",
        {"json": {"kind": "webhook", "name": "x", "config": {"url": 1}}},
        422,
        "unprocessable",
    ),
}


def assert_problem(answer: httpx.Response, status: int, code: str) -> dict[str, Any]:
    """RFC 9457 with our members; the body and the headers agree."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = answer.json()
    assert set(body) >= KEYS
    assert (body["status"], body["code"], body["type"]) == (status, code, f"urn:vitaeflow:error:{code}")
    assert body["title"]
    assert body["detail"]
    assert body["request_id"] == answer.headers["x-request-id"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"
    for word in ("Traceback", "asyncpg", "pydantic", ".py"):
        assert word not in answer.text
    return body


@pytest.mark.parametrize("case", CASES)
async def test_every_error_is_a_problem(case: str, caller: User) -> None:
    """Status, code, content type and members, for what we refuse and for what the framework refuses."""
    method, path, options, status, code = CASES[case]
    assert_problem(await caller.request(method, path, **options), status, code)


async def test_wrong_methods_name_the_right_ones(caller: User) -> None:
    """405 has `Allow`."""
    answer = await caller.put("/api/v1/resumes")
    assert {"GET", "POST"} & {method.strip() for method in answer.headers["allow"].split(",")}


async def test_field_errors_have_paths_and_no_values(caller: User) -> None:
    """422 lists every field by its path; what was sent is not repeated."""
    answer = await caller.post("/api/v1/channels", json={"kind": "canary-kind", "name": "", "config": {}})
    body = assert_problem(answer, 422, "unprocessable")
    assert [error["field"] for error in body["errors"]] == ["body.kind", "body.name"]
    assert "canary" not in answer.text


@pytest.mark.parametrize(
    ("sent", "echoed"),
    [("client-7", True), ("a" * 64, True), ("a" * 65, False), ("two words", False), ('"}', False), ("", False)],
)
async def test_a_good_request_id_is_echoed(sent: str, echoed: bool, caller: User) -> None:
    """A short plain id of the client's is taken over; anything else gets one of ours."""
    answer = await caller.get("/api/v1/analyses/1", headers={"X-Request-Id": sent})
    assert (answer.headers["x-request-id"] == sent) is echoed
    assert answer.json()["request_id"] == answer.headers["x-request-id"]
    fine = await caller.get("/healthz", headers={"X-Request-Id": sent})
    assert (fine.headers["x-request-id"] == sent) is echoed


async def test_an_unexpected_error_tells_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """500 as a problem with the request's id; the message of the exception stays inside."""

    async def broken(*_: object, **__: object) -> None:
        raise KeyError("canary of an inner message")

    # captured because the default of a process without our configuration draws pictures of tracebacks
    with capture_logs():
        async with hosted_api(world):
            user = await world.user(api=-1)
            monkeypatch.setattr(queries, "list_resumes", broken)
            answer = await user.get("/api/v1/resumes", headers={"X-Request-Id": "find-me"})
            body = assert_problem(answer, 500, "internal_error")
            assert body["request_id"] == "find-me"
            assert "request_id" in body["detail"]
            assert "canary" not in answer.text
            assert (await user.get("/api/v1/me")).status_code == 200
