"""Looking a company up: cited facts, twice a year, nothing without a page."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from temporalio.testing import ActivityEnvironment

from activities.research import ResearchActivities
from adapters.postgres import Database, queries
from schema.companies import CompanyPage, Researched, ResearchInput
from schema.errors import NotFound, OutboundFailed
from schema.ids import new_id


class Site:
    """A company's site as a test turns it."""

    def __init__(self) -> None:
        self.html: str | None = "<p>Founded in 1911. We have 64 employees.</p>"
        self.asked = 0

    async def read(self, url: str) -> list[CompanyPage]:
        """Its page, or a failure."""
        self.asked += 1
        if self.html is None:
            raise OutboundFailed("It is away")
        return [CompanyPage(url=url, html=self.html)] if self.html else []


async def company(database: Database, url: str | None = "https://pipeworks.example/") -> UUID:
    """A company."""
    made = new_id()
    async with database.transaction() as connection:
        await connection.execute("insert into companies (id, name, url) values ($1, $1::uuid::text, $2)", made, url)
    return made


async def research(database: Database, site: Site, company_id: UUID, *, force: bool = False) -> Researched:
    """One look."""
    activities = ResearchActivities(database, site.read)
    found: Researched = await ActivityEnvironment().run(
        activities.research_company, ResearchInput(company_id=company_id, force=force)
    )
    return found


async def state(database: Database, company_id: UUID) -> tuple[str, list[Any]]:
    """Status and facts."""
    async with database.connection() as connection:
        row = await queries.company_by_id(connection, company_id=company_id)
        return row["research_status"], await queries.list_company_facts(connection, company_id=company_id)


async def test_facts_are_stored_with_their_page(database: Database) -> None:
    """Year and size, each with address and words."""
    made = await company(database)
    assert (await research(database, Site(), made)).facts == 2
    status, facts = await state(database, made)
    assert status == "found"
    assert {(row["kind"], row["value"], row["source_url"]) for row in facts} == {
        ("founded", "1911", "https://pipeworks.example/"),
        ("employees", "64", "https://pipeworks.example/"),
    }
    assert all("1911" in row["quote"] or "64" in row["quote"] for row in facts)


async def test_what_is_young_is_left_alone(database: Database) -> None:
    """For half a year, unless somebody asks for it; then the facts are replaced."""
    made, site = await company(database), Site()
    await research(database, site, made)
    site.html = "<p>Founded in 1912.</p>"
    assert (await research(database, site, made)).skipped
    assert site.asked == 1
    await research(database, site, made, force=True)
    _, facts = await state(database, made)
    assert [row["value"] for row in facts] == ["1912"]
    async with database.transaction() as connection:
        await connection.execute("update companies set researched_at = now() - interval '190 days'")
    assert not (await research(database, site, made)).skipped


async def test_without_a_page_nothing_is_known(database: Database) -> None:
    """No address: not even asked. A site that says nothing: no facts, and no further call."""
    nowhere, silent, site = await company(database, None), await company(database), Site()
    assert (await research(database, site, nowhere)).status == "never"
    assert site.asked == 0
    site.html = ""
    assert (await research(database, site, silent)).status == "nothing"
    assert (await state(database, silent))[1] == []
    with pytest.raises(NotFound):
        await research(database, site, new_id())


async def test_a_site_that_is_away_keeps_what_is_known(database: Database) -> None:
    """And is asked again after a week."""
    made, site = await company(database), Site()
    await research(database, site, made)
    site.html = None
    assert (await research(database, site, made, force=True)).status == "failed"
    assert len((await state(database, made))[1]) == 2
    async with database.transaction() as connection:
        await connection.execute("update companies set researched_at = now() - interval '8 days'")
    site.html = "<p>Founded in 1911.</p>"
    assert (await research(database, site, made)).status == "found"
