"""Looking a company up on its own pages: what is young enough is left alone, nothing comes from anywhere else."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from temporalio import activity

from activities.sources import RESEARCH_AGAIN_DAYS
from adapters.postgres import Database, queries
from domain.jobs.company_facts import company_facts
from schema.companies import CompanyPage, Researched, ResearchInput, ResearchStatus
from schema.errors import NotFound, OutboundFailed, UnsafeTarget

log = structlog.get_logger()

ReadPages = Callable[[str], Awaitable[list[CompanyPage]]]
"""The pages of a company's own site. Raises OutboundFailed, UnsafeTarget."""

_TRY_AGAIN_DAYS = 7
"""After a site could not be read."""


class ResearchActivities:
    """Looks one company up at a time."""

    def __init__(self, database: Database, read_pages: ReadPages) -> None:
        self._database = database
        self._read_pages = read_pages

    @activity.defn
    async def research_company(self, research: ResearchInput) -> Researched:
        """Read, replace the facts, remember when. A site that says nothing, or may not be read, leaves none."""
        async with self._database.connection() as connection:
            company = await queries.company_by_id(connection, company_id=research.company_id)
        if company is None:
            raise NotFound("The company is not known any more")
        if not company["url"] or (_is_young(company) and not research.force):
            return Researched(status=company["research_status"], skipped=True)
        status: ResearchStatus
        try:
            pages = await self._read_pages(company["url"])
        except (OutboundFailed, UnsafeTarget) as error:
            log.info("company site not read", company_id=str(research.company_id), code=error.code)
            pages, status = [], "failed"
        else:
            status = "nothing"
        facts = await asyncio.to_thread(company_facts, pages)
        status = "found" if facts else status
        async with self._database.transaction() as connection:
            if status != "failed":
                await queries.delete_company_facts(connection, company_id=research.company_id)
            await queries.insert_company_facts(
                connection,
                company_id=research.company_id,
                kinds=[fact.kind for fact in facts],
                values=[fact.value for fact in facts],
                urls=[fact.source_url for fact in facts],
                quotes=[fact.quote for fact in facts],
            )
            await queries.company_researched(connection, company_id=research.company_id, status=status)
        return Researched(status=status, pages=len(pages), facts=len(facts))


def _is_young(company: Any) -> bool:
    if company["researched_at"] is None:
        return False
    days = _TRY_AGAIN_DAYS if company["research_status"] == "failed" else RESEARCH_AGAIN_DAYS
    return bool(company["researched_at"] > datetime.now(UTC) - timedelta(days=days))
