"""The ledger in pages: sent once, marked as answers come, taken up after a crash, handed on when it fails."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from temporalio.testing import ActivityEnvironment

from activities import deliveries
from activities.deliveries import DeliveryActivities
from activities.sending import DeliveryRules, Sender
from adapters.channels import channel_for
from adapters.outbound import OutboundClient
from schema.ids import new_id
from schema.jobs import ChannelMessage, SendReceipt
from schema.pipeline import DeliveryInput, DuePage, NotifyInput
from tests.activities.readers import Readers
from tests.adapters.web_server import WebServer, reply

PAGE = DuePage(limit=20)


@pytest.fixture
def server() -> Iterator[WebServer]:
    """A receiver of webhooks; paths below /fail, /gone and /refused answer so, /hang does not answer."""

    def answer(request: Any) -> None:
        if request.path == "/hang":
            running.stopping.wait(5)
            return
        reply(request, {"/fail": 500, "/gone": 410, "/slow-down": 429}.get(request.path, 204), Retry_After="90")

    running = WebServer()
    running.handle = answer
    yield running
    running.stop()


@asynccontextmanager
async def sending(readers: Readers, **rules: Any) -> AsyncIterator[DeliveryActivities]:
    """The activities with real channels."""
    async with OutboundClient(["127.0.0.1"], timeout=20) as http:

        async def send(kind: str, config: dict[str, Any], message: ChannelMessage, key: str) -> SendReceipt:
            return await channel_for(kind, http).send(config, message, key)

        yield DeliveryActivities(readers.database, Sender(send, DeliveryRules(**rules)), readers)


async def page(readers: Readers, *, attempt: int = 1, run: str = "run", limit: int = 20, **rules: Any) -> int:
    """One attempt at one page."""
    async with sending(readers, **rules) as activities:
        environment = ActivityEnvironment()
        environment.info = replace(environment.info, attempt=attempt, workflow_run_id=run, activity_id="7")
        sent: int = await environment.run(activities.deliver_due, DuePage(limit=limit))
        return sent


async def message_to(readers: Readers, *urls: str, **columns: Any) -> tuple[UUID, list[UUID]]:
    """Somebody with a test message to webhooks of theirs; the notification and the ledger rows."""
    user, notification = await readers.person(), new_id()
    await readers.run(
        "insert into notifications (id, user_id, kind, subject_id, payload) values ($1, $2, 'test', $1, '{}')",
        notification,
        user,
    )
    rows = []
    for url in urls:
        row, channel = new_id(), await readers.channel(user, url)
        await readers.run(
            "insert into deliveries (id, user_id, notification_id, channel_id) values ($1, $2, $3, $4)",
            row,
            user,
            notification,
            channel,
        )
        for name, value in columns.items():
            await readers.run(f"update deliveries set {name} = {value} where id = '{row}'")
        rows.append(row)
    return notification, rows


async def row_of(readers: Readers, delivery_id: UUID) -> Any:
    """The ledger row."""
    return (await readers.rows("select * from deliveries where id = $1", delivery_id))[0]


async def test_a_page_is_sent_and_marked(readers: Readers, server: WebServer) -> None:
    """Each row once, with its receipt; the next page finds nothing; who fails now and then starts anew."""
    _, rows = await message_to(readers, *[server.url(f"/{n}") for n in range(30)])
    await readers.run("update channels set failing_since = now(), failures = 3")
    assert [await page(readers, limit=20) for _ in range(3)] == [20, 10, 0]
    assert len(server.seen) == 30
    for each in rows:
        row = await row_of(readers, each)
        assert (row["status"], row["attempts"], row["receipt_id"], row["claimed_by"]) == ("sent", 1, str(each), None)
    assert await readers.one("select count(*) from channels where failing_since is not null or failures > 0") == 0
    assert readers.handed == []


async def test_pages_at_the_same_time_share_the_ledger(readers: Readers, server: WebServer) -> None:
    """Three lanes, thirty rows, thirty messages."""
    await message_to(readers, *[server.url(f"/{n}") for n in range(30)])
    assert sum(await asyncio.gather(*(page(readers, run=f"run-{n}", limit=10) for n in range(4)))) == 30
    assert sorted(server.seen) == sorted(f"/{n}" for n in range(30))


async def test_what_fails_is_handed_to_a_run_of_its_own(readers: Readers, server: WebServer) -> None:
    """Not before the receiver wants it, with the tries that are left; pages leave it alone from then on."""
    notification, (bad, good) = await message_to(readers, server.url("/slow-down"), server.url("/ok"))
    assert await page(readers) == 2
    assert (await row_of(readers, good))["status"] == "sent"
    row = await row_of(readers, bad)
    assert (row["status"], row["attempts"], row["last_error"], row["claimed_by"]) == (
        "pending",
        1,
        "delivery_failed",
        None,
    )
    assert [each for _, each in readers.handed] == [notification]
    assert await page(readers) == 0
    async with sending(readers, attempts=3) as activities:
        left = await activities.pending_deliveries(NotifyInput(user_id=row["user_id"], notification_id=notification))
    assert [(each.delivery_id, each.attempts) for each in left.rows] == [(bad, 2)]
    assert 85 < left.rows[0].wait_seconds <= 90
    assert (await readers.rows("select failures from channels order by failures desc"))[0]["failures"] == 1


async def test_a_hanging_receiver_holds_nobody_up(
    readers: Readers, server: WebServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its first try is short; the others of its page are sent meanwhile."""
    monkeypatch.setattr(deliveries, "FIRST_TRY_SECONDS", 0.3)
    _, (slow, *others) = await message_to(readers, server.url("/hang"), *[server.url(f"/{n}") for n in range(5)])
    assert await page(readers) == 6
    assert ((await row_of(readers, slow))["status"], (await row_of(readers, slow))["maybe_repeated"]) == (
        "pending",
        True,
    )
    assert {(await row_of(readers, each))["status"] for each in others} == {"sent"}
    assert len(readers.handed) == 1


async def test_a_second_attempt_takes_up_what_the_first_held(readers: Readers, server: WebServer) -> None:
    """A killed worker's rows go out at once under their own ids; whoever cannot tell a repeat is told of it."""
    _, (row,) = await message_to(
        readers, server.url("/ok"), status="'claimed'", claimed_by="'run/7'", claimed_until="now() + interval '1 min'",
        attempts="1",
    )  # fmt: skip
    assert await page(readers, run="another") == 0
    assert await page(readers, attempt=2) == 1
    assert server.headers[0]["webhook-id"] == str(row)
    assert ((await row_of(readers, row))["status"], (await row_of(readers, row))["attempts"]) == ("sent", 2)


async def test_a_second_attempt_hands_over_what_the_first_could_not(readers: Readers, server: WebServer) -> None:
    """Killed between giving a row back and starting its run: the run is started."""
    notification, _ = await message_to(
        readers, server.url("/ok"), claimed_by="'run/7'", attempts="1", next_attempt_at="now() + interval '1 min'"
    )
    assert await page(readers, attempt=2) == 0
    assert [each for _, each in readers.handed] == [notification]
    assert await readers.one("select claimed_by from deliveries") is None


@pytest.mark.parametrize(
    "columns",
    [
        {"status": "'claimed'", "claimed_until": "now() - interval '1 s'", "claimed_by": "'old/1'", "attempts": "1"},
        {"attempts": "2", "next_attempt_at": "now() - interval '61 min'"},
    ],
)
async def test_what_its_sender_left_behind_is_taken_up(
    readers: Readers, server: WebServer, columns: dict[str, str]
) -> None:
    """A lease that ended, and a row whose run was ended from outside an hour ago."""
    _, (row,) = await message_to(readers, server.url("/ok"), **columns)
    assert await page(readers) == 1
    assert (await row_of(readers, row))["status"] == "sent"


async def test_nothing_is_sent_before_its_time_or_to_a_channel_that_is_off(readers: Readers, server: WebServer) -> None:
    """A row that waits stays; rows of disabled channels and deleted accounts are dead letters."""
    await message_to(readers, server.url("/later"), next_attempt_at="now() + interval '1 min'")
    _, (off,) = await message_to(readers, server.url("/off"))
    await readers.run("update channels set enabled = false where config ->> 'url' = $1", server.url("/off"))
    _, (gone,) = await message_to(readers, server.url("/deleted"))
    await readers.run("update users set deleted_at = now() where id = $1", (await row_of(readers, gone))["user_id"])
    assert await page(readers) == 2
    assert [(await row_of(readers, each))["last_error"] for each in (off, gone)] == ["channel_disabled"] * 2
    assert server.seen == []


async def test_a_receiver_that_is_gone_is_switched_off_and_its_owner_told(readers: Readers, server: WebServer) -> None:
    """410: dead at once; the other channel of the owner says which one, and nobody asks the gone one again."""
    _, (dead, _) = await message_to(readers, server.url("/gone"), server.url("/ok"))
    assert await page(readers) == 2
    assert ((await row_of(readers, dead))["status"], (await row_of(readers, dead))["last_error"]) == (
        "dead",
        "endpoint_gone",
    )
    assert await readers.one("select disabled_reason from channels where not enabled") == (
        "the receiver answered that it is gone"
    )
    told = await readers.rows("select kind, payload from notifications where kind <> 'test'")
    assert [(row["kind"], row["payload"]["channel"]) for row in told] == [("channel_disabled", "mine")]
    events = await readers.rows("select payload from events where kind = 'notification'")
    assert [row["payload"]["kind"] for row in events] == ["channel_disabled"]
    assert len(readers.woken) == 1
    assert await page(readers) == 1
    assert server.seen.count("/gone") == 1
    assert b"channel.disabled" in server.bodies[-1]


async def test_a_receiver_that_fails_for_too_long_is_switched_off(readers: Readers, server: WebServer) -> None:
    """Five days of failures without one success; an hour of them is not enough."""
    for hours, enabled in ((119, True), (121, False)):
        _, (row,) = await message_to(readers, server.url("/fail"))
        channel = (await row_of(readers, row))["channel_id"]
        await readers.run(
            "update channels set failing_since = now() - make_interval(hours => $1) where id = $2", hours, channel
        )
        await page(readers, failing_hours=120)
        found = (await readers.rows("select enabled, disabled_reason from channels where id = $1", channel))[0]
        assert found["enabled"] is enabled
        assert (await row_of(readers, row))["status"] == ("pending" if enabled else "dead")
    assert found["disabled_reason"] == "every delivery failed for too long"


async def test_a_message_that_breaks_its_channel_stays_alone(readers: Readers, server: WebServer) -> None:
    """A snapshot that nobody can read: the others of the page are sent, it is tried apart and buried there."""
    notification, (broken,) = await message_to(readers, server.url("/x"))
    await readers.run("update notifications set kind = 'matches', payload = '{\"total\": \"many\"}'")
    _, (good,) = await message_to(readers, server.url("/ok"))
    assert await page(readers) == 2
    assert (await row_of(readers, good))["status"] == "sent"
    assert (await row_of(readers, broken))["status"] == "pending"
    assert [each for _, each in readers.handed] == [notification]


async def test_one_try_is_enough_where_no_more_are_allowed(readers: Readers, server: WebServer) -> None:
    """With one attempt a failure is a dead letter at once; a replay makes it fresh again."""
    notification, (row,) = await message_to(readers, server.url("/fail"))
    assert await page(readers, attempts=1) == 1
    assert (await row_of(readers, row))["status"] == "dead"
    assert readers.handed == []
    async with sending(readers) as activities:
        await activities.revive_deliveries(
            NotifyInput(user_id=(await row_of(readers, row))["user_id"], notification_id=notification)
        )
        assert ((await row_of(readers, row))["status"], (await row_of(readers, row))["attempts"]) == ("pending", 0)
        await activities.bury_delivery(DeliveryInput(delivery_id=row, error="given_up"))
    assert (await row_of(readers, row))["last_error"] == "given_up"


async def test_links_of_an_email_are_signed_for_its_channel(readers: Readers) -> None:
    """Only e-mail has one, and only where the installation has an address and a secret."""
    seen: list[ChannelMessage] = []

    async def send(kind: str, config: dict[str, Any], message: ChannelMessage, key: str) -> SendReceipt:
        seen.append(message)
        return SendReceipt(deduplicated=False)

    row = {
        "id": new_id(), "notification_id": new_id(), "notification_kind": "test", "payload": {}, "kind": "email",
        "created_at": "2026-11-20T00:00:00Z", "config": {}, "channel_id": new_id(),
    }  # fmt: skip
    rules = DeliveryRules(public_url="https://jobs.example.com/", link_secret="s" * 32)
    await Sender(send, rules)(row)
    await Sender(send, rules)({**row, "kind": "webhook"})
    await Sender(send, DeliveryRules(public_url="https://jobs.example.com"))(row)
    links = [message.unsubscribe_url for message in seen]
    assert links[0] is not None
    assert links[0].startswith("https://jobs.example.com/api/v1/unsubscribe?token=")
    assert links[1:] == [None, None]
