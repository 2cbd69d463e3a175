"""Postings: shared ones and those of the caller's own sources, one for each vacancy."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal, get_args
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from adapters.postgres import queries
from api.companies import Company, company_of
from api.deps import PageDep, StateDep, UserDep, next_cursor
from api.errors import problem_responses
from api.examples import JOB_ID, MOMENT, SOURCE_ID, example
from schema.errors import NotFound, Unprocessable
from schema.jobs import EmploymentType, JobLocation, Posting, Workplace

Level = Literal["entry", "mid", "senior", "lead"]
router = APIRouter(prefix="/api/v1/jobs", tags=["jobs"], responses=problem_responses(401))

FilterName = Literal["workplace", "employment", "language", "country", "pay"]
_LEVELS: tuple[Level, ...] = get_args(Level)


class RequiredSkill(BaseModel):
    """A skill that a posting names: the name it is compared by, the words, and the months of it that are asked for."""

    name: str
    text: str
    months: int | None = None


class Requirements(BaseModel):
    """What a posting asks for; absent: it does not say. `languages` have levels of 1 (basic) to 4 (native)."""

    must: list[RequiredSkill] = []
    nice: list[RequiredSkill] = []
    months: int | None = None
    level: Level | None = None
    languages: dict[str, int | None] = {}
    licence: str | None = None

    @classmethod
    def of(cls, facts: dict[str, Any]) -> Requirements:
        """From the stored facts of a posting."""
        level = facts.get("level")
        licence = facts.get("licence")
        return cls(
            must=[RequiredSkill(name=name, **_words(seen)) for name, seen in facts.get("must", {}).items()],
            nice=[RequiredSkill(name=name, **_words(seen)) for name, seen in facts.get("nice", {}).items()],
            months=facts.get("months"),
            level=None if level is None else _LEVELS[level],
            languages=facts.get("languages", {}),
            licence=licence["text"] if licence else None,
        )


class Job(BaseModel):
    """A posting and its life. Those of one vacancy share `vacancy_id`; `canonical_id` names the one that stands for it.

    `unknown` are the filters of the request that it does not answer: it is here because it may fit.
    """

    model_config = example(
        id=JOB_ID,
        source_id=SOURCE_ID,
        title="Backend Engineer",
        company="Example Ltd",
        company_id=None,
        url="https://example.com/jobs/17",
        status="open",
        first_seen_at=MOMENT,
        last_seen_at=MOMENT,
        closed_at=None,
        closed_reason=None,
        vacancy_id=JOB_ID,
        canonical_id=None,
        repost_of=None,
        posting={"external_id": "17", "title": "Backend Engineer", "company": "Example Ltd"},
        requirements={"must": [{"name": "Python", "text": "Python"}]},
        unknown=[],
    )

    id: UUID
    source_id: UUID
    title: str
    company: str
    company_id: UUID | None
    url: str | None
    status: Literal["open", "closed"]
    first_seen_at: datetime
    last_seen_at: datetime
    closed_at: datetime | None
    closed_reason: Literal["gone", "expired", "stale"] | None
    vacancy_id: UUID
    canonical_id: UUID | None
    repost_of: UUID | None
    posting: Posting
    requirements: Requirements
    unknown: list[FilterName] = []

    @classmethod
    def of(cls, row: Any, unknown: list[FilterName] | None = None) -> Job:
        """From a row of jobs. The board's untouched payload stays inside."""
        own = {key: row[key] for key in cls.model_fields if key not in ("posting", "requirements", "unknown")}
        posting = Posting.model_validate({**row["posting"], "raw": {}})
        return cls(**own, posting=posting, requirements=Requirements.of(row["facts"]), unknown=unknown or [])


class Listing(BaseModel):
    """One place where a vacancy is listed."""

    id: UUID
    source_id: UUID
    url: str | None
    status: Literal["open", "closed"]
    locations: list[JobLocation]
    first_seen_at: datetime
    last_seen_at: datetime


class JobDetail(Job):
    """A posting with all places where its vacancy is listed, and what is known of the company."""

    listings: list[Listing] = []
    about_company: Company | None = None


class Jobs(BaseModel):
    """One page of postings."""

    items: list[Job]
    next_cursor: str | None


class JobFilter(BaseModel):
    """What to list. A filter that a posting does not answer keeps it, and says so, unless `unknown` is `drop`."""

    status: Literal["open", "closed"] | None = "open"
    company: Annotated[str | None, Field(max_length=200)] = None
    q: Annotated[str | None, Field(max_length=200, description="words in title or company")] = None
    source_id: UUID | None = None
    workplace: Workplace | None = None
    employment: EmploymentType | None = None
    language: Annotated[str | None, Field(pattern="^[a-z]{2}$", description="ISO 639-1")] = None
    country: Annotated[
        str | None,
        Field(pattern="^[A-Z]{2}$", description="ISO 3166-1; a place of work, or open to remote workers there"),
    ] = None
    least_pay: Annotated[int | None, Field(ge=1, le=10**12, description="a year, with `currency`")] = None
    currency: Annotated[str | None, Field(pattern="^[A-Z]{3}$", description="ISO 4217; nothing is converted")] = None
    posted_after: datetime | None = None
    unknown: Literal["keep", "drop"] = "keep"
    postings: Annotated[
        Literal["vacancies", "all"], Field(description="one posting for each vacancy, or also its duplicates")
    ] = "vacancies"


def _unanswered(row: Any, wanted: JobFilter) -> list[FilterName]:
    """Filters that this posting does not answer."""
    posting = row["posting"]
    unknown: dict[FilterName, bool] = {
        "workplace": wanted.workplace not in (None, "unknown") and posting["workplace"] == "unknown",
        "employment": wanted.employment not in (None, "unknown") and not posting["employment_types"],
        "language": wanted.language is not None and posting["language"] is None,
        "country": wanted.country is not None and not row["facts"]["countries"] and not posting["remote_scope"],
        "pay": wanted.least_pay is not None
        and (row["annual_pay"] is None or row["pay_currency"] != wanted.currency),
    }  # fmt: skip
    return [name for name, is_unknown in unknown.items() if is_unknown]


@router.get("", responses=problem_responses(422))
async def list_jobs(state: StateDep, principal: UserDep, page: PageDep, wanted: Annotated[JobFilter, Query()]) -> Jobs:
    """Postings, newest first."""
    if (wanted.least_pay is None) != (wanted.currency is None):
        raise Unprocessable("Give least_pay and currency together: pay is not converted.", field="currency")
    async with state.database.connection() as connection:
        rows = await queries.list_jobs(
            connection,
            user_id=principal.user_id,
            before=page.before,
            limit=page.limit,
            drop_unknown=wanted.unknown == "drop",
            all_postings=wanted.postings == "all",
            **wanted.model_dump(exclude={"unknown", "postings"}),
        )
    return Jobs(
        items=[Job.of(row, _unanswered(row, wanted)) for row in rows], next_cursor=next_cursor(rows, page.limit)
    )


@router.get("/{job_id}", responses=problem_responses(404))
async def get_job(state: StateDep, principal: UserDep, job_id: UUID) -> JobDetail:
    """One posting, where else its vacancy is listed, and what its company says of itself."""
    async with state.database.connection() as connection:
        row = await queries.get_job(connection, job_id=job_id, user_id=principal.user_id)
        if row is None:
            raise NotFound("There is no such posting")
        listings = await queries.vacancy_postings(connection, vacancy_id=row["vacancy_id"], user_id=principal.user_id)
        company = await company_of(connection, row["company_id"], principal.user_id) if row["company_id"] else None
    return JobDetail(
        **Job.of(row).model_dump(),
        listings=[Listing(**dict(listing)) for listing in listings],
        about_company=company,
    )


def _words(seen: dict[str, Any]) -> dict[str, Any]:
    return {"text": seen["text"], "months": seen.get("months")}
