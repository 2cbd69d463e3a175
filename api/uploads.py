"""What a résumé may come as over HTTP, a file or pasted text, checked as far as can be before anything is stored."""

from __future__ import annotations

import asyncio
import hashlib
import re
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, Field
from starlette.datastructures import FormData, UploadFile

from adapters.postgres import Connection, queries
from api.analyses import begin_again
from api.examples import ANALYSIS_ID, RESUME_ID, example
from api.idempotency import remember, replayed, request_hash
from api.starting import start_analysis
from api.state import AppState
from domain.importing.json_resume import check_upload
from schema.analysis import Status
from schema.errors import BadRequest, Conflict, TooLarge, Unprocessable
from schema.ids import new_id
from schema.media import MEDIA_TYPES, MediaKind, identify, safe_filename

_LINKEDIN = re.compile(r"https?://([a-z]{2,3}\.)?linkedin\.com/(in|pub)/[^\s/?#]{3,100}/?([?#]\S*)?", re.IGNORECASE)
_BOOLEANS = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
_PASTED = (MediaKind.TXT, MediaKind.MD, MediaKind.HTML, MediaKind.JSON)
"""What people paste from another window; anything else is text that only begins like a file."""

UPLOAD_FORM: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "file": {
                            "type": "string",
                            "format": "binary",
                            "description": (
                                "PDF, DOC, DOCX, ODT, RTF, TXT, MD or HTML; a scan as PNG, JPEG, TIFF or WebP; "
                                "JSON Resume, LinkedIn's data archive (ZIP) or an export of ours; at most 10 MB"
                            ),
                        },
                        "linkedin_url": {"type": "string", "example": "https://www.linkedin.com/in/ana-example"},
                        "analyze": {"type": "boolean", "default": True},
                    },
                }
            }
        },
    }
}


class Accepted(BaseModel):
    """An upload that was stored; `job_id` is null when no analysis was asked for."""

    model_config = example(resume_id=RESUME_ID, job_id=ANALYSIS_ID, status="pending")

    resume_id: UUID
    job_id: UUID | None
    status: Status | None


class PastedText(BaseModel):
    """A résumé as text; JSON Resume, Markdown and HTML are recognised. `title` becomes the name it is listed under."""

    model_config = example(text="Ana Example\nData Engineer\nana@example.com\n\nSkills\nPython, SQL", title="my resume")

    text: Annotated[str, Field(min_length=1, max_length=2_000_000)]
    title: Annotated[str, Field(min_length=1, max_length=200)] = "pasted text"
    linkedin_url: Annotated[str | None, Field(max_length=500)] = None
    analyze: bool = True


@dataclass(frozen=True)
class Upload:
    """A checked résumé on its way into the record."""

    content: bytes
    filename: str
    media_type: str
    linkedin_url: str | None
    analyze: bool

    @property
    def sha256(self) -> bytes:
        """Of the content."""
        return hashlib.sha256(self.content).digest()


async def from_form(form: FormData, limit: int) -> Upload:
    """The file of a form. Raises BadRequest, TooLarge, UnsupportedMedia, Unprocessable, InvalidResumeData."""
    file = form.get("file")
    if not isinstance(file, UploadFile):
        raise BadRequest("Send the résumé as multipart/form-data in the field `file`")
    if file.size is not None and file.size > limit:
        raise TooLarge(f"The file has {file.size} bytes; at most {limit} are accepted")
    content = await file.read()
    name = file.filename or "resume"
    kind = identify(content, name, file.content_type)
    return await _checked(content, name, kind, form.get("linkedin_url"), analyze=_boolean(form.get("analyze")))


async def from_text(pasted: PastedText, limit: int) -> Upload:
    """Pasted text, told from JSON Resume, Markdown and HTML by how it looks. Raises as `from_form`."""
    content = pasted.text.encode()
    if len(content) > limit:
        raise TooLarge(f"The text has {len(content)} bytes; at most {limit} are accepted")
    kind = identify(content, "")
    kind = kind if kind in _PASTED else MediaKind.TXT
    return await _checked(content, pasted.title, kind, pasted.linkedin_url, analyze=pasted.analyze)


async def accept(state: AppState, user_id: UUID, upload: Upload, idempotency_key: str | None) -> Accepted:
    """Store it as the next version and start its analysis if one is wanted; the same key again changes nothing."""
    hashed = request_hash("upload", upload.sha256, upload.filename, upload.linkedin_url, str(upload.analyze))
    async with state.database.transaction() as connection:
        known = await replayed(connection, user_id, idempotency_key, hashed)
        if known is None:
            resume_id = await _store(connection, state, user_id, upload)
            job_id = new_id() if upload.analyze else None
            accepted = Accepted(resume_id=resume_id, job_id=job_id, status="pending" if job_id else None)
            await remember(connection, user_id, idempotency_key, 202, accepted.model_dump(mode="json"))
            if job_id is not None:
                await queries.insert_analysis(connection, job_id=job_id, resume_id=resume_id, user_id=user_id)
        else:
            accepted = Accepted.model_validate(known)
    if accepted.job_id is not None:
        begin = start_analysis if known is None else begin_again
        await begin(state, accepted.job_id, user_id)
    return accepted


async def _store(connection: Connection, state: AppState, user_id: UUID, upload: Upload) -> UUID:
    await queries.lock_user(connection, user_id=user_id)
    if state.settings.one_resume_per_user and await queries.count_resumes(connection, user_id=user_id):
        raise Conflict("You have a résumé already; delete it first")
    file_id, resume_id = new_id(), new_id()
    await queries.insert_file(
        connection,
        id=file_id,
        user_id=user_id,
        filename=upload.filename,
        media_type=upload.media_type,
        size=len(upload.content),
        sha256=upload.sha256,
        content=upload.content,
    )
    await queries.insert_resume(
        connection, id=resume_id, user_id=user_id, file_id=file_id, linkedin_url=upload.linkedin_url
    )
    return resume_id


async def _checked(content: bytes, name: str, kind: MediaKind, linkedin_url: object, *, analyze: bool) -> Upload:
    if kind is MediaKind.JSON:
        await asyncio.to_thread(check_upload, content)
    return Upload(
        content=content,
        filename=safe_filename(name, kind),
        media_type=MEDIA_TYPES[kind].mime_types[0],
        linkedin_url=_linkedin(linkedin_url),
        analyze=analyze,
    )


def _linkedin(value: object) -> str | None:
    if value in (None, ""):
        return None
    if not isinstance(value, str) or not _LINKEDIN.fullmatch(value.strip()):
        raise Unprocessable("linkedin_url must look like https://www.linkedin.com/in/your-name", field="linkedin_url")
    return value.strip()


def _boolean(value: object) -> bool:
    if value is None:
        return True
    found = _BOOLEANS.get(str(value).strip().lower())
    if found is None:
        raise Unprocessable("analyze must be true or false", field="analyze")
    return found
