"""`WS /api/v1/ws`: prove who you are, then hear of your jobs, matches and notifications as they happen.

Protocol: `?token=` or a first message `{"type":"auth","token":…,"last_event_id":…}`. Messages to the client are
`{"type", "id", "payload"}` with type job_status, match, notification or system; `id` is what to resume from.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections import deque
from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter, WebSocket
from pydantic import TypeAdapter
from starlette.responses import JSONResponse
from starlette.websockets import WebSocketDisconnect, WebSocketState

from adapters.postgres import queries
from api.deps import authenticate
from api.hub import Subscription
from api.security import API_KEY_PREFIX
from api.state import AppState, Principal
from schema.errors import BadRequest, Unauthorized, Unavailable, VitaeflowError

router = APIRouter()

AUTH_SECONDS = 10
QUEUE_LIMIT = 256
CLOSE_UNAUTHORIZED = 4401
CLOSE_SLOW = 4408
CLOSE_BAD_MESSAGE = 4400
CLOSE_TRY_AGAIN = 1013
_MESSAGE: TypeAdapter[dict[str, Any]] = TypeAdapter(dict[str, Any])
_CLOSE_CODES: dict[type[VitaeflowError], int] = {Unauthorized: CLOSE_UNAUTHORIZED, Unavailable: CLOSE_TRY_AGAIN}


class Socket:
    """Sends to one client in order. Idle sockets hold no task of their own; a slow reader is dropped, not buffered."""

    def __init__(self, websocket: WebSocket) -> None:
        self._websocket = websocket
        self._queue: deque[str] = deque()
        self._sending: asyncio.Task[None] | None = None
        self._dropped = False

    def push(self, text: str) -> None:
        """Queue a message. A client that lets QUEUE_LIMIT pile up is disconnected with CLOSE_SLOW."""
        if self._dropped:
            return
        if len(self._queue) >= QUEUE_LIMIT:
            self._drop()
            return
        self._queue.append(text)
        if self._sending is None:
            self._sending = asyncio.create_task(self._send())

    async def drained(self) -> None:
        """Everything queued has been handed to the connection."""
        if self._sending is not None:
            await asyncio.wait({self._sending})

    def _drop(self) -> None:
        self._dropped = True
        self._queue.clear()
        if self._sending is not None:
            self._sending.cancel()
        self._sending = asyncio.create_task(self.close(CLOSE_SLOW, "read faster, or resume from your last event id"))

    async def _send(self) -> None:
        try:
            while self._queue:
                await self._websocket.send_text(self._queue.popleft())
        except (WebSocketDisconnect, RuntimeError):
            self._dropped = True
        finally:
            if not self._dropped:
                self._sending = None

    async def close(self, code: int, reason: str) -> None:
        """End the connection."""
        if self._websocket.application_state is not WebSocketState.DISCONNECTED:
            with contextlib.suppress(RuntimeError, WebSocketDisconnect):
                await self._websocket.close(code, reason)

    async def finish(self) -> None:
        """Stop sending; the connection is gone."""
        self._dropped = True
        if self._sending is not None:
            self._sending.cancel()
            await asyncio.gather(self._sending, return_exceptions=True)


def system(message: str, **extra: Any) -> str:
    """A message about the connection itself; it has no id to resume from."""
    return json.dumps({"type": "system", "id": None, "payload": {"message": message, **extra}})


@router.websocket("/api/v1/ws", name="events")
async def events(websocket: WebSocket) -> None:
    """One client, from its token to its leaving."""
    state: AppState = websocket.app.state.vitaeflow
    if not _origin_allowed(websocket, state):
        await websocket.send_denial_response(JSONResponse({"detail": "origin not allowed"}, 403))
        return
    token = websocket.query_params.get("token")
    try:
        principal = await _identify(websocket, token) if token else None
    except VitaeflowError as error:
        await websocket.send_denial_response(JSONResponse({"detail": error.detail, "code": error.code}, error.status))
        return
    await websocket.accept()
    last_id = _event_id(websocket.query_params.get("last_event_id"))
    try:
        if principal is None:
            first = await asyncio.wait_for(_receive(websocket), AUTH_SECONDS)
            token, last_id = str(first.get("token", "")), _event_id(first.get("last_event_id"))
            if first.get("type") != "auth":
                raise Unauthorized('The first message must be {"type":"auth","token":…}')
            principal = await _identify(websocket, token)
        await _serve(websocket, state, principal, last_id, _expiry(state, token or ""))
    except TimeoutError:
        await Socket(websocket).close(CLOSE_UNAUTHORIZED, f"no auth message within {AUTH_SECONDS} s")
    except VitaeflowError as error:
        code = _CLOSE_CODES.get(type(error), CLOSE_BAD_MESSAGE)
        await Socket(websocket).close(code, error.detail[:120])
    except (WebSocketDisconnect, RuntimeError):
        return


async def _serve(
    websocket: WebSocket, state: AppState, principal: Principal, last_id: int | None, expires_at: datetime | None
) -> None:
    socket = Socket(websocket)
    async with state.database.connection() as connection:
        resync = last_id is not None and not await queries.event_is_kept(
            connection, user_id=principal.user_id, id=last_id
        )
    subscription = Subscription(principal.user_id, last_id or 0, socket.push, socket.drained)
    socket.push(system("Connected", resync=True) if resync else system("Connected"))
    expiry = _close_at(socket, expires_at)
    try:
        await state.hub.subscribe(subscription, last_id)
        while True:
            message = await _receive(websocket)
            if message.get("type") == "ping":
                socket.push(json.dumps({"type": "pong", "id": None, "payload": {}}))
    finally:
        if expiry is not None:
            expiry.cancel()
        state.hub.unsubscribe(subscription)
        await socket.finish()


async def _identify(websocket: WebSocket, token: str) -> Principal:
    state: AppState = websocket.app.state.vitaeflow
    return await authenticate(state, websocket.app.state.principals, token)


async def _receive(websocket: WebSocket) -> dict[str, Any]:
    try:
        return _MESSAGE.validate_json(await websocket.receive_text())
    except (ValueError, KeyError):
        raise BadRequest("Messages are JSON objects with a `type`") from None


def _event_id(value: object) -> int | None:
    try:
        number = int(str(value))
    except ValueError:
        return None
    return number if 0 <= number < 2**63 else None


def _expiry(state: AppState, token: str) -> datetime | None:
    """When the access token ends; API keys do not."""
    return None if token.startswith(API_KEY_PREFIX) else state.tokens.verify(token).expires_at


def _close_at(socket: Socket, expires_at: datetime | None) -> asyncio.TimerHandle | None:
    if expires_at is None:
        return None
    loop = asyncio.get_running_loop()
    closing: set[asyncio.Task[None]] = set()

    def close() -> None:
        closing.add(asyncio.create_task(socket.close(CLOSE_UNAUTHORIZED, "the access token has expired; refresh it")))

    return loop.call_later((expires_at - datetime.now(UTC)).total_seconds(), close)


def _origin_allowed(websocket: WebSocket, state: AppState) -> bool:
    """Browsers say where a page came from; other clients say nothing."""
    origin = websocket.headers.get("origin")
    if origin is None or origin in state.settings.cors_origins:
        return True
    return origin.partition("://")[2] == websocket.headers.get("host")
