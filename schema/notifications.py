"""When and how somebody wants to be told, and what one message holds."""

from __future__ import annotations

from datetime import time
from typing import Annotated, Literal
from uuid import UUID
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

Frequency = Literal["instant", "hourly", "daily", "weekly"]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS: tuple[Weekday, ...] = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
"""In the order of `datetime.weekday()`."""

MOST_LINES = 25


def _known_zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError("this is not a time zone; use a name of the IANA list such as Europe/Prague")
    return name


def _to_the_minute(value: time) -> time:
    if value.tzinfo is not None or value.second or value.microsecond:
        raise ValueError("give the local time as HH:MM")
    return value


TimeZone = Annotated[str, AfterValidator(_known_zone)]
LocalTime = Annotated[time, AfterValidator(_to_the_minute)]


class QuietHours(BaseModel):
    """Local times between which nothing is sent, `end` not included; `22:00`–`07:00` goes over midnight."""

    start: LocalTime
    end: LocalTime

    @model_validator(mode="after")
    def _is_a_part_of_the_day(self) -> QuietHours:
        if self.start == self.end:
            raise ValueError("quiet hours must begin and end at different times; leave them out for none")
        return self


class DeliveryPreferences(BaseModel):
    """How often, at which local hour, and how much in one message. Matches gather until the next message is due."""

    model_config = ConfigDict(extra="forbid")

    frequency: Frequency = "instant"
    hour: int = Field(default=8, ge=0, le=23)
    """Local hour of daily and weekly digests."""
    weekday: Weekday = "monday"
    time_zone: TimeZone | None = None
    """IANA name; None: the one of the account's settings, else UTC."""
    quiet_hours: QuietHours | None = None
    per_company: int = Field(default=3, ge=1, le=MOST_LINES)
    """Lines of one company in one message; the rest is counted in it."""
    max_lines: int = Field(default=MOST_LINES, ge=1, le=MOST_LINES)

    def zone(self, fallback: str | None = None) -> ZoneInfo:
        """The zone that local times are of. `fallback` is free text of the account's settings."""
        for name in (self.time_zone, fallback):
            if name and name in available_timezones():
                return ZoneInfo(name)
        return ZoneInfo("UTC")


class NewsItem(BaseModel):
    """A match that its person was not told of. `vacancy` is equal for all postings of one vacancy."""

    match_id: UUID
    job_id: UUID
    vacancy: str
    title: str
    company: str
    url: str | None = None
    credit: str | None = None
    """Of whom the posting is, where the board wants that said."""
    score: int
    places: list[str] = []


class LineReasons(BaseModel):
    """Why, as people read it; the match itself has the evidence behind it."""

    explanation: str
    pros: list[str] = []
    cons: list[str] = []
    recommendation: Literal["apply", "consider", "skip"]


class DigestLine(BaseModel):
    """One vacancy in a message: its best posting, and the places of all of them."""

    match_id: UUID
    job_id: UUID
    title: str
    company: str
    url: str | None
    credit: str | None = None
    """Of whom the posting is, where the board wants that said."""
    score: int
    analysis: LineReasons | None = None
    places: list[str]
    postings: int = 1
    searches: list[str] = []
    """Names of the saved searches that find it, of those that messages name."""


class MoreOfCompany(BaseModel):
    """Vacancies of a company beyond what one message shows of it."""

    company: str
    count: int


class Digest(BaseModel):
    """The snapshot of a message: kept with the notification, sent as it is, never a live query.

    `total` counts vacancies, `postings` the matches behind them; `matches` are the lines that are shown, best first.
    """

    frequency: Frequency = "instant"
    total: int
    postings: int
    matches: list[DigestLine]
    more: list[MoreOfCompany] = []
    not_shown: int = 0
    """Vacancies beyond the message's lines, those under `more` included."""
