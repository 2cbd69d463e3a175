"""How somebody wants to be told, secrets that change, links in e-mails: the API of delivery."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
import pytest_asyncio

from adapters.postgres import Database
from domain.notifying import unsubscribe_token
from schema.ids import new_id
from tests.adapters.web_server import WebServer
from tests.api.hosting import hosted_api
from tests.world import SECRET, User, World

PATH = "/api/v1/me/delivery"


@pytest_asyncio.fixture
async def record(world: World) -> AsyncIterator[Database]:
    """The record."""
    database = await world.database()
    yield database
    await database.close()


async def webhook(user: User, outside: WebServer, path: str = "/hook") -> dict[str, Any]:
    """A channel of somebody's."""
    body = {"kind": "webhook", "name": "mine", "config": {"url": outside.url(path)}}
    answer = await user.post("/api/v1/channels", json=body)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def test_preferences_are_kept_as_a_whole(user: User) -> None:
    """What was never said has defaults; a PUT replaces everything."""
    assert (await user.get(PATH)).json() == {
        "frequency": "instant", "hour": 8, "weekday": "monday", "time_zone": None, "quiet_hours": None,
        "per_company": 3, "max_lines": 25, "next_message_at": None,
    }  # fmt: skip
    wanted = {"frequency": "weekly", "hour": 7, "weekday": "friday", "time_zone": "Europe/Prague",
              "quiet_hours": {"start": "21:30", "end": "06:00"}, "per_company": 2, "max_lines": 10}  # fmt: skip
    answer = await user.put(PATH, json=wanted)
    assert answer.status_code == 200, answer.text
    shown = (await user.get(PATH)).json()
    assert shown == answer.json()
    assert {**shown, "quiet_hours": {k: v[:5] for k, v in shown["quiet_hours"].items()}} == {
        **wanted,
        "next_message_at": None,
    }
    assert (await user.put(PATH, json={"frequency": "daily"})).json()["weekday"] == "monday"


@pytest.mark.parametrize(
    ("body", "field"),
    [({"time_zone": "Nowhere"}, "time_zone"), ({"frequency": "never"}, "frequency"), ({"hour": 25}, "hour"),
     ({"quiet_hours": {"start": "08:00", "end": "08:00"}}, "quiet_hours"), ({"frequencey": "daily"}, "frequencey")],
)  # fmt: skip
async def test_wishes_that_cannot_be_kept_are_refused(caller: User, body: dict[str, Any], field: str) -> None:
    """422 that names the field."""
    answer = await caller.put(PATH, json=body)
    assert answer.status_code == 422, answer.text
    assert field in answer.text


async def test_what_waits_goes_out_by_the_new_wishes(user: User, record: Database) -> None:
    """A weekly digest that waits becomes due at once when its reader wants to hear at once, and is shown until then."""
    await user.put(PATH, json={"frequency": "weekly"})
    later = datetime.now(UTC) + timedelta(days=3)
    await record.pool.execute("insert into digests_due values ($1, $2)", UUID(user.id), later)
    shown = (await user.get(PATH)).json()["next_message_at"]
    assert datetime.fromisoformat(shown) == later
    answer = (await user.put(PATH, json={"frequency": "instant"})).json()
    assert datetime.fromisoformat(answer["next_message_at"]) <= datetime.now(UTC)


async def test_the_time_zone_of_the_account_counts(user: User, record: Database) -> None:
    """Without one of its own a digest follows the clock of the account's settings."""
    await user.patch("/api/v1/me/settings", json={"time_zone": "Pacific/Kiritimati"})
    await record.pool.execute("insert into digests_due values ($1, now() + interval '9 days')", UUID(user.id))
    answer = (await user.put(PATH, json={"frequency": "daily", "hour": 6})).json()
    assert datetime.fromisoformat(answer["next_message_at"]).astimezone(UTC).hour == 16


async def test_a_secret_is_rotated_and_shown_once(user: User, outside: WebServer, record: Database) -> None:
    """The new one comes in the answer, the old one is kept to sign for a day; other kinds have none."""
    made = await webhook(user, outside)
    answer = await user.post(f"/api/v1/channels/{made['id']}/rotate-secret")
    assert answer.status_code == 200
    assert answer.json()["secret"] not in (None, made["secret"])
    assert "secret" not in (await user.get(f"/api/v1/channels/{made['id']}")).json()
    config = await record.pool.fetchval("select config from channels where id = $1", UUID(made["id"]))
    assert (config["secret"], config["previous_secret"]) == (answer.json()["secret"], made["secret"])
    body = {"kind": "slack", "name": "s", "config": {"url": outside.url("/slack")}}
    slack = (await user.post("/api/v1/channels", json=body)).json()
    assert (await user.post(f"/api/v1/channels/{slack['id']}/rotate-secret")).status_code == 409


async def test_all_dead_letters_of_a_channel_are_sent_again(user: User, outside: WebServer, record: Database) -> None:
    """Those of the one channel, not of the other; a channel that is off says so."""
    first, second = await webhook(user, outside, "/first"), await webhook(user, outside, "/second")
    for number in range(5):
        notification = new_id()
        await record.pool.execute(
            "insert into notifications (id, user_id, kind, subject_id, payload) values ($1, $2, 'test', $1, '{}')",
            notification,
            UUID(user.id),
        )
        await record.pool.execute(
            "insert into deliveries (id, user_id, notification_id, channel_id, status, attempts)"
            " values ($1, $2, $3, $4, 'dead', 5)",
            new_id(),
            UUID(user.id),
            notification,
            UUID((first if number < 3 else second)["id"]),
        )
    answer = await user.post(f"/api/v1/channels/{first['id']}/replay")
    assert (answer.status_code, answer.json()) == (202, {"revived": 3})
    dead = (await user.get("/api/v1/deliveries?status=dead")).json()["items"]
    assert {row["channel_id"] for row in dead} == {second["id"]}
    assert (await user.post(f"/api/v1/channels/{first['id']}/replay")).json() == {"revived": 0}
    await user.patch(f"/api/v1/channels/{second['id']}", json={"enabled": False})
    assert (await user.post(f"/api/v1/channels/{second['id']}/replay")).status_code == 409


async def test_enabling_forgets_the_failures(user: User, outside: WebServer, record: Database) -> None:
    """A channel that is switched on again starts anew."""
    made = await webhook(user, outside)
    await record.pool.execute(
        "update channels set enabled = false, failures = 9, failing_since = now() - interval '6 days',"
        " disabled_reason = 'every delivery failed for too long' where id = $1",
        UUID(made["id"]),
    )
    assert (await user.get(f"/api/v1/channels/{made['id']}")).json()["failures"] == 9
    shown = (await user.patch(f"/api/v1/channels/{made['id']}", json={"enabled": True})).json()
    assert (shown["enabled"], shown["failures"], shown["failing_since"], shown["disabled_reason"]) == (
        True,
        0,
        None,
        None,
    )


@pytest_asyncio.fixture
async def mailing(world: World) -> AsyncIterator[User]:
    """An account on an API that has a mail server."""
    async with hosted_api(world, smtp_url="smtp+plain://127.0.0.1:1", mail_from="a@example.com") as url:
        yield await world.user(api=world.urls.index(url))


async def test_email_goes_to_the_account_and_nowhere_else(mailing: User, caller: User) -> None:
    """Its own address in any spelling; a stranger's is refused, and so is e-mail without a mail server."""
    made = await mailing.post("/api/v1/channels", json={"kind": "email", "name": "post"})
    assert made.status_code == 201, made.text
    assert made.json()["host"] == "example.com"
    for address, status in ((mailing.email.upper(), 201), ("stranger@example.net", 422), (7, 422)):
        body = {"kind": "email", "name": "post", "config": {"address": address}}
        assert (await mailing.post("/api/v1/channels", json=body)).status_code == status
    refused = await caller.post("/api/v1/channels", json={"kind": "email", "name": "post"})
    assert refused.status_code == 409
    assert "SMTP_URL" in refused.text


async def test_a_link_in_an_email_ends_them(mailing: User, world: World) -> None:
    """Opening it only asks; one click ends that channel, without signing in; strangers' tokens open nothing."""
    name = "<b>post</b>"
    made = (await mailing.post("/api/v1/channels", json={"kind": "email", "name": name})).json()
    link = f"/api/v1/unsubscribe?token={unsubscribe_token(SECRET, UUID(made['id']))}"
    async with httpx.AsyncClient(base_url=world.urls[0]) as nobody:
        page = await nobody.get(link)
        assert page.status_code == 200
        assert "text/html" in page.headers["content-type"]
        assert name not in page.text
        assert "&lt;b&gt;post" in page.text
        assert (await mailing.get(f"/api/v1/channels/{made['id']}")).json()["enabled"] is True
        for _ in range(2):
            click = await nobody.post(link, data={"List-Unsubscribe": "One-Click"})
            assert click.status_code == 200
        shown = (await mailing.get(f"/api/v1/channels/{made['id']}")).json()
        assert (shown["enabled"], shown["disabled_reason"]) == (False, "unsubscribed")
        for token in ("x", unsubscribe_token("another secret", UUID(made["id"])), unsubscribe_token(SECRET, new_id())):
            for method in ("GET", "POST"):
                answer = await nobody.request(method, "/api/v1/unsubscribe", params={"token": token})
                assert answer.status_code == 404


async def test_a_link_does_not_end_what_is_no_email(user: User, outside: WebServer, world: World) -> None:
    """A token of another kind of channel, however it was made, opens nothing."""
    made = await webhook(user, outside)
    async with httpx.AsyncClient(base_url=world.urls[0]) as nobody:
        token = unsubscribe_token(SECRET, UUID(made["id"]))
        assert (await nobody.post(f"/api/v1/unsubscribe?token={token}")).status_code == 404
    assert (await user.get(f"/api/v1/channels/{made['id']}")).json()["enabled"] is True
