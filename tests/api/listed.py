"""Accounts with matches, put into the record and compared by the product's own page of a fan-out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from temporalio.testing import ActivityEnvironment

from activities.matching import MatchActivities
from adapters.postgres import Database, queries
from domain.matching import person_facts
from schema.ids import new_id
from schema.jobs import JobLocation, Posting, Salary
from schema.pipeline import Page
from schema.profile import Profile, Skill, Work
from tests.stored_postings import insert_job
from tests.world import User

BAKER = Profile(
    work=[Work(name="Somewhere", position="Baker", start_date="2019-02")],
    skills=[Skill(keywords=["Sourdough", "Pastry", "Python", "PostgreSQL"])],
)


def opening(title: str, *skills: str, company: str = "Mill", **more: Any) -> Posting:
    """A posting with an id made of its title and company."""
    return Posting(external_id=f"{title}-{company}", title=title, company=company, skills=list(skills), **more)


def in_city(city: str, country: str) -> list[JobLocation]:
    """One place of work."""
    return [JobLocation(raw=f"{city}, {country}", city=city, country=country)]


def pay(least: float, most: float, currency: str = "EUR") -> Salary:
    """Pay of a year."""
    return Salary(minimum=least, maximum=most, currency=currency, period="year")


@dataclass
class Listed:
    """Somebody with a profile, their own source, and its postings by title."""

    user: User
    database: Database
    source: UUID = field(default_factory=new_id)
    jobs: dict[str, UUID] = field(default_factory=dict)

    @property
    def id(self) -> UUID:
        """Of the account."""
        return UUID(self.user.id)

    async def settle(self, profile: Profile = BAKER) -> None:
        """Publish a profile; nothing is below the threshold."""
        job = new_id()
        async with self.database.transaction() as connection:
            await connection.execute("update users set preferences = $2 where id = $1", self.id, {"threshold": 0})
            await connection.execute(
                "insert into files (id, user_id, filename, media_type, size, sha256) "
                "values ($1, $2, 'x', 'text/plain', 1, '')", job, self.id,
            )  # fmt: skip
            await connection.execute(
                "insert into resumes (id, user_id, file_id, version) values ($1, $2, $1, 1)", job, self.id
            )
            await connection.execute(
                "insert into analysis_jobs (id, user_id, resume_id) values ($1, $2, $1)", job, self.id
            )
            await connection.execute(
                "insert into profiles (job_id, user_id, resume_id, document, facts, published_at) "
                "values ($1, $2, $1, $3, $4, now())", job, self.id, profile.to_json_resume(),
                person_facts(profile).model_dump(mode="json"),
            )  # fmt: skip
            await queries.insert_source(
                connection, id=self.source, user_id=self.id, kind="feed", name="mine", base_url=None, options={},
                location=f"https://example.com/{self.source}", shared=False, interval_seconds=3600,
            )  # fmt: skip

    async def match(self, *postings: Posting, shared: bool = False) -> None:
        """Store postings and compare the person with them, as a fan-out does."""
        await self.store(*postings, shared=shared)
        await self.compare(*(posting.title for posting in postings))

    async def compare(self, *titles: str) -> None:
        """Compare the person with stored postings."""
        batch, ids = new_id(), [self.jobs[title] for title in titles]
        async with self.database.transaction() as connection:
            await queries.insert_batch(
                connection, id=batch, kind="profiles", audience_id=None, job_ids=ids, user_ids=[self.id]
            )
        page = Page(batch_id=batch, first_user=self.id, last_user=self.id, people=1)
        activities = MatchActivities(self.database, page_users=10)
        await ActivityEnvironment().run(activities.match_page, page)

    async def store(self, *postings: Posting, shared: bool = False) -> None:
        """Open postings of the person's source, private unless `shared`."""
        async with self.database.transaction() as connection:
            for posting in postings:
                self.jobs[posting.title] = job = new_id()
                await insert_job(
                    connection,
                    job,
                    self.source,
                    posting.model_copy(update={"url": "https://example.com/job"}),
                    audience_id=None if shared else self.id,
                )

    async def matches(self, **filters: Any) -> list[dict[str, Any]]:
        """GET /matches."""
        answer = await self.user.get("/api/v1/matches", params=filters)
        assert answer.status_code == 200, answer.text
        items: list[dict[str, Any]] = answer.json()["items"]
        return items

    async def match_of(self, title: str) -> dict[str, Any]:
        """The match with one posting, hidden or not."""
        return next(each for each in await self.matches(hidden=True) if each["title"] == title)

    async def change(self, title: str, **body: Any) -> dict[str, Any]:
        """PATCH a match."""
        identity = (await self.match_of(title))["id"]
        answer = await self.user.patch(f"/api/v1/matches/{identity}", json=body)
        assert answer.status_code == 200, answer.text
        changed: dict[str, Any] = answer.json()
        return changed
