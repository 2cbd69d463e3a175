"""What feedback and saved searches make of messages."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from activities.notifications import NotificationActivities
from adapters.postgres import queries
from schema.ids import new_id
from schema.pipeline import DuePage, NewsInput
from tests.activities.readers import Readers


async def told(readers: Readers, user: UUID, batch: UUID) -> list[dict[str, Any]]:
    """The lines of what somebody is told of a batch."""
    activities = NotificationActivities(readers.database, readers.wake, readers.rank)
    await activities.gather_news(NewsInput(batch_id=batch))
    await activities.announce_due(DuePage(limit=50))
    rows = await readers.rows("select payload from notifications where user_id = $1", user)
    return [line for row in rows for line in row["payload"]["matches"]]


async def save(readers: Readers, user: UUID, name: str, *, digest: bool = True, **wanted: Any) -> None:
    """A saved search."""
    async with readers.database.transaction() as connection:
        await queries.insert_search(connection, id=new_id(), user_id=user, name=name, filter=wanted, digest=digest)


async def test_lines_name_the_searches_that_found_them(readers: Readers) -> None:
    """Those of the person, that ask for it, and whose filter finds it; one that cannot be read finds nothing."""
    batch, user, other = new_id(), await readers.person(), await readers.person()
    for title in ("Baker", "Driver"):
        await readers.match(user, await readers.job(user, title=title), batch)
    await save(readers, user, "bread", titles=["baker"])
    await save(readers, user, "silent", titles=["baker"], digest=False)
    await save(readers, user, "all", words="baker or driver")
    await save(readers, user, "broken", titles=7)
    await save(readers, other, "of another")
    lines = await told(readers, user, batch)
    assert {line["title"]: line["searches"] for line in lines} == {"Baker": ["bread", "all"], "Driver": ["all"]}


async def test_hidden_vacancies_are_not_told(readers: Readers) -> None:
    """Hidden while it waited for the digest, and under another posting of the same vacancy."""
    batch, user, vacancy = new_id(), await readers.person(), new_id()
    seen = await readers.job(user, title="Seen", vacancy_id=vacancy)
    await readers.match(user, await readers.job(user, title="Again", vacancy_id=vacancy), batch)
    await readers.match(user, await readers.job(user, title="Other"), batch)
    async with readers.database.transaction() as connection:
        await queries.set_feedback(connection, id=new_id(), user_id=user, job_id=seen, kind="hide")
    assert [line["title"] for line in await told(readers, user, batch)] == ["Other"]


async def test_messages_have_the_score_that_lists_show(readers: Readers) -> None:
    """The order of a message is that of the list, points of feedback included."""
    batch, user = new_id(), await readers.person()
    await readers.match(user, await readers.job(user, title="First"), batch, score=80)
    await readers.match(user, await readers.job(user, title="Second"), batch, score=78, feedback_points=10)
    lines = await told(readers, user, batch)
    assert [(line["title"], line["score"]) for line in lines] == [("Second", 88), ("First", 80)]
