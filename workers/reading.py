"""What the worker's parser processes can do: read a file and measure it, and make a document's profile.

Both are bound by processor time and fed with what users send, so both run outside the worker's interpreter, within the
limits of a parser process.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from phonenumbers import PhoneMetadata

from activities.analysed import Analysed, meta_of, stored
from adapters.documents import DocumentReader, parsing
from adapters.documents.protocol import Job
from domain.importing.profiles import read_profile
from domain.reading import measure_document
from schema.document import Document, Line, document_of

JOBS = "workers.reading:load"
RECOGNISER_JOBS = "workers.reading:load_recogniser"


def load() -> dict[str, Job]:
    """Everything that a job would load at its first use: a confined process may not find it any more."""
    jobs = parsing.load_parser(_measured)
    PhoneMetadata.load_all()
    analyse({"as_of": "2020-01-01"}, parsing.encoded(_warm()))
    return jobs | {"analyse": analyse}


def load_recogniser() -> dict[str, Job]:
    """The same of the process that reads pictures; profiles are for the others."""
    jobs = parsing.load_recogniser(_measured)
    _measured(_warm())
    return jobs


_WARM = (
    "Anna Example", "Nurse", "anna@example.org · +49 30 1234567 · Berlin, Germany", "",
    "Experience", "Nurse, Example Clinic, Berlin", "March 2017 – present", "• Led a team of 12 with Excel", "",
    "Education", "B.Sc. Nursing, Example University, 2016", "", "Skills", "Excel, Python", "",
    "Languages", "German (native), English (C1)", "工作经历", "教育背景", "職務経歴", "한국어", "Опыт работы", "Ελλάδα",
)  # fmt: skip


def _warm() -> Document:
    return document_of([Line(text=text, start=0, end=0) for text in _WARM], format="text", engine="warm")


def _measured(document: Document) -> Document:
    """With its figures."""
    return document.model_copy(update={"quality": measure_document(document)})


def analyse(request: dict[str, Any], data: bytes) -> bytes:
    """A document as the profile that rules read: three lines, who read it, the profile and its facts for matching."""
    profile = read_profile(
        Document.model_validate_json(data),
        as_of=date.fromisoformat(request["as_of"]),
        linkedin_url=request.get("linkedin_url"),
    )
    meta = meta_of(profile)
    meta.embedding = request.get("embedding")
    return "\n".join((meta.analyser.kind, *stored(profile))).encode()


class ChildReader:
    """Reads profiles in the parser processes of a document reader that was made with `JOBS`."""

    def __init__(self, reader: DocumentReader) -> None:
        self._reader = reader

    async def analyse(self, document: str, *, as_of: date, linkedin_url: str | None, embedding: str | None) -> Analysed:
        """See `activities.analysis.ProfileReader`."""
        answer = await self._reader.do(
            "analyse",
            document.encode(),
            as_of=as_of.isoformat(),
            linkedin_url=linkedin_url,
            embedding=embedding,
        )
        return Analysed(*answer.decode().split("\n"))
