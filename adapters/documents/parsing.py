"""The jobs of processes that read files: `parse` alone, or with the pictures recognised.

A process loads what it can do by calling one of the `load_…` functions once, before it is confined.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from adapters.documents.extract import extract, warm_up
from adapters.documents.ocr import PictureReader
from adapters.documents.ocr_engines import load_engines
from adapters.documents.protocol import Job
from schema.document import Document
from schema.errors import UnreadableDocument, VitaeflowError
from schema.media import MediaKind

Finish = Callable[[Document], Document]


def _as_it_is(document: Document) -> Document:
    return document


def load_parser(finish: Finish = _as_it_is) -> dict[str, Job]:
    """For files that hold their text. `finish` adds to each document what somebody wants to know of it."""
    warm_up()
    return {"parse": lambda request, data: encoded(finish(read(request, data)))}


def load_recogniser(finish: Finish = _as_it_is) -> dict[str, Job]:
    """For files whose pages are pictures; each has a budget of its own."""
    warm_up()
    recognisers = load_engines()

    def recognise(request: dict[str, Any], data: bytes) -> bytes:
        reader = PictureReader(recognisers, request["max_pages"], request["read_seconds"])
        return encoded(finish(read(request, data, reader)))

    return {"parse": recognise}


def read(request: dict[str, Any], data: bytes, reader: PictureReader | None = None) -> Document:
    """The document of a file of the kind asked for.

    Raises UnreadableDocument and its kin, whatever the engine raised.
    """
    try:
        return extract(data, MediaKind(request["kind"]), reader)
    except (MemoryError, VitaeflowError):
        raise
    except Exception as error:
        raise UnreadableDocument(f"The reader failed ({type(error).__name__}); send it as PDF") from error


def encoded(document: Document) -> bytes:
    """As the parent takes it."""
    return document.model_dump_json(exclude_defaults=True).encode()
