"""What an analysis gave: the profile and its exports."""

from __future__ import annotations

import asyncio
import hashlib
from typing import Annotated, Any, cast
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from adapters.postgres import queries
from api.deps import StateDep, UserDep
from api.errors import problem_responses
from api.state import AppState
from domain.exporting import Export, ExportFormat, export
from schema.errors import Conflict, NotFound
from schema.profile import Profile

router = APIRouter(prefix="/api/v1/analyses", tags=["analyses"], responses=problem_responses(401, 404, 409))

_CACHE = "private, max-age=3600"
_FILES: dict[str, Any] = {
    media: {"schema": {"type": "string", "format": "binary"}}
    for media in (
        "application/pdf",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "text/csv",
        "application/json",
    )
}


@router.get("/{job_id}/profile")
async def get_profile(state: StateDep, principal: UserDep, job_id: UUID) -> dict[str, Any]:
    """The checked profile: a JSON Resume document with evidence for each value under `meta.vitaeflow`."""
    document: dict[str, Any] = (await _completed(state, principal.user_id, job_id))["document"]
    return document


@router.get("/{job_id}/export", response_class=Response, responses={200: {"content": _FILES}})
async def export_profile(
    state: StateDep,
    principal: UserDep,
    request: Request,
    job_id: UUID,
    fmt: Annotated[str, Query(alias="format", description="json, csv, pdf or docx")] = "json",
) -> Response:
    """The profile as a file. A completed analysis does not change: the answer may be kept for an hour."""
    row = await _completed(state, principal.user_id, job_id)
    version = f"{job_id}:{fmt}:{row['published_at']}"
    etag = f'"{hashlib.sha256(version.encode()).hexdigest()[:32]}"'
    headers = {"ETag": etag, "Cache-Control": _CACHE}
    known = request.headers.get("if-none-match", "")
    if etag in (tag.strip().removeprefix("W/") for tag in known.split(",")):
        return Response(status_code=304, headers=headers)
    made = await asyncio.to_thread(_export, row, fmt, job_id)
    headers["Content-Disposition"] = f'attachment; filename="{made.filename}"'
    return Response(made.content, media_type=made.media_type, headers=headers)


def _export(row: Any, fmt: str, job_id: UUID) -> Export:
    profile = Profile.model_validate(row["document"])
    # an unknown format is refused by `export` itself, with the list of the known ones
    return export(profile, cast("ExportFormat", fmt), job_id=job_id, generated_at=row["completed_at"])


async def _completed(state: AppState, user_id: UUID, job_id: UUID) -> Any:
    async with state.database.connection() as connection:
        row = await queries.get_profile(connection, job_id=job_id, user_id=user_id)
    if row is None:
        raise NotFound("You have no such analysis")
    if row["status"] != "completed" or row["document"] is None:
        raise Conflict(f"The analysis is {row['status']}; only a completed one has a profile")
    return row
