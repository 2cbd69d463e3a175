"""A parser process: one request after the other, each within its own CPU limit."""

from __future__ import annotations

import json
import socket
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from adapters.documents import sandbox
from adapters.documents.protocol import REPLY, REQUEST, Job, Outcome, dump_error
from schema.errors import VitaeflowError

_FRAMES = 5


def serve(connection: socket.socket, jobs: Mapping[str, Job]) -> None:
    """Answer requests until the parent closes its end or one takes all the memory there is."""
    while True:
        head = _receive(connection, REQUEST.size)
        if head is None:
            return
        header_length, length = REQUEST.unpack(head)
        header, data = _receive(connection, header_length), _receive(connection, length)
        if header is None or data is None:
            return
        request = json.loads(header)
        sandbox.limit_cpu(request["cpu_seconds"])
        outcome, payload = _answer(jobs[request["job"]], request, data)
        connection.sendall(REPLY.pack(outcome, len(payload)) + payload)
        if outcome is Outcome.OUT_OF_MEMORY:
            return


def _answer(job: Job, request: dict[str, Any], data: bytes) -> tuple[Outcome, bytes]:
    try:
        return Outcome.ANSWER, job(request, data)
    except MemoryError:
        return Outcome.OUT_OF_MEMORY, b""
    except VitaeflowError as error:
        return Outcome.ERROR, dump_error(error)
    except Exception as error:
        return Outcome.DEFECT, _place(error).encode()


def _place(error: Exception) -> str:
    """What was raised and where; not its message, which may quote the document. A child cannot write to the log."""
    frames = traceback.extract_tb(error.__traceback__, limit=-_FRAMES)
    places = " < ".join(f"{frame.name} ({Path(frame.filename).name}:{frame.lineno})" for frame in reversed(frames))
    return f"{type(error).__name__} in {places}"


def _receive(connection: socket.socket, length: int) -> bytes | None:
    """Exactly `length` bytes, or None when the parent is gone."""
    buffer = bytearray(length)
    view, at = memoryview(buffer), 0
    while at < length:
        count = connection.recv_into(view[at:])
        if count == 0:
            return None
        at += count
    return bytes(buffer)
