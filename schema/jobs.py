"""The canonical posting and what a match says about it. Absent is not false: unknown stays None or `unknown`."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal, get_args

from pydantic import BaseModel, Field

Workplace = Literal["onsite", "hybrid", "remote", "unknown"]
EmploymentType = Literal[
    "full_time", "part_time", "contract", "temporary", "intern", "volunteer", "per_diem", "other", "unknown"
]


class JobLocation(BaseModel):
    """A place of work; `country` is ISO 3166-1 alpha-2 when known."""

    raw: str
    city: str | None = None
    region: str | None = None
    country: str | None = None


SalaryPeriod = Literal["hour", "day", "week", "month", "year"]


class Salary(BaseModel):
    """Pay in whole units of `currency`; 0 and null in a feed are unknown and leave the bounds empty."""

    minimum: float | None = None
    maximum: float | None = None
    currency: str | None = None
    period: SalaryPeriod | None = None
    source: Literal["stated", "predicted", "parsed"] = "stated"
    """Said by the employer in a field, guessed by the board, or read from words."""
    raw: str | None = None
    """The words it was read from, if it was."""


class PostingSection(BaseModel):
    """A part of the description under a heading of its own."""

    title: str
    items: list[str] = []


class Posting(BaseModel):
    """One vacancy as a board gave it, in our words. `raw` is the untouched payload."""

    external_id: str
    title: str
    company: str
    company_url: str | None = None
    url: str | None = None
    apply_url: str | None = None
    department: str | None = None
    locations: list[JobLocation] = []
    workplace: Workplace = "unknown"
    remote_scope: list[str] = []
    """Countries (ISO 3166-1 alpha-2) that a remote worker may live in; empty when the posting does not say."""
    employment_type: EmploymentType = "unknown"
    employment_types: list[EmploymentType] = []
    """All that are offered when there are several; the first is `employment_type`."""
    experience_months: int | None = None
    """The least experience asked for, if the board has a field for it; 0 is a real answer."""
    seniority: str | None = None
    salary: Salary | None = None
    description: str = ""
    description_complete: bool = True
    """False where the board gives the beginning only, or nothing: scores that rest on it are provisional."""
    sections: list[PostingSection] = []
    """The description's parts as the board separates them; empty where it gives one text."""
    skills: list[str] = []
    """As the posting lists them; empty when only prose names them."""
    posted_at: str | None = None
    updated_at: str | None = None
    expires_at: str | None = None
    language: str | None = None
    credit: str | None = None
    """The board whose terms want to be named, with the link, wherever the posting is shown."""
    raw: dict[str, Any] = {}


class Quote(BaseModel):
    """Words as they stand, and where: a JSON Pointer into the profile, or a part of the posting."""

    text: str
    at: str


RequirementClass = Literal["have", "alias", "adjacent", "missing"]
"""Named alike on both sides · the same under another name · something near it · nothing."""


class RequirementMatch(BaseModel):
    """What became of one skill that the posting names, with the words of both sides."""

    name: str
    kind: Literal["must", "nice"]
    found: RequirementClass
    posting: Quote
    resume: Quote | None = None
    """None when missing."""
    months_asked: int | None = None
    months_shown: int | None = None


class Reason(BaseModel):
    """One line for or against, with what it rests on. A side is None where it says nothing about this."""

    code: str
    text: str
    resume: Quote | None = None
    posting: Quote | None = None


class MatchAnalysis(BaseModel):
    """Why the score is what it is. Lines name evidence on both sides."""

    explanation: str
    pros: list[str] = []
    cons: list[str] = []
    recommendation: Literal["apply", "consider", "skip"]
    person_fits_job: int | None = Field(default=None, ge=0, le=100)
    """Skills, occupation, seniority, languages, licence alone."""
    job_fits_person: int | None = Field(default=None, ge=0, le=100)
    """Place and wishes alone."""
    provisional: bool = False
    """The posting's text was cut, so requirements may be missing from it."""
    requirements: list[RequirementMatch] = []
    evidence: list[Reason] = []
    """The lines of `pros`, then those of `cons`, with their quotes."""


class MatchResult(BaseModel):
    """A score computed by code from facts, with the rubric that computed it."""

    score: int = Field(ge=0, le=100)
    analysis: MatchAnalysis
    rubric: str


class SalaryFloor(BaseModel):
    """The least pay that a user wants to hear about."""

    amount: float = Field(gt=0)
    currency: str = Field(pattern="^[A-Z]{3}$")
    period: SalaryPeriod = "year"


class MatchPreferences(BaseModel):
    """What a user wants to hear about. Empty and None mean no wish."""

    threshold: int = Field(default=60, ge=0, le=100)
    titles: list[str] = []
    locations: list[str] = []
    remote: bool | None = None
    salary_floor: SalaryFloor | None = None
    employment_types: list[EmploymentType] = []
    languages: list[str] = []
    """ISO 639-1 codes of languages to work in, beside those that the résumé names."""
    favourite_companies: list[str] = []
    excluded_companies: list[str] = []
    wish: str = Field(default="", max_length=2000)
    """In the user's own words; only a model reads it."""


BoardKind = Literal[
    "feed", "page", "file", "greenhouse", "lever", "ashby", "workable", "smartrecruiters", "recruitee", "personio",
    "teamtailor", "breezy", "pinpoint", "rippling", "bamboohr", "workday", "remoteok", "remotive", "arbeitnow",
    "himalayas", "jobicy", "weworkremotely", "themuse", "usajobs", "adzuna", "hn_hiring", "jobspy",
]  # fmt: skip
"""What a source can be. `adapters.boards` has a board for each."""
BOARD_KINDS: tuple[BoardKind, ...] = get_args(BoardKind)


class SourceConfig(BaseModel):
    """One job source: `location` is an address, a path or a board's name, as its kind says."""

    kind: str
    location: str
    name: str = ""
    """Also the company where a board does not name it."""
    base_url: str | None = None
    """Instead of the board's own address: a mirror, a proxy, a test server."""
    options: dict[str, str] = {}
    """What else the kind understands: search words, a country, a language."""


class FetchState(BaseModel):
    """What the last successful fetch left behind: validators of the answer and how many rows it had."""

    etag: str | None = None
    last_modified: str | None = None
    last_rows: int | None = None
    described: list[str] = []
    """External ids whose whole description is stored: boards that give it by one call a posting leave these out."""


class FetchResult(BaseModel):
    """One fetch: `skipped` entries were unusable, `problems` says why for the first of them."""

    postings: list[Posting] = []
    state: FetchState = FetchState()
    not_modified: bool = False
    complete: bool = True
    """False when the board holds more than was read: what is missing here is not gone."""
    skipped: int = 0
    problems: list[str] = []


class MessageItem(BaseModel):
    """One thing a message is about: a matched posting, with the lines that say why."""

    title: str
    url: str | None = None
    score: int | None = None
    place: str = ""
    text: str = ""
    lines: list[str] = []


class ChannelMessage(BaseModel):
    """What a channel delivers: `type` and `data` for machines, `title`, `text` and `items` for people."""

    id: str | None = None
    """Of the notification: the same on every channel and on every try."""
    type: str = Field(pattern=r"^[a-zA-Z0-9_]+(\.[a-zA-Z0-9_]+)*$")
    timestamp: datetime
    title: str
    text: str = ""
    items: list[MessageItem] = []
    data: dict[str, Any] = {}
    unsubscribe_url: str | None = None
    """Where the receiver of an e-mail can end them without signing in."""


class SendReceipt(BaseModel):
    """A message taken. `deduplicated`: the receiver can tell a repeat by our key, so a second send does no harm."""

    deduplicated: bool
    receipt_id: str | None = None
    http_status: int | None = None
