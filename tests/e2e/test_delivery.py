"""Delivery to a real receiver that misbehaves in every way; the ledger says how each ended."""

from __future__ import annotations

import asyncio
import email
import email.policy
import json
import time
from collections.abc import AsyncIterator, Iterator
from http.server import BaseHTTPRequestHandler
from typing import Any

import httpx
import pytest
import pytest_asyncio
from standardwebhooks import Webhook, WebhookVerificationError

from schema.temporal_names import notify_workflow_id
from tests.adapters.web_server import Handle, WebServer, reply
from tests.e2e.test_jobs import BACKEND
from tests.fakes.mail_receiver import MailReceiver
from tests.world import User, World, eventually


@pytest_asyncio.fixture
async def person(lean: World) -> AsyncIterator[User]:
    """An account of the second product, whose deliveries are tried twice."""
    user = await lean.user()
    yield user
    await user.aclose()


@pytest.fixture
def feed() -> Iterator[WebServer]:
    """A feed with one posting."""
    running = WebServer()
    running.handle = lambda request: reply(request, 200, json.dumps([BACKEND]).encode())
    yield running
    running.stop()


def in_turn(*answers: Handle) -> Handle:
    """One answer after the other; the last one for ever."""
    left = list(answers)

    def answer(request: BaseHTTPRequestHandler) -> None:
        now = left.pop(0) if len(left) > 1 else left[0]
        now(request)

    return answer


def status(code: int, **headers: str) -> Handle:
    """An answer of this status."""
    return lambda request: reply(request, code, b"ok", **headers)


async def channel(user: User, address: str, kind: str = "webhook") -> dict[str, Any]:
    """POST /channels."""
    made = await user.post("/api/v1/channels", json={"kind": kind, "name": "mine", "config": {"url": address}})
    assert made.status_code == 201, made.text
    body: dict[str, Any] = made.json()
    return body


async def probe(user: User, channel_id: str) -> dict[str, Any]:
    """POST /channels/{id}/test, and wait until its ledger row has an end."""
    started = await user.post(f"/api/v1/channels/{channel_id}/test")
    assert started.status_code == 202, started.text
    return await ended(user, started.json()["id"])


async def ended(user: User, delivery_id: str) -> dict[str, Any]:
    """The ledger row once it is sent or dead."""

    async def has_ended() -> dict[str, Any] | None:
        row: dict[str, Any] = (await user.get(f"/api/v1/deliveries/{delivery_id}")).json()
        return row if row["status"] in ("sent", "dead") else None

    row: dict[str, Any] = await eventually(has_ended, seconds=20)
    return row


async def test_a_test_message_is_signed_as_the_standard_says(person: User, server: WebServer) -> None:
    """The library accepts the signature with the secret that was shown once, and no other."""
    made = await channel(person, server.url("/hook"))
    row = await probe(person, made["id"])
    assert (row["status"], row["attempts"], row["maybe_repeated"]) == ("sent", 1, False)
    body, headers = server.bodies[0], server.headers[0]
    message = Webhook(made["secret"]).verify(body, headers)
    assert message["type"] == "channel.test"
    assert headers["webhook-id"] == row["id"]
    with pytest.raises(WebhookVerificationError):
        Webhook(made["secret"]).verify(body.replace(b"test", b"best"), headers)
    shown = (await person.get(f"/api/v1/channels/{made['id']}")).json()
    assert "secret" not in shown


async def test_a_failing_receiver_is_tried_again_with_the_same_id(person: User, server: WebServer) -> None:
    """500, then 200: one row, two attempts, one id by which the receiver can drop a repeat."""
    server.handle = in_turn(status(500), status(200))
    row = await probe(person, (await channel(person, server.url()))["id"])
    assert (row["status"], row["attempts"], row["last_error"]) == ("sent", 2, None)
    assert [headers["webhook-id"] for headers in server.headers] == [row["id"]] * 2


async def test_a_wait_that_the_receiver_asks_for_is_kept(person: User, server: WebServer) -> None:
    """429 with Retry-After: the next attempt comes after that, not after the policy's second."""
    moments: list[float] = []

    def slow_down(request: BaseHTTPRequestHandler) -> None:
        moments.append(time.monotonic())
        if len(moments) == 1:
            reply(request, 429, Retry_After="3")
        else:
            reply(request, 200)

    server.handle = slow_down
    row = await probe(person, (await channel(person, server.url()))["id"])
    assert (row["status"], row["attempts"]) == ("sent", 2)
    assert moments[1] - moments[0] >= 2.9


async def test_a_receiver_that_is_gone_is_switched_off(person: User, server: WebServer) -> None:
    """410: no second try, the channel says why it is off, and a test of it is refused until it is enabled."""
    server.handle = status(410)
    made = await channel(person, server.url())
    row = await probe(person, made["id"])
    assert (row["status"], row["attempts"], row["last_error"]) == ("dead", 1, "endpoint_gone")
    shown = (await person.get(f"/api/v1/channels/{made['id']}")).json()
    assert (shown["enabled"], shown["disabled_reason"]) == (False, "the receiver answered that it is gone")
    assert (await person.post(f"/api/v1/channels/{made['id']}/test")).status_code == 409
    server.handle = status(200)
    enabled = await person.patch(f"/api/v1/channels/{made['id']}", json={"enabled": True})
    assert (enabled.json()["enabled"], enabled.json()["disabled_reason"]) == (True, None)
    assert (await probe(person, made["id"]))["status"] == "sent"


@pytest.mark.parametrize(
    ("answer", "code", "attempts"),
    [("redirect", "delivery_failed", 2), ("private", "unsafe_target", 1)],
)
async def test_no_way_leads_to_a_private_address(
    lean: World, person: User, server: WebServer, answer: str, code: str, attempts: int
) -> None:
    """A redirect to a private address is not followed, and a private target that nobody allowed is not called."""
    other = WebServer()
    try:
        if answer == "redirect":
            server.handle = status(302, Location=other.url("/inside", host="127.0.0.2"))
            address = server.url()
        else:
            address = server.url(host="localhost")
        row = await probe(person, (await channel(person, address))["id"])
    finally:
        other.stop()
    assert (row["status"], row["attempts"], row["last_error"]) == ("dead", attempts, code)
    assert other.seen == []
    assert len(server.seen) == (attempts if answer == "redirect" else 0)


async def test_a_dead_letter_is_replayed_and_only_it(
    lean: World, person: User, server: WebServer, feed: WebServer
) -> None:
    """Used-up attempts end dead and are tried no more; a replay sends that one and leaves the other dead."""
    server.handle = status(503)
    deaf = WebServer()
    deaf.handle = status(503)
    try:
        for each in (server, deaf):
            await channel(person, each.url())
        source = await _matched(person, feed)
        rows = await _eventually_dead(person, 2)
        assert [row["attempts"] for row in rows] == [2, 2]
        assert {row["last_error"] for row in rows} == {"delivery_failed"}
        await asyncio.sleep(0.3)
        assert (len(server.seen), len(deaf.seen)) == (2, 2)
        server.handle = status(200)
        wanted = await _channel_of(person, server)
        mine = next(row for row in rows if row["channel_id"] == wanted)
        replayed = await person.post(f"/api/v1/deliveries/{mine['id']}/replay")
        assert (replayed.status_code, replayed.json()["status"]) == (202, "pending")
        assert (await ended(person, mine["id"]))["status"] == "sent"
        assert len(await _eventually_dead(person, 1)) == 1
        assert len(deaf.seen) == 2
        assert (await person.post(f"/api/v1/deliveries/{mine['id']}/replay")).status_code == 409
        # an operator's signal tries what is still dead
        deaf.handle = status(200)
        run = (await lean.temporal()).get_workflow_handle(notify_workflow_id(person.id, mine["notification_id"]))
        await run.signal("retry")
        await asyncio.wait_for(run.result(), 20)
        assert (await person.get("/api/v1/deliveries?status=dead")).json()["items"] == []
    finally:
        deaf.stop()
    await person.delete(f"/api/v1/sources/{source}")


async def test_a_digest_goes_out_once_by_every_enabled_channel(
    person: User, server: WebServer, feed: WebServer
) -> None:
    """Webhook and Discord get the same match, a disabled channel nothing, and a repeated refresh tells nobody again."""
    webhook = await channel(person, server.url("/hook"))
    await channel(person, server.url("/discord"), "discord")
    off = await channel(person, server.url("/off"))
    await person.patch(f"/api/v1/channels/{off['id']}", json={"enabled": False})
    source = await _matched(person, feed)

    async def all_sent() -> bool:
        rows = (await person.get("/api/v1/deliveries")).json()["items"]
        return len(rows) == 2 and {row["status"] for row in rows} == {"sent"}

    await eventually(all_sent)
    by_path = {path.partition("?")[0]: index for index, path in enumerate(server.seen)}
    assert sorted(by_path) == ["/discord", "/hook"]
    at = by_path["/hook"]
    message = Webhook(webhook["secret"]).verify(server.bodies[at], server.headers[at])
    assert message["type"] == "match.created"
    (match,) = message["data"]["matches"]
    assert match["title"] == BACKEND["title"]
    discord = json.loads(server.bodies[by_path["/discord"]])
    assert BACKEND["title"] in discord["embeds"][0]["title"]
    assert str(match["score"]) in discord["embeds"][0]["title"]
    for _ in range(2):
        before = (await person.get(f"/api/v1/sources/{source}")).json()["last_run_at"]
        assert (await person.post(f"/api/v1/sources/{source}/trigger")).status_code == 202

        async def read_again(before: str = before) -> bool:
            return bool((await person.get(f"/api/v1/sources/{source}")).json()["last_run_at"] > before)

        await eventually(read_again)
    assert len((await person.get("/api/v1/notifications")).json()["items"]) == 1
    assert len(server.seen) == 2
    await person.delete(f"/api/v1/sources/{source}")


async def test_a_digest_gathers_until_it_is_due(person: User, server: WebServer, feed: WebServer) -> None:
    """Weekly: matches are there and nobody is told; at once from now on: one message with what had gathered."""
    made = await channel(person, server.url("/hook"))
    await person.put("/api/v1/me/delivery", json={"frequency": "weekly", "quiet_hours": None})
    await person.wait((await person.upload())["job_id"])
    source = await person.post("/api/v1/sources", json={"kind": "feed", "name": "mine", "location": feed.url()})

    async def gathered() -> Any:
        return (await person.get("/api/v1/me/delivery")).json()["next_message_at"]

    await eventually(gathered)
    assert len((await person.get("/api/v1/matches")).json()["items"]) == 1
    assert (await person.get("/api/v1/notifications")).json()["items"] == []
    assert server.seen == []
    async with person.listen() as listener:
        await person.put("/api/v1/me/delivery", json={"frequency": "instant"})
        heard = await listener.until_told()
    assert [message["type"] for message in heard] == ["match", "notification"]

    async def sent() -> bool:
        return len(server.seen) == 1

    await eventually(sent)
    message = Webhook(made["secret"]).verify(server.bodies[0], server.headers[0])
    assert message["data"]["total"] == 1
    assert heard[0]["payload"]["notification_id"] == message["data"]["notification_id"]
    assert await gathered() is None
    await person.delete(f"/api/v1/sources/{source.json()['id']}")


async def test_an_email_arrives_and_its_link_ends_the_next(
    lean: World, person: User, post_office: MailReceiver, feed: WebServer
) -> None:
    """Text and HTML through a real mail server; one click on its link, and the next test is refused."""
    made = await person.post("/api/v1/channels", json={"kind": "email", "name": "post"})
    assert made.status_code == 201, made.text
    source = await _matched(person, feed)

    async def arrived() -> list[bytes]:
        return [raw for raw in post_office.messages if f"To: {person.email}".encode() in raw]

    (raw,) = await eventually(arrived)
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    (notification,) = (await person.get("/api/v1/notifications")).json()["items"]
    assert mail["Message-ID"] == f"<{notification['id']}@example.com>"
    body = mail.get_body(("plain",))
    assert body is not None
    assert BACKEND["title"] in body.get_content()
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = mail["List-Unsubscribe"].strip("<>").removeprefix("https://jobs.example.com")
    async with httpx.AsyncClient(base_url=lean.urls[0]) as mail_program:
        assert (await mail_program.post(link, data={"List-Unsubscribe": "One-Click"})).status_code == 200
    assert (await person.post(f"/api/v1/channels/{made.json()['id']}/test")).status_code == 409
    await person.delete(f"/api/v1/sources/{source}")


async def _matched(user: User, feed: WebServer) -> str:
    """A profile and a feed that fits it; the source's id once the person was told."""
    await user.wait((await user.upload())["job_id"])
    made = await user.post("/api/v1/sources", json={"kind": "feed", "name": "mine", "location": feed.url()})
    assert made.status_code == 201, made.text

    async def told() -> bool:
        return bool((await user.get("/api/v1/notifications")).json()["items"])

    await eventually(told)
    return str(made.json()["id"])


async def _eventually_dead(user: User, count: int) -> list[dict[str, Any]]:
    async def dead() -> list[dict[str, Any]] | None:
        rows: list[dict[str, Any]] = (await user.get("/api/v1/deliveries?status=dead")).json()["items"]
        return rows if len(rows) == count else None

    rows: list[dict[str, Any]] = await eventually(dead)
    return rows


async def _channel_of(user: User, server: WebServer) -> str:
    items = (await user.get("/api/v1/channels")).json()["items"]
    return str(next(item["id"] for item in items if item["host"].endswith(f":{server.port}")))
