"""Companies: what they say of themselves, each statement with its page. Nothing is made up: without a page, nothing."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Body
from pydantic import BaseModel, Field
from temporalio.client import WorkflowHandle
from temporalio.common import WorkflowIDConflictPolicy

from adapters.postgres import Connection, queries
from api.deps import StateDep, UserDep
from api.errors import problem_responses
from api.examples import JOB_ID, MOMENT, example
from api.starting import AWAY, RPC
from schema.companies import CompanyFact, Researched, ResearchInput, ResearchStatus
from schema.errors import Forbidden, NotFound, Unavailable, Unprocessable
from schema.temporal_names import MAIN_QUEUE, company_workflow_id
from workflows.company_research import CompanyResearch

router = APIRouter(prefix="/api/v1/companies", tags=["jobs"], responses=problem_responses(401, 404))


class Company(BaseModel):
    """A company. `research` says in words what the facts rest on; without facts it is "not researched"."""

    model_config = example(
        id=JOB_ID,
        name="Example Ltd",
        url="https://example.com",
        status="found",
        research="from 2 statements on its own pages",
        researched_at=MOMENT,
        facts=[
            {"kind": "founded", "value": "1998", "source_url": "https://example.com/about", "quote": "founded in 1998"}
        ],
    )

    id: UUID
    name: str
    url: str | None
    status: ResearchStatus
    research: str
    researched_at: datetime | None
    facts: list[CompanyFact]

    @classmethod
    def of(cls, row: Any, facts: list[Any]) -> Company:
        """From a row of companies and its facts."""
        count = len(facts)
        statements = f"from {count} statement{'s' if count != 1 else ''} on its own pages"
        return cls(
            id=row["id"],
            name=row["name"],
            url=row["url"],
            status=row["research_status"],
            research=statements if facts else "not researched",
            researched_at=row["researched_at"],
            facts=[CompanyFact(**dict(fact)) for fact in facts],
        )


class ResearchRequest(BaseModel):
    """Where to look, if not at the address that postings give."""

    url: Annotated[str, Field(pattern=r"^https?://", max_length=2000)] | None = None


async def company_of(connection: Connection, company_id: UUID, user_id: UUID) -> Company | None:
    """A company that a user may see, with its facts."""
    row = await queries.get_company(connection, company_id=company_id, user_id=user_id)
    if row is None:
        return None
    return Company.of(row, await queries.list_company_facts(connection, company_id=company_id))


@router.get("/{company_id}")
async def get_company(state: StateDep, principal: UserDep, company_id: UUID) -> Company:
    """One company with what is known of it."""
    async with state.database.connection() as connection:
        company = await company_of(connection, company_id, principal.user_id)
    if company is None:
        raise NotFound("There is no such company")
    return company


@router.post("/{company_id}/research", status_code=202, responses=problem_responses(403, 422))
async def research_company(
    state: StateDep, principal: UserDep, company_id: UUID, body: Annotated[ResearchRequest | None, Body()] = None
) -> Company:
    """Look it up now. What is found for a shared company everybody sees, so that is for admins."""
    async with state.database.transaction() as connection:
        row = await queries.get_company(connection, company_id=company_id, user_id=principal.user_id)
        if row is None:
            raise NotFound("There is no such company")
        if row["audience_id"] is None and principal.role != "admin":
            raise Forbidden("Only an admin may look up a company that everybody sees")
        url = (body.url if body else None) or row["url"]
        if url is None:
            raise Unprocessable("No address of this company is known. Give one as `url`.", field="url")
        await queries.set_company_url(connection, company_id=company_id, url=url)
    try:
        await _start(state, company_id)
    except AWAY as error:
        raise Unavailable("The company cannot be looked up because Temporal is away; try again") from error
    return await get_company(state, principal, company_id)


async def _start(state: StateDep, company_id: UUID) -> WorkflowHandle[CompanyResearch, Researched]:
    return await state.temporal.start_workflow(
        CompanyResearch.run,
        ResearchInput(company_id=company_id, force=True),
        id=company_workflow_id(company_id),
        task_queue=MAIN_QUEUE,
        id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
        static_summary="what a company says of itself",
        rpc_timeout=RPC,
    )
