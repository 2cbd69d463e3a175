"""Résumés: upload, list, get, delete."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from pydantic import BaseModel
from starlette.datastructures import FormData, UploadFile

from adapters.postgres import Connection, queries
from api.analyses import begin_again
from api.deps import IdempotencyKey, PageDep, StateDep, UserDep, next_cursor
from api.errors import problem_responses
from api.examples import ANALYSIS_ID, MOMENT, RESUME_ID, example
from api.idempotency import remember, replayed, request_hash
from api.starting import start_analysis, start_erasure
from api.state import AppState
from schema.analysis import ErasureInput, Status
from schema.errors import BadRequest, Conflict, NotFound, TooLarge, Unprocessable
from schema.ids import new_id
from schema.media import MEDIA_TYPES, identify, safe_filename

router = APIRouter(prefix="/api/v1/resumes", tags=["résumés"], responses=problem_responses(401))

_LINKEDIN = re.compile(r"https?://([a-z]{2,3}\.)?linkedin\.com/(in|pub)/[^\s/?#]{3,100}/?([?#]\S*)?", re.IGNORECASE)
_BOOLEANS = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}

UPLOAD_FORM = {
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
                            "description": "PDF, DOC, DOCX, ODT, RTF, TXT, MD or HTML, at most 10 MB",
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


class Resume(BaseModel):
    """One version of a user's résumé. `original_kept` is false once the file was cleared."""

    model_config = example(
        id=RESUME_ID,
        version=1,
        filename="resume.pdf",
        media_type="application/pdf",
        size=48213,
        linkedin_url="https://www.linkedin.com/in/ana-example",
        original_kept=True,
        created_at=MOMENT,
    )

    id: UUID
    version: int
    filename: str
    media_type: str
    size: int
    linkedin_url: str | None
    original_kept: bool
    created_at: datetime

    @classmethod
    def of(cls, row: Any) -> Resume:
        """From a row of resumes with its file."""
        values = {key: row[key] for key in cls.model_fields if key != "original_kept"}
        return cls(original_kept=row["cleared_at"] is None, **values)


class Resumes(BaseModel):
    """One page of résumés."""

    items: list[Resume]
    next_cursor: str | None


@dataclass(frozen=True)
class _Upload:
    content: bytes
    filename: str
    media_type: str
    linkedin_url: str | None
    analyze: bool

    @property
    def sha256(self) -> bytes:
        return hashlib.sha256(self.content).digest()


@router.post("", status_code=202, openapi_extra=UPLOAD_FORM, responses=problem_responses(400, 409, 413, 415))
async def upload_resume(
    state: StateDep, principal: UserDep, request: Request, idempotency_key: IdempotencyKey = None
) -> Accepted:
    """Store a résumé and, unless `analyze=false`, start its analysis."""
    async with request.form(max_files=1, max_fields=10) as form:
        upload = await _read(form, state.settings.max_upload_bytes)
    hashed = request_hash("upload", upload.sha256, upload.filename, upload.linkedin_url, str(upload.analyze))
    user_id = principal.user_id
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


@router.get("")
async def list_resumes(state: StateDep, principal: UserDep, page: PageDep) -> Resumes:
    """All versions, newest first."""
    async with state.database.connection() as connection:
        rows = await queries.list_resumes(connection, user_id=principal.user_id, before=page.before, limit=page.limit)
    return Resumes(items=[Resume.of(row) for row in rows], next_cursor=next_cursor(rows, page.limit))


@router.get("/{resume_id}", responses=problem_responses(404))
async def get_resume(state: StateDep, principal: UserDep, resume_id: UUID) -> Resume:
    """One résumé."""
    async with state.database.connection() as connection:
        row = await queries.get_resume(connection, user_id=principal.user_id, resume_id=resume_id)
    if row is None:
        raise NotFound("You have no such résumé")
    return Resume.of(row)


@router.delete("/{resume_id}", status_code=204, responses=problem_responses(404))
async def delete_resume(state: StateDep, principal: UserDep, resume_id: UUID) -> None:
    """Delete a résumé with its file, analyses and vectors; running analyses are stopped."""
    async with state.database.transaction() as connection:
        hidden = await queries.hide_resume(connection, user_id=principal.user_id, resume_id=resume_id)
    if hidden is None:
        raise NotFound("You have no such résumé")
    await start_erasure(state.temporal, ErasureInput(kind="resume", user_id=principal.user_id, subject_id=resume_id))


async def _store(connection: Connection, state: AppState, user_id: UUID, upload: _Upload) -> UUID:
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


async def _read(form: FormData, limit: int) -> _Upload:
    """Check everything that can be checked before anything is stored."""
    file = form.get("file")
    if not isinstance(file, UploadFile):
        raise BadRequest("Send the résumé as multipart/form-data in the field `file`")
    if file.size is not None and file.size > limit:
        raise TooLarge(f"The file has {file.size} bytes; at most {limit} are accepted")
    content = await file.read()
    name = file.filename or "resume"
    kind = identify(content, name, file.content_type)
    return _Upload(
        content=content,
        filename=safe_filename(name, kind),
        media_type=MEDIA_TYPES[kind].mime_types[0],
        linkedin_url=_linkedin(form.get("linkedin_url")),
        analyze=_boolean(form.get("analyze")),
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
