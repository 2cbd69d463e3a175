"""What the caller wants to hear about. A change wakes matching: the open jobs are compared again."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated, Any

from babel import Locale
from fastapi import APIRouter
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from adapters.postgres import Connection, queries
from api.deps import StateDep, UserDep
from api.errors import problem_responses
from api.examples import example
from api.starting import wake_matching
from api.state import AppState
from domain.preferring import wanted_place
from schema.errors import Unauthorized
from schema.jobs import EmploymentType, MatchPreferences, SalaryFloor
from schema.tracking import Phrases

router = APIRouter(prefix="/api/v1/me/preferences", tags=["accounts"], responses=problem_responses(401))


@lru_cache(maxsize=1)
def _currencies() -> frozenset[str]:
    return frozenset(Locale("en").currencies)


@lru_cache(maxsize=1)
def _languages() -> frozenset[str]:
    return frozenset(code for code in map(str, Locale("en").languages) if len(code) == 2)


def _each_once(values: list[str]) -> list[str]:
    """Without surplus spaces, and none twice whatever its case."""
    found: dict[str, str] = {}
    for value in values:
        text = " ".join(value.split())
        found.setdefault(text.casefold(), text)
    return list(found.values())


def _known_language(code: str) -> str:
    if code not in _languages():
        raise ValueError("this is no language; use a code of ISO 639-1 such as `en` or `pt`")
    return code


def _known_currency(floor: SalaryFloor) -> SalaryFloor:
    if floor.currency not in _currencies():
        raise ValueError("this is no currency; use a code of ISO 4217 such as `EUR`")
    return floor


Names = Annotated[Phrases, AfterValidator(_each_once)]
Language = Annotated[str, AfterValidator(_known_language)]
KnownFloor = Annotated[SalaryFloor, AfterValidator(_known_currency)]
_EXAMPLE: dict[str, Any] = {
    "threshold": 60,
    "titles": ["Data Engineer"],
    "locations": ["Porto, PT", "Remote"],
    "remote": None,
    "salary_floor": {"amount": 45000, "currency": "EUR", "period": "year"},
    "employment_types": ["full_time"],
    "languages": ["en", "pt"],
    "favourite_companies": ["Example Ltd"],
    "excluded_companies": [],
    "wish": "A small team",
}


class Wishes(BaseModel):
    """What to hear about. Empty and null mean no wish; unknown fields are refused, so that none is lost by a typo."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": _EXAMPLE})

    threshold: int = Field(default=60, ge=0, le=100)
    titles: Names = []
    locations: Names = []
    """`Porto, PT`, `Portugal`, `Porto` or `Remote`; the answer says how each was understood."""
    remote: bool | None = None
    salary_floor: KnownFloor | None = None
    employment_types: Annotated[list[EmploymentType], Field(max_length=10)] = []
    languages: Annotated[list[Language], Field(max_length=50)] = []
    favourite_companies: Names = []
    excluded_companies: Names = []
    wish: str = Field(default="", max_length=2000)


class UnderstoodPlace(BaseModel):
    """A place as it is compared: by city, by country (ISO 3166-1), by both; by neither means anywhere, remote."""

    text: str
    city: str | None
    country: str | None


class Preferences(MatchPreferences):
    """What is in force, and how its places were understood."""

    model_config = example(**_EXAMPLE, places=[{"text": "Porto, PT", "city": "porto", "country": "PT"}])

    places: list[UnderstoodPlace]

    @classmethod
    def of(cls, stored: MatchPreferences) -> Preferences:
        """With its places read."""
        read = [(text, wanted_place(text)) for text in stored.locations]
        places = [UnderstoodPlace(text=text, city=place.city, country=place.country) for text, place in read]
        return cls(**stored.model_dump(), places=places)


@router.get("")
async def get_preferences(state: StateDep, principal: UserDep) -> Preferences:
    """What the user wants to hear about."""
    async with state.database.connection() as connection:
        return Preferences.of(await _stored(connection, principal.user_id))


@router.put("", responses=problem_responses(422))
async def set_preferences(state: StateDep, principal: UserDep, body: Wishes) -> Preferences:
    """Replace all of them; the open jobs are compared again."""
    return await _change(state, principal.user_id, body, keep=False)


@router.patch("", responses=problem_responses(422))
async def update_preferences(state: StateDep, principal: UserDep, body: Wishes) -> Preferences:
    """Change the fields that are sent; the open jobs are compared again."""
    return await _change(state, principal.user_id, body, keep=True)


async def _change(state: AppState, user_id: Any, body: Wishes, *, keep: bool) -> Preferences:
    async with state.database.transaction() as connection:
        known = (await _stored(connection, user_id)).model_dump() if keep else {}
        changed = MatchPreferences.model_validate(known | body.model_dump(exclude_unset=keep))
        await queries.set_preferences(connection, user_id=user_id, preferences=changed.model_dump(mode="json"))
    await wake_matching(state)
    return Preferences.of(changed)


async def _stored(connection: Connection, user_id: Any) -> MatchPreferences:
    """Wishes as they are kept. What an earlier version stored and this one does not take counts as nothing said."""
    row = await queries.user_by_id(connection, user_id=user_id)
    if row is None:
        raise Unauthorized("This account was deleted")
    try:
        return MatchPreferences.model_validate(row["preferences"])
    except ValidationError:
        return MatchPreferences()
