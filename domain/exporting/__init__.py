"""A finished profile as a file: JSON Resume, CSV, PDF or DOCX.

The same profile, job and time give the same bytes, so an export may be cached, hashed and compared.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, get_args
from uuid import UUID

from domain.exporting.as_csv import to_csv
from domain.exporting.as_docx import to_docx
from domain.exporting.as_json import from_json, to_json
from domain.exporting.as_pdf import to_pdf
from schema.errors import BadRequest
from schema.profile import Profile

__all__ = ["MEDIA_TYPES", "Export", "ExportFormat", "export", "from_json"]

ExportFormat = Literal["json", "csv", "pdf", "docx"]

MEDIA_TYPES: dict[ExportFormat, str] = {
    "json": "application/json; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}

_Renderer = Callable[[Profile, UUID, datetime], bytes]
_RENDERERS: dict[ExportFormat, _Renderer] = {"json": to_json, "csv": to_csv, "pdf": to_pdf, "docx": to_docx}


@dataclass(frozen=True)
class Export:
    """A file ready to send: its bytes, its Content-Type and the name a browser should save it under."""

    content: bytes
    media_type: str
    filename: str


def export(profile: Profile, fmt: ExportFormat, *, job_id: UUID, generated_at: datetime) -> Export:
    """Render `profile` in `fmt`; a `generated_at` without a zone counts as UTC. CPU-bound, thread-safe.

    Raises BadRequest for a format that is not one of the four.
    """
    renderer = _RENDERERS.get(fmt)
    if renderer is None:
        names = ", ".join(get_args(ExportFormat))
        raise BadRequest(f"This export format is not offered: choose one of {names}")
    moment = generated_at.replace(tzinfo=UTC) if generated_at.tzinfo is None else generated_at.astimezone(UTC)
    content = renderer(profile, job_id, moment)
    return Export(content=content, media_type=MEDIA_TYPES[fmt], filename=f"resume_analysis_{job_id}.{fmt}")
