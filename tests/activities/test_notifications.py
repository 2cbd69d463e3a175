"""Matches gather until somebody is due, and are told once, in one message."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from activities.notifications import NotificationActivities
from schema.ids import new_id
from schema.pipeline import DuePage, NewsInput
from tests.activities.readers import ANALYSIS, Readers
from tests.e2e.faults import refusing

PAGE = DuePage(limit=50)


def activities(readers: Readers) -> NotificationActivities:
    """On the readers' record."""
    return NotificationActivities(readers.database, readers.wake, readers.rank)


async def told(readers: Readers, user: UUID) -> list[dict[str, Any]]:
    """Payloads of what somebody was told."""
    rows = await readers.rows("select payload from notifications where user_id = $1 order by id", user)
    return [row["payload"] for row in rows]


async def test_everybody_is_due_when_they_want_to_be(readers: Readers) -> None:
    """Instant now, a digest at its hour, quiet hours later; pages do not matter, and delivery is woken once."""
    batch, owner = new_id(), await readers.person()
    job = await readers.job(owner)
    now = datetime.now(UTC)
    quiet = {"start": (now - timedelta(hours=2)).strftime("%H:%M"), "end": (now + timedelta(hours=2)).strftime("%H:%M")}
    people = {
        "instant": await readers.person(),
        "weekly": await readers.person(frequency="weekly", hour=now.hour),
        "quiet": await readers.person(quiet_hours=quiet),
        "unreadable": await readers.person(frequency="as I like"),
    }
    for user in people.values():
        await readers.match(user, job, batch)
    assert await activities(readers).gather_news(NewsInput(batch_id=batch, page_users=2)) == 4
    waits = {name: (await readers.due(user)) - now for name, user in people.items()}
    assert waits["instant"] < timedelta(minutes=1)
    assert waits["unreadable"] < timedelta(minutes=1)
    assert timedelta(minutes=1) < waits["weekly"] <= timedelta(days=7)
    assert timedelta(minutes=118) < waits["quiet"] <= timedelta(minutes=121)
    assert len(readers.woken) == 1
    assert await told(readers, people["instant"]) == []


async def test_what_gathers_later_does_not_put_off_what_waits(readers: Readers) -> None:
    """The earlier moment stays; an earlier one wins."""
    batch, user = new_id(), await readers.person(frequency="weekly")
    await readers.match(user, await readers.job(user), batch)
    await activities(readers).gather_news(NewsInput(batch_id=batch))
    first = await readers.due(user)
    await activities(readers).gather_news(NewsInput(batch_id=batch))
    assert await readers.due(user) == first
    await readers.run("update delivery_preferences set preferences = '{}'")
    await activities(readers).gather_news(NewsInput(batch_id=batch))
    assert await readers.due(user) < first


async def test_one_message_tells_everything_once(readers: Readers) -> None:
    """Snapshot, marks, ledger rows for enabled channels, two events; a second look finds nothing."""
    batch, user = new_id(), await readers.person()
    on, off = await readers.channel(user, "https://a.example"), await readers.channel(user, "https://b.example")
    await readers.run("update channels set enabled = false where id = $1", off)
    matches = [
        await readers.match(user, await readers.job(user, company=f"F{n}"), batch, score=60 + n) for n in range(3)
    ]
    await readers.make_due(user)
    assert await activities(readers).announce_due(PAGE) == 1
    (payload,) = await told(readers, user)
    assert (payload["total"], payload["postings"], payload["frequency"]) == (3, 3, "instant")
    lines = payload["matches"]
    assert [line["match_id"] for line in lines] == [str(match) for match in reversed(matches)]
    assert lines[0]["analysis"] == ANALYSIS
    assert lines[0]["places"] == ["Brno"]
    marked = await readers.rows("select notification_id, notified_at from matches where user_id = $1", user)
    assert all(row["notification_id"] and row["notified_at"] for row in marked)
    assert [row["channel_id"] for row in await readers.rows("select channel_id from deliveries")] == [on]
    events = await readers.rows("select kind, payload from events where user_id = $1 order by id", user)
    assert [event["kind"] for event in events] == ["match", "notification"]
    assert [match["score"] for match in events[0]["payload"]["matches"]] == [62, 61, 60]
    assert await readers.due(user) is None
    await readers.make_due(user)
    assert await activities(readers).announce_due(PAGE) == 1
    assert len(await told(readers, user)) == 1
    assert await activities(readers).announce_due(PAGE) == 0


async def test_thirty_cities_are_one_line(readers: Readers) -> None:
    """Postings of one group are one line with all cities, duplicates that stand behind one add theirs."""
    batch, user, other, group = new_id(), await readers.person(), await readers.person(), b"one vacancy"
    for number in range(30):
        job = await readers.job(user, city=f"City {number}", group_key=group)
        await readers.match(user, job, batch)
    await readers.job(user, city="Hidden City", canonical_id=job, group_key=group)
    await readers.job(other, city="Private City", canonical_id=job, group_key=group, audience_id=other)
    await readers.make_due(user)
    await activities(readers).announce_due(PAGE)
    (payload,) = await told(readers, user)
    (line,) = payload["matches"]
    assert (payload["total"], payload["postings"]) == (1, 30)
    assert len(line["places"]) == 31
    assert "Hidden City" in line["places"]
    assert "Private City" not in line["places"]


async def test_nobody_hears_of_what_is_gone_or_known(readers: Readers) -> None:
    """Closed, duplicate, withdrawn, told before, or a repost of what was told: no message, and no empty one."""
    batch, user = new_id(), await readers.person()
    known = await readers.job(user)
    await readers.match(user, known, batch, notified_at=datetime.now(UTC))
    quiet = [
        await readers.job(user, status="closed", closed_reason="gone"),
        await readers.job(user, canonical_id=known),
        await readers.job(user, vacancy_id=known, repost_of=known),
    ]
    for job in quiet:
        await readers.match(user, job, batch)
    await readers.match(user, await readers.job(user), batch, withdrawn_at=datetime.now(UTC))
    await readers.make_due(user)
    assert await activities(readers).announce_due(PAGE) == 1
    assert await told(readers, user) == []
    assert await readers.due(user) is None


async def test_nobody_hears_of_what_they_dealt_with(readers: Readers) -> None:
    """Hidden, applied to, or moved under the threshold by their own word: only what is left is told."""
    batch, user = new_id(), await readers.person()
    hidden, applied, sent, saved, worse, better = [await readers.job(user, company=f"F{n}") for n in range(6)]
    for job in (hidden, applied, sent, saved):
        await readers.match(user, job, batch)
    await readers.match(user, worse, batch, score=65, feedback_points=-10)
    await readers.match(user, better, batch, score=55, feedback_points=10)
    for job, kind in ((hidden, "hide"), (applied, "applied"), (saved, "more_like_this")):
        await readers.run(
            "insert into match_feedback (id, user_id, job_id, kind) values ($1, $2, $3, $4)", new_id(), user, job, kind
        )
    for job, state in ((sent, "interview"), (saved, "saved")):
        await readers.run(
            "insert into applications (id, user_id, job_id, title, company, state, state_on)"
            " values ($1, $2, $3, 'Baker', 'F', $4, now())",
            new_id(),
            user,
            job,
            state,
        )
    await readers.make_due(user)
    await activities(readers).announce_due(PAGE)
    (payload,) = await told(readers, user)
    assert [line["job_id"] for line in payload["matches"]] == [str(saved), str(better)]


async def test_a_posting_that_opens_again_is_told_once_it_is_open(readers: Readers) -> None:
    """What was closed before anybody heard of it is no secret when it is back."""
    batch, user = new_id(), await readers.person()
    job = await readers.job(user, status="closed", closed_reason="gone")
    await readers.match(user, job, batch)
    for status, count in (("closed", 0), ("open", 1), ("closed", 1), ("open", 1)):
        await readers.run("update jobs set status = $1, closed_reason = null where id = $2", status, job)
        await readers.make_due(user)
        await activities(readers).announce_due(PAGE)
        assert len(await told(readers, user)) == count


async def test_workers_at_the_same_time_tell_everybody_once(readers: Readers) -> None:
    """Five pages at once, people in small pages: one message each."""
    batch, owner = new_id(), await readers.person()
    job = await readers.job(owner)
    people = [await readers.person() for _ in range(30)]
    for user in people:
        await readers.match(user, job, batch)
    await readers.make_due(*people)

    async def work() -> None:
        while await activities(readers).announce_due(DuePage(limit=4)):
            pass

    await asyncio.gather(*(work() for _ in range(4)))
    assert [len(await told(readers, user)) for user in people] == [1] * 30


async def test_somebody_who_cannot_be_told_does_not_hold_up_the_others(readers: Readers) -> None:
    """Their rows are refused: the others hear at once, they within the hour, when the fault is mended."""
    batch, owner = new_id(), await readers.person()
    job = await readers.job(owner)
    people = [await readers.person() for _ in range(3)]
    for user in people:
        await readers.match(user, job, batch)
    await readers.make_due(*people)
    async with refusing(readers.database, "notifications", f"new.user_id = '{people[1]}'"):
        assert await activities(readers).announce_due(PAGE) == 3
    assert [len(await told(readers, user)) for user in people] == [1, 0, 1]
    assert timedelta(minutes=50) < await readers.due(people[1]) - datetime.now(UTC) <= timedelta(hours=1)
    await readers.make_due(people[1])
    assert await activities(readers).announce_due(PAGE) == 1
    assert len(await told(readers, people[1])) == 1


async def test_what_is_late_keeps_quiet_hours(readers: Readers) -> None:
    """Due an hour ago while nobody worked, and quiet now: it waits for the end. A deleted account is told nothing."""
    now = datetime.now(UTC)
    quiet = {"start": (now - timedelta(hours=1)).strftime("%H:%M"), "end": (now + timedelta(hours=3)).strftime("%H:%M")}
    batch, user, gone = new_id(), await readers.person(quiet_hours=quiet), await readers.person()
    for each in (user, gone):
        await readers.match(each, await readers.job(user), batch)
    await readers.run("update users set deleted_at = now() where id = $1", gone)
    await readers.make_due(user, gone)
    assert await activities(readers).announce_due(PAGE) == 2
    assert await told(readers, user) == await told(readers, gone) == []
    assert await readers.due(user) - now > timedelta(hours=2)
    assert await readers.due(gone) is None


async def test_it_is_known_how_long_nothing_is_due(readers: Readers) -> None:
    """The next digest, message, end of a lease; nothing when nothing waits."""
    user = await readers.person()
    assert (await activities(readers).delivery_waits()).seconds is None
    await readers.run("insert into digests_due values ($1, now() + interval '1 day')", user)
    waiting = (await activities(readers).delivery_waits()).seconds
    assert waiting is not None
    assert 86_000 < waiting <= 86_400
