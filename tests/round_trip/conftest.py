"""From a profile to a file and back, through the real parser processes."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from adapters.documents import DocumentReader
from domain.exporting import ExportFormat, export
from domain.reading import read_resume
from schema.document import Document
from schema.profile import Profile

ReadBack = Callable[[Profile, ExportFormat], Awaitable[tuple[Document, Profile]]]
JOB_ID = UUID("01931f2e-7a00-7c00-8000-00000000abcd")


@pytest.fixture(scope="session")
async def reader() -> AsyncIterator[DocumentReader]:
    """One warm parser process."""
    async with DocumentReader(processes=1) as reader:
        yield reader


@pytest.fixture(scope="session")
def read_back(reader: DocumentReader) -> ReadBack:
    """Export, read the file as an upload, and check what must hold for every value: its quote stands in the text."""

    async def call(profile: Profile, fmt: ExportFormat) -> tuple[Document, Profile]:
        file = export(profile, fmt, job_id=JOB_ID, generated_at=datetime(2026, 11, 20, tzinfo=UTC))
        document = await reader.read(file.content, file.filename)
        again = read_resume(document, as_of=date(2026, 11, 20))
        check_evidence(again, document)
        return document, again

    return call


def facts(profile: Profile) -> dict[str, Any]:
    """Everything but `meta`."""
    document = profile.to_json_resume()
    del document["meta"]
    return document


def check_evidence(profile: Profile, document: Document) -> None:
    """Every value of an export has evidence of our own method, and every quote is the text at its place."""
    assert profile.meta.vitaeflow is not None
    evidence = profile.meta.vitaeflow.evidence
    assert all(document.text[seen.start : seen.end] == seen.quote for seen in evidence.values())
    assert {seen.method for seen in evidence.values()} <= {"own_export"}
    assert set(_pointers(facts(profile))) == set(evidence)


def _pointers(value: Any, pointer: str = "") -> list[str]:
    if isinstance(value, dict):
        return [p for key, inner in value.items() for p in _pointers(inner, f"{pointer}/{key}")]
    if isinstance(value, list):
        return [p for number, inner in enumerate(value) for p in _pointers(inner, f"{pointer}/{number}")]
    return [pointer]
