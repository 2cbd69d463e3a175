"""Pure ASGI middleware: request id, log line, metrics, security headers, body limit. One pass over each request."""

from __future__ import annotations

import asyncio
import contextlib
import time
from uuid import uuid4

import structlog
from prometheus_client import Counter, Gauge, Histogram
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import unexpected
from schema.errors import TooLarge

log = structlog.get_logger()

REQUESTS = Counter("vitaeflow_http_requests_total", "Requests", ["method", "route", "status"])
LATENCY = Histogram(
    "vitaeflow_http_request_seconds",
    "Time to the end of the answer",
    ["method", "route"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
)
IN_FLIGHT = Gauge("vitaeflow_http_requests_in_flight", "Requests being answered")

_SECURITY = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
]
_DRAIN_SECONDS = 5
_OPEN_PATHS = ("/healthz", "/readyz", "/metrics")


class RequestMiddleware:
    """Everything that is the same for all HTTP requests."""

    def __init__(self, app: ASGIApp, max_body_bytes: int) -> None:
        self._app = app
        self._max_body = max_body_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Wrap an HTTP request; everything else passes."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        sent = Headers(scope=scope)
        request_id = sent.get("x-request-id", "")
        if not (0 < len(request_id) <= 64 and request_id.isascii() and request_id.replace("-", "").isalnum()):
            request_id = uuid4().hex
        scope["request_id"] = request_id
        structlog.contextvars.bind_contextvars(request_id=request_id)
        status: int | None = None
        body = _Body(sent, receive, self._max_body)

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                if not body.ended and not await body.drained():
                    headers["connection"] = "close"
                headers.setdefault("cache-control", "no-store")
                headers.raw.extend([(b"x-request-id", request_id.encode()), *_SECURITY])
            await send(message)

        started = time.perf_counter()
        IN_FLIGHT.inc()
        try:
            await self._app(scope, body.receive, answer)
        except Exception as error:
            if status is not None:
                raise
            await unexpected(Request(scope), error)(scope, receive, answer)
        finally:
            IN_FLIGHT.dec()
            _observe(scope, status or 500, time.perf_counter() - started)
            structlog.contextvars.unbind_contextvars("request_id")


class _Body:
    """The body of a request as it comes in: counted, and refused as soon as there is too much of it."""

    def __init__(self, headers: Headers, receive: Receive, limit: int) -> None:
        self._receive = receive
        self._limit = limit
        self._seen = 0
        self.ended = "transfer-encoding" not in headers and headers.get("content-length", "0") == "0"

    async def receive(self) -> Message:
        """The next part. Raises TooLarge."""
        message = await self._next()
        if self._seen > self._limit:
            raise TooLarge(f"The request is larger than {self._limit} bytes")
        return message

    async def drained(self) -> bool:
        """Drop what still comes, so that the client gets to read an early answer; False when it does not end soon."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_DRAIN_SECONDS):
                while not self.ended and self._seen <= 2 * self._limit:
                    await self._next()
        return self.ended

    async def _next(self) -> Message:
        message = await self._receive()
        self._seen += len(message.get("body", b""))
        self.ended = not message.get("more_body", False)
        return message


def _observe(scope: Scope, status: int, seconds: float) -> None:
    # the route's template, not the path: ids would make a series each
    route = getattr(scope.get("route"), "path", "unmatched")
    REQUESTS.labels(scope["method"], route, status).inc()
    LATENCY.labels(scope["method"], route).observe(seconds)
    if route not in _OPEN_PATHS:
        log.info("request", method=scope["method"], route=route, status=status, ms=round(seconds * 1000, 1))
