"""Postings, matches and applications as CSV files, sent while they are read: a list may be longer than memory."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any, Literal

from fastapi import APIRouter, Response
from fastapi.responses import StreamingResponse

from adapters.postgres import queries
from api.deps import StateDep, UserDep
from api.errors import problem_responses
from api.state import AppState
from domain.exporting.lists import (
    APPLICATION_COLUMNS,
    JOB_COLUMNS,
    MATCH_COLUMNS,
    Cells,
    application_cells,
    csv_head,
    csv_lines,
    job_cells,
    match_cells,
)
from domain.matching.render import render

router = APIRouter(prefix="/api/v1/exports", tags=["jobs"], responses=problem_responses(401))

_PAGE = 200
_FILE: dict[int | str, dict[str, Any]] = {200: {"content": {"text/csv": {"schema": {"type": "string"}}}}}


@router.get("/jobs.csv", response_class=Response, responses=_FILE)
async def export_jobs(
    state: StateDep, principal: UserDep, status: Literal["open", "closed", "all"] = "open"
) -> Response:
    """Postings that the caller may see, newest first."""
    wanted = {"user_id": principal.user_id, "status": None if status == "all" else status}
    pages = _pages(state, queries.export_jobs, {"before": "id"}, wanted)
    return await _file("jobs.csv", JOB_COLUMNS, job_cells, pages)


@router.get("/matches.csv", response_class=Response, responses=_FILE)
async def export_matches(state: StateDep, principal: UserDep) -> Response:
    """The caller's matches with their reasons, by score."""
    keys = {"before_score": "shown", "before_id": "id"}
    pages = _pages(state, queries.export_matches, keys, {"user_id": principal.user_id})
    return await _file("matches.csv", MATCH_COLUMNS, lambda row: match_cells(row, render(row)), pages)


@router.get("/applications.csv", response_class=Response, responses=_FILE)
async def export_applications(state: StateDep, principal: UserDep) -> Response:
    """The caller's applications with their history, newest first."""
    pages = _pages(state, queries.export_applications, {"before": "id"}, {"user_id": principal.user_id})
    return await _file("applications.csv", APPLICATION_COLUMNS, application_cells, pages)


async def _pages(
    state: AppState, query: Callable[..., Any], keys: dict[str, str], wanted: dict[str, Any]
) -> AsyncIterator[Sequence[Any]]:
    """Pages of rows; `keys` are the parameters by which the next one goes on, and the columns they come from."""
    after: dict[str, Any] = dict.fromkeys(keys)
    while True:
        # a connection for each page: whoever reads slowly holds none meanwhile
        async with state.database.connection() as connection:
            rows = await query(connection, limit=_PAGE, **wanted, **after)
        yield rows
        if len(rows) < _PAGE:
            return
        after = {parameter: rows[-1][column] for parameter, column in keys.items()}


async def _file(
    name: str, columns: Sequence[str], cells: Callable[[Any], Cells], pages: AsyncIterator[Sequence[Any]]
) -> Response:
    def lines(rows: Sequence[Any]) -> bytes:
        return csv_lines(cells(row) for row in rows)

    # the first page before the answer begins: what fails until then is still said as a problem
    first = await asyncio.to_thread(lines, await anext(pages))

    async def content() -> AsyncIterator[bytes]:
        yield csv_head(columns) + first
        async for rows in pages:
            yield await asyncio.to_thread(lines, rows)

    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return StreamingResponse(content(), media_type="text/csv; charset=utf-8", headers=headers)
