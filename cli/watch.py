"""Follow one analysis to its end: pushed over the WebSocket, polled when that is away.

The WebSocket only makes it quick. Whatever it says, the record is read once after connecting (nothing that happened
before is missed) and once at the end (only the record has the whole error).
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing

from pydantic import ValidationError
from websockets.exceptions import WebSocketException
from websockets.sync.client import ClientConnection, connect

from cli.client import Analysis, ApiClient
from schema.errors import RateLimited, Unavailable, VitaeflowError

POLL_SECONDS = 1.0
"""Between two polls while nothing is pushed."""
QUIET_SECONDS = 10.0
"""A pushed analysis that says nothing for so long is looked up: a message may have been lost with a connection."""
RECONNECT_SECONDS = 5.0
OUTAGE_SECONDS = 30.0
"""How long the API may be away (a restart) before following gives up."""
CONNECT_SECONDS = 5.0


class StillRunning(VitaeflowError):
    """The analysis outlived the patience of the command; it goes on without it."""

    code, status, title = "still_running", 504, "The analysis is still running"


class LiveUpdates:
    """The WebSocket of one user; any failure of it means `None` answers until it can be connected again."""

    def __init__(self, client: ApiClient) -> None:
        self._client = client
        self._socket: ClientConnection | None = None
        self._connection = ExitStack()
        self._retry_at = 0.0

    def connect(self) -> bool:
        """True when a connection was made just now: the caller then reads the record."""
        if self._socket is not None or time.monotonic() < self._retry_at:
            return False
        self._retry_at = time.monotonic() + RECONNECT_SECONDS
        try:
            connecting = connect(self._client.websocket_url, open_timeout=CONNECT_SECONDS, close_timeout=1)
            self._socket = self._connection.enter_context(connecting)
            self._socket.send(json.dumps({"type": "auth", "token": self._client.token()}))
            self._socket.send(json.dumps({"type": "ping"}))
            # The pong comes after the subscription is made: what happens from here on is pushed.
            while json.loads(self._socket.recv(timeout=CONNECT_SECONDS)).get("type") != "pong":
                continue
        except (OSError, WebSocketException, ValueError, AttributeError):
            self.close()
            return False
        return True

    def next(self, job_id: str) -> Analysis | None:
        """The next pushed state of this analysis, or None when it is time to look at the record."""
        if self._socket is None:
            time.sleep(POLL_SECONDS)
            return None
        until = time.monotonic() + QUIET_SECONDS
        try:
            while (left := until - time.monotonic()) > 0:
                state = _state_of(self._socket.recv(timeout=left), job_id)
                if state is not None:
                    return state
        except TimeoutError:
            return None
        except (OSError, WebSocketException):
            self.close()
        return None

    def close(self) -> None:
        """Say goodbye; a peer that is gone costs a second at most."""
        self._connection.close()
        self._socket = None


def _state_of(message: str | bytes, job_id: str) -> Analysis | None:
    """The state in a `job_status` message about this analysis; None for every other message."""
    try:
        content = json.loads(message)
        payload = content["payload"]
        if content["type"] != "job_status" or str(payload["job_id"]) != job_id:
            return None
        return Analysis.model_validate({key: value for key, value in payload.items() if value is not None})
    except (ValueError, KeyError, TypeError, ValidationError):
        return None


def watch(client: ApiClient, job_id: str, *, timeout_seconds: float) -> Iterator[Analysis]:
    """States of an analysis, each different from the one before, the last one finished.

    Raises StillRunning after `timeout_seconds` and Unavailable when the API stays away.
    """
    deadline = time.monotonic() + timeout_seconds
    seen: Analysis | None = None
    with closing(LiveUpdates(client)) as live:
        live.connect()
        state = client.analysis(job_id)  # an API that is away from the start is told at once
        while True:
            if state != seen:
                yield state
                seen = state
            if state.finished:
                return
            if time.monotonic() > deadline:
                raise StillRunning(
                    f"analysis {job_id} is still at {state.stage or state.status}; it goes on, look again with "
                    f"`vitaeflow follow {job_id}`",
                    job_id=job_id,
                )
            pushed = None if live.connect() else live.next(job_id)
            state = _recorded(client, job_id) if pushed is None or pushed.finished else pushed


def _recorded(client: ApiClient, job_id: str) -> Analysis:
    """The state in the record; a short outage of the API is waited out."""
    give_up = time.monotonic() + OUTAGE_SECONDS
    while True:
        try:
            return client.analysis(job_id)
        except (Unavailable, RateLimited) as error:
            if time.monotonic() > give_up:
                raise
            time.sleep(min(float(error.extra.get("retry_after", POLL_SECONDS)), OUTAGE_SECONDS))
