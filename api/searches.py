"""Saved searches: named filters of matches, each a list of its own."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from asyncpg import UniqueViolationError
from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from adapters.postgres import queries
from api.deps import PageDep, StateDep, UserDep, next_cursor
from api.errors import problem_responses
from api.examples import JOB_ID, MOMENT, example
from api.matches import Matches, find_matches
from api.state import AppState
from schema.errors import Conflict, NotFound
from schema.ids import new_id
from schema.tracking import MatchFilter

router = APIRouter(prefix="/api/v1/searches", tags=["jobs"], responses=problem_responses(401))

MOST_SEARCHES = 50

Name = Annotated[str, Field(min_length=1, max_length=100, pattern=r"\S")]
_EXAMPLE: dict[str, Any] = {"titles": ["data engineer"], "places": ["Porto, PT"], "least_pay": 45000, "currency": "EUR"}


class NewSearch(BaseModel):
    """A search to keep. With `digest`, messages name it beside each new match that it finds."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"example": {"name": "data in Porto", "filter": _EXAMPLE, "digest": True}}
    )

    name: Name
    filter: MatchFilter
    digest: bool = False


class SearchChange(BaseModel):
    """What to change; a new filter replaces the whole filter."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"digest": False}})

    name: Name | None = None
    filter: MatchFilter | None = None
    digest: bool | None = None


class SavedSearch(BaseModel):
    """A saved search."""

    model_config = example(
        id=JOB_ID, name="data in Porto", filter=_EXAMPLE, digest=True, created_at=MOMENT, updated_at=MOMENT
    )

    id: UUID
    name: str
    filter: MatchFilter
    digest: bool
    created_at: datetime
    updated_at: datetime


class SavedSearches(BaseModel):
    """One page of saved searches."""

    items: list[SavedSearch]
    next_cursor: str | None


@router.post("", status_code=201, responses=problem_responses(409, 422))
async def create_search(state: StateDep, principal: UserDep, body: NewSearch) -> SavedSearch:
    """Keep a search under a name."""
    async with state.database.transaction() as connection:
        if await queries.count_searches(connection, user_id=principal.user_id) >= MOST_SEARCHES:
            raise Conflict(f"You have {MOST_SEARCHES} saved searches; delete one first")
        row = await queries.insert_search(
            connection,
            id=new_id(),
            user_id=principal.user_id,
            name=body.name,
            filter=body.filter.model_dump(mode="json"),
            digest=body.digest,
        )
    if row is None:
        raise Conflict("You have a search of this name already; choose another, or change that one")
    return SavedSearch(**row)


@router.get("")
async def list_searches(state: StateDep, principal: UserDep, page: PageDep) -> SavedSearches:
    """Newest first."""
    async with state.database.connection() as connection:
        rows = await queries.list_searches(connection, user_id=principal.user_id, before=page.before, limit=page.limit)
    return SavedSearches(items=[SavedSearch(**row) for row in rows], next_cursor=next_cursor(rows, page.limit))


@router.get("/{search_id}", responses=problem_responses(404))
async def get_search(state: StateDep, principal: UserDep, search_id: UUID) -> SavedSearch:
    """One saved search."""
    return SavedSearch(**await _owned(state, principal.user_id, search_id))


@router.patch("/{search_id}", responses=problem_responses(404, 409, 422))
async def update_search(state: StateDep, principal: UserDep, search_id: UUID, body: SearchChange) -> SavedSearch:
    """Change the fields that are sent."""
    known = SavedSearch(**await _owned(state, principal.user_id, search_id))
    changed = known.model_copy(update={name: value for name, value in body if value is not None})
    try:
        async with state.database.transaction() as connection:
            row = await queries.update_search(
                connection,
                search_id=search_id,
                user_id=principal.user_id,
                name=changed.name,
                filter=changed.filter.model_dump(mode="json"),
                digest=changed.digest,
            )
    except UniqueViolationError:
        raise Conflict("You have a search of this name already; choose another") from None
    if row is None:
        raise NotFound("You have no such search")
    return SavedSearch(**row)


@router.delete("/{search_id}", status_code=204, responses=problem_responses(404))
async def delete_search(state: StateDep, principal: UserDep, search_id: UUID) -> None:
    """Forget it; the matches stay."""
    async with state.database.transaction() as connection:
        if await queries.delete_search(connection, search_id=search_id, user_id=principal.user_id) is None:
            raise NotFound("You have no such search")


@router.get("/{search_id}/matches", responses=problem_responses(404))
async def list_search_matches(state: StateDep, principal: UserDep, page: PageDep, search_id: UUID) -> Matches:
    """The caller's matches that it finds, by score."""
    wanted = SavedSearch(**await _owned(state, principal.user_id, search_id)).filter
    return await find_matches(state, principal.user_id, wanted, page)


async def _owned(state: AppState, user_id: UUID, search_id: UUID) -> Any:
    async with state.database.connection() as connection:
        row = await queries.get_search(connection, search_id=search_id, user_id=user_id)
    if row is None:
        raise NotFound("You have no such search")
    return row
