"""A small real server that answers like the API, for tests of its command line client."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from fastapi import APIRouter, FastAPI, Request, Response, WebSocket, WebSocketDisconnect
from fastapi.responses import JSONResponse

JOB = "0198f000-0000-7000-8000-000000000001"
PROFILE = {
    "basics": {"name": "Ada Example", "label": "Engineer", "email": "ada@example.com"},
    "work": [{"name": "Acme", "position": "Engineer", "startDate": "2020-01", "highlights": ["Built it"]}],
    "skills": [{"name": "Data", "keywords": ["SQL", "Kafka"]}],
}


def state(status: str, stage: str, progress: int, **more: Any) -> dict[str, Any]:
    """One answer of GET /analyses/{job_id}."""
    return {"job_id": JOB, "resume_id": "r1", "status": status, "stage": stage, "progress": progress, **more}


COMPLETED = state("completed", "completed", 100, current_step="Completed")
FAILED = state(
    "failed",
    "extracting_text",
    10,
    error={"code": "needs_ocr", "message": "The file is a scan", "stage": "extracting_text", "retryable": False},
)


@dataclass
class Service:
    """What the server does next, and what it was asked."""

    url: str = ""
    access_token: str = "access-1"
    refresh_token: str = "refresh-1"
    refreshes: int = 0
    recorded: list[dict[str, Any]] = field(default_factory=lambda: [COMPLETED])
    """Answers of GET /analyses/{job_id}, the last one for good."""
    pushed: list[dict[str, Any]] = field(default_factory=list)
    """Payloads that the WebSocket sends after its greeting."""
    websocket: str = "push"
    """push, refuse, or drop: close after the first message."""
    fail_next: list[Response] = field(default_factory=list)
    items: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    export: tuple[bytes, str, str] = (b"{}", "application/json", f'attachment; filename="resume_analysis_{JOB}.json"')
    notices: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    queries: list[dict[str, str]] = field(default_factory=list)
    uploads: list[tuple[str | None, bytes, str | None]] = field(default_factory=list)
    sent: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    """`METHOD /path` and body of every change that no other route takes."""
    answers: dict[str, Any] = field(default_factory=dict)
    """`METHOD /path` → answer, of the same."""
    sockets: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def authorized(self, request: Request) -> bool:
        """The bearer is the newest access token or the one API key."""
        return request.headers.get("authorization") in (f"Bearer {self.access_token}", "Bearer key-1")


def problem(status: int, code: str, detail: str, **extra: Any) -> Response:
    """An RFC 9457 answer."""
    body = {"type": f"about:{code}", "status": status, "code": code, "title": code, "detail": detail, **extra}
    return JSONResponse(body, status, media_type="application/problem+json")


def _app(service: Service) -> FastAPI:
    app, routes = FastAPI(), APIRouter(prefix="/api/v1")

    @app.middleware("http")
    async def gate(request: Request, call_next: Any) -> Any:
        service.requests.append(f"{request.method} {request.url.path.removeprefix('/api/v1')}")
        service.queries.append(dict(request.query_params))
        if service.fail_next:
            return service.fail_next.pop(0)
        if "/auth/" not in request.url.path and not service.authorized(request):
            return problem(401, "unauthorized", "no valid token")
        return await call_next(request)

    _add_auth(routes, service)
    _add_analyses(routes, service)
    _add_lists(routes, service)
    _add_websocket(routes, service)
    _add_changes(routes, service)
    app.include_router(routes)
    return app


def _add_auth(routes: APIRouter, service: Service) -> None:
    def tokens() -> dict[str, Any]:
        return {"access_token": service.access_token, "refresh_token": service.refresh_token, "token_type": "bearer"}

    @routes.post("/auth/login")
    @routes.post("/auth/register")
    async def login(body: dict[str, str]) -> Any:
        if body["password"] != "correct horse":
            return problem(401, "unauthorized", "wrong e-mail or password")
        return tokens()

    @routes.post("/auth/refresh")
    async def refresh(body: dict[str, str]) -> Any:
        with service.lock:
            if body["refresh_token"] != service.refresh_token:
                return problem(401, "unauthorized", "spent token")
            service.refreshes += 1
            number = service.refreshes + 1
            service.access_token, service.refresh_token = f"access-{number}", f"refresh-{number}"
            return tokens()

    @routes.post("/auth/logout", status_code=204)
    async def logout() -> None:
        return None


def _add_analyses(routes: APIRouter, service: Service) -> None:
    @routes.post("/resumes", status_code=202)
    async def upload(request: Request) -> Any:
        async with request.form() as form:
            file, link = form["file"], form.get("linkedin_url")
            assert not isinstance(file, str)
            assert link is None or isinstance(link, str)
            service.uploads.append((file.filename, await file.read(), link))
        return {"resume_id": "r1", "job_id": JOB, "status": "pending"}

    @routes.get("/analyses/{job_id}")
    async def analysis(job_id: str) -> Any:
        if job_id != JOB:
            return problem(404, "not_found", "There is no such analysis")
        return service.recorded.pop(0) if len(service.recorded) > 1 else service.recorded[0]

    @routes.post("/analyses/{job_id}/retry", status_code=202)
    async def retry(job_id: str) -> Any:
        return {"job_id": job_id, "status": "processing"}

    @routes.get("/analyses/{job_id}/profile")
    async def profile() -> Any:
        return PROFILE

    @routes.get("/analyses/{job_id}/export")
    async def export() -> Response:
        content, media_type, disposition = service.export
        return Response(content, media_type=media_type, headers={"content-disposition": disposition})


def _add_lists(routes: APIRouter, service: Service) -> None:
    @routes.post("/deliveries/{delivery_id}/replay", status_code=202)
    async def replay_delivery(delivery_id: str) -> Any:
        return {"id": delivery_id, "status": "pending"}

    @routes.post("/channels/{channel_id}/replay", status_code=202)
    async def replay_channel(channel_id: str) -> Any:
        return {"revived": 3}

    @routes.get("/exports/{name}")
    async def exported(name: str) -> Response:
        return Response(b"a,b\r\n", media_type="text/csv; charset=utf-8")

    @routes.get("/{kind}")
    async def listing(kind: str, limit: int, cursor: int = 0) -> Any:
        page = service.items.get(kind, [])[cursor : cursor + min(limit, 2)]
        following = cursor + len(page)
        more = following < len(service.items.get(kind, []))
        return {"items": page, "next_cursor": str(following) if more else None, "notices": service.notices}


def _add_changes(routes: APIRouter, service: Service) -> None:
    @routes.api_route("/{path:path}", methods=["GET", "POST", "PATCH"])
    async def change(path: str, request: Request) -> Any:
        call = f"{request.method} /{path}"
        body = await request.body()
        service.sent.append((call, await request.json() if body else {}))
        if call not in service.answers:
            return problem(404, "not_found", "There is no such resource")
        return service.answers[call]


def _add_websocket(routes: APIRouter, service: Service) -> None:
    @routes.websocket("/ws")
    async def live(socket: WebSocket) -> None:
        if service.websocket == "refuse":
            await socket.close()
            return
        await socket.accept()
        with suppress(WebSocketDisconnect):
            await converse(socket)

    async def converse(socket: WebSocket) -> None:
        hello = await socket.receive_json()
        assert hello == {"type": "auth", "token": "key-1"}
        service.sockets += 1
        await socket.send_json({"type": "system", "payload": {"message": "Connected"}})
        assert await socket.receive_json() == {"type": "ping"}
        await socket.send_json({"type": "pong", "payload": {}})
        await asyncio.sleep(0.05)
        while service.pushed:
            await socket.send_json({"type": "job_status", "id": 1, "payload": service.pushed.pop(0)})
            if service.websocket == "drop":
                await socket.close(1012)
                return
        await socket.receive_text()


@contextmanager
def running_service() -> Iterator[Service]:
    """The server on a free port of the loopback device, in a thread."""
    service = Service()
    config = uvicorn.Config(_app(service), port=0, log_level="error", ws="websockets-sansio", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive(), "the test server did not start"
            time.sleep(0.005)
        service.url = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
        yield service
    finally:
        server.should_exit = server.force_exit = True
        thread.join(timeout=10)
