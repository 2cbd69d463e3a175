"""Data through the engines of the parser process, without the process."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from adapters.documents import structured, tables
from domain.importing.profiles import read_profile
from schema.document import Document, document_of
from schema.profile import Profile

AS_OF = date(2026, 1, 31)
_ENGINES = {"json": structured.read_json, "zip": tables.read_linkedin, "csv": tables.read_table}

Import = Callable[[bytes, str], Profile]
ToDocument = Callable[[bytes, str], Document]


def to_document(content: bytes, kind: str) -> Document:
    """A file of a kind as its engine hands it over."""
    draft = _ENGINES[kind](content)
    document = document_of(draft.lines, format=kind, engine=kind)
    return document.model_copy(update={"data": draft.data, "flags": draft.flags, "modified": draft.modified})


@pytest.fixture(scope="session")
def document() -> ToDocument:
    """Make a document of a file."""
    return to_document


@pytest.fixture(scope="session")
def bring() -> Import:
    """Import a file."""
    return lambda content, kind: read_profile(to_document(content, kind), as_of=AS_OF)
