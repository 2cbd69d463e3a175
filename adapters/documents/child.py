"""A parser process: one file after the other, each within its own CPU limit."""

from __future__ import annotations

import json
import socket
from collections.abc import Sequence
from typing import Any

from adapters.documents import sandbox
from adapters.documents.extract import extract
from adapters.documents.ocr import PictureReader
from adapters.documents.ocr_piece import Recogniser
from adapters.documents.protocol import REPLY, REQUEST, Outcome, dump_error
from schema.errors import UnreadableDocument, VitaeflowError
from schema.media import MediaKind


def serve(connection: socket.socket, recognisers: Sequence[Recogniser] = ()) -> None:
    """Answer requests until the parent closes its end or a file takes all the memory there is."""
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
        reader = _picture_reader(recognisers, request)
        outcome, payload = _answer(data, MediaKind(request["kind"]), reader)
        connection.sendall(REPLY.pack(outcome, len(payload)) + payload)
        if outcome is Outcome.OUT_OF_MEMORY:
            return


def _picture_reader(recognisers: Sequence[Recogniser], request: dict[str, Any]) -> PictureReader | None:
    """A budget of its own for each file; None in a process that only parses."""
    return PictureReader(recognisers, request["max_pages"], request["read_seconds"]) if recognisers else None


def _answer(data: bytes, kind: MediaKind, reader: PictureReader | None) -> tuple[Outcome, bytes]:
    try:
        return Outcome.DOCUMENT, extract(data, kind, reader).model_dump_json(exclude_defaults=True).encode()
    except MemoryError:
        return Outcome.OUT_OF_MEMORY, b""
    except VitaeflowError as error:
        return Outcome.ERROR, dump_error(error)
    except Exception as error:
        return Outcome.ERROR, dump_error(
            UnreadableDocument(f"The reader failed ({type(error).__name__}); send it as PDF")
        )


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
