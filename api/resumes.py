"""Résumés: upload, paste, list, get, delete."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from pydantic import BaseModel

from adapters.postgres import queries
from api.deps import IdempotencyKey, PageDep, StateDep, UserDep, next_cursor
from api.errors import problem_responses
from api.examples import MOMENT, RESUME_ID, example
from api.starting import start_erasure
from api.uploads import UPLOAD_FORM, Accepted, PastedText, accept, from_form, from_text
from schema.analysis import ErasureInput
from schema.errors import NotFound

router = APIRouter(prefix="/api/v1/resumes", tags=["résumés"], responses=problem_responses(401))


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


@router.post("", status_code=202, openapi_extra=UPLOAD_FORM, responses=problem_responses(400, 409, 413, 415))
async def upload_resume(
    state: StateDep, principal: UserDep, request: Request, idempotency_key: IdempotencyKey = None
) -> Accepted:
    """Store a résumé and, unless `analyze=false`, start its analysis.

    A JSON Resume document with a field of a wrong type answers 422 and names the field.
    """
    async with request.form(max_files=1, max_fields=10) as form:
        upload = await from_form(form, state.settings.max_upload_bytes)
    return await accept(state, principal.user_id, upload, idempotency_key)


@router.post("/text", status_code=202, responses=problem_responses(409, 413, 415))
async def paste_resume(
    state: StateDep, principal: UserDep, pasted: PastedText, idempotency_key: IdempotencyKey = None
) -> Accepted:
    """Store pasted text as a résumé and, unless `analyze` is false, start its analysis."""
    upload = await from_text(pasted, state.settings.max_upload_bytes)
    return await accept(state, principal.user_id, upload, idempotency_key)


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
