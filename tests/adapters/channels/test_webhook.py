"""Signed webhooks against a real receiver that checks them with the library."""

from __future__ import annotations

import base64
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from adapters.channels import channel_for, new_secret, rotated, validate_config
from adapters.outbound import OutboundClient
from schema.errors import DeliveryError, EndpointGone, Unprocessable, UnsafeTarget
from schema.jobs import ChannelMessage
from tests.adapters.web_server import WebServer, reply

MESSAGE = ChannelMessage(
    type="match.created",
    timestamp=datetime(2026, 11, 20, 10, 0, tzinfo=UTC),
    title="One new match",
    data={"score": 82, "title": "Ingénieure réseau"},
)
TOKEN = "tok-7788"


@pytest.fixture
async def http(server: WebServer) -> AsyncIterator[OutboundClient]:
    """A client that may call the server."""
    async with OutboundClient([f"127.0.0.1:{server.port}"], timeout=0.5) as client:
        yield client


async def test_the_library_accepts_the_signature(server: WebServer, http: OutboundClient) -> None:
    """A receiver that holds the secret verifies the body; with another secret it does not."""
    secret = new_secret()
    receipt = await channel_for("webhook", http).send({"url": server.url("/in"), "secret": secret}, MESSAGE, "msg_1")
    body, headers = server.bodies[0], server.headers[0]
    assert Webhook(secret).verify(body, headers) == {
        "type": "match.created",
        "timestamp": "2026-11-20T10:00:00Z",
        "data": {"score": 82, "title": "Ingénieure réseau"},
    }
    with pytest.raises(WebhookVerificationError):
        Webhook(new_secret()).verify(body, headers)
    assert receipt.deduplicated
    assert receipt.receipt_id == "msg_1"


async def test_a_retry_carries_the_same_id_and_body(server: WebServer, http: OutboundClient) -> None:
    """The receiver can tell a repeat: id and body are those of the first attempt."""
    channel, config = channel_for("webhook", http), {"url": server.url(), "secret": new_secret()}
    for _ in range(2):
        await channel.send(config, MESSAGE, "msg_2")
    assert [headers["webhook-id"] for headers in server.headers] == ["msg_2", "msg_2"]
    assert server.bodies[0] == server.bodies[1]


async def test_both_keys_sign_while_they_change(server: WebServer, http: OutboundClient) -> None:
    """Receivers with the old and with the new secret both accept."""
    old, new = new_secret(), new_secret()
    config = {"url": server.url(), "secret": new, "previous_secret": old}
    await channel_for("webhook", http).send(config, MESSAGE, "msg_3")
    for secret in (old, new):
        Webhook(secret).verify(server.bodies[0], server.headers[0])


async def test_a_rotated_secret_signs_beside_the_old_one_for_a_day(server: WebServer, http: OutboundClient) -> None:
    """Both receivers accept at first; when the day is over only the new secret signs."""
    config = {"url": server.url(), "secret": (old := new_secret())}
    changed = rotated(config, datetime.now(UTC))
    assert validate_config("webhook", changed)["secret"] == changed["secret"] != old
    over = rotated(config, datetime.now(UTC) - timedelta(hours=24, seconds=1))
    for each in (changed, over):
        await channel_for("webhook", http).send(each, MESSAGE, "msg_4")
    Webhook(old).verify(server.bodies[0], server.headers[0])
    Webhook(changed["secret"]).verify(server.bodies[0], server.headers[0])
    Webhook(over["secret"]).verify(server.bodies[1], server.headers[1])
    with pytest.raises(WebhookVerificationError):
        Webhook(old).verify(server.bodies[1], server.headers[1])


@pytest.mark.parametrize(("status", "header", "wait"), [(500, None, None), (429, "7", 7.0), (503, "120", 120.0)])
async def test_refusals_say_how_long_to_wait(
    server: WebServer, http: OutboundClient, status: int, header: str | None, wait: float | None
) -> None:
    """A receiver in trouble is retried, after its own Retry-After."""
    server.handle = lambda request: reply(request, status, b"", **({"Retry_After": header} if header else {}))
    with pytest.raises(DeliveryError) as caught:
        await channel_for("webhook", http).send({"url": server.url(f"/{TOKEN}"), "secret": new_secret()}, MESSAGE, "m")
    assert caught.value.retryable
    assert caught.value.extra.get("retry_after") == wait
    assert caught.value.extra["http_status"] == status
    assert TOKEN not in str(caught.value)


async def test_gone_switches_the_channel_off(server: WebServer, http: OutboundClient) -> None:
    """410 is told apart from a failure."""
    server.handle = lambda request: reply(request, 410)
    with pytest.raises(EndpointGone):
        await channel_for("webhook", http).send({"url": server.url(), "secret": new_secret()}, MESSAGE, "m")


async def test_a_redirect_is_a_failure(server: WebServer, http: OutboundClient) -> None:
    """A 3xx is not delivered, and where it leads is not called."""
    server.handle = lambda request: reply(request, 307, Location="http://169.254.169.254/")
    with pytest.raises(DeliveryError, match="redirect"):
        await channel_for("webhook", http).send({"url": server.url("/a"), "secret": new_secret()}, MESSAGE, "m")
    assert server.seen == ["/a"]


async def test_a_hanging_receiver_is_a_failure(server: WebServer, http: OutboundClient) -> None:
    """A receiver that never answers costs the time limit and is retried."""
    server.handle = lambda request: server.stopping.wait(5)
    with pytest.raises(DeliveryError, match="did not answer") as caught:
        await channel_for("webhook", http).send({"url": server.url(f"/{TOKEN}"), "secret": new_secret()}, MESSAGE, "m")
    assert caught.value.retryable
    assert TOKEN not in str(caught.value)


async def test_private_receivers_are_refused(server: WebServer) -> None:
    """Without configuration a webhook cannot reach this machine."""
    async with OutboundClient(timeout=1) as http:
        with pytest.raises(UnsafeTarget):
            await channel_for("webhook", http).send({"url": server.url(), "secret": new_secret()}, MESSAGE, "m")
    assert server.seen == []


def test_a_new_secret_is_long_and_never_the_same() -> None:
    """32 random bytes in the standard's form."""
    one, other = new_secret(), new_secret()
    assert one != other
    assert len(base64.b64decode(one.removeprefix("whsec_"))) == 32


def test_only_known_keys_are_stored() -> None:
    """A configuration keeps what the channel needs and nothing else."""
    secret = new_secret()
    config = {"url": " https://example.com/in ", "secret": secret, "admin": True}
    assert validate_config("webhook", config) == {"url": "https://example.com/in", "secret": secret}


@pytest.mark.parametrize(
    ("config", "field"),
    [
        ({}, "url"),
        ({"url": 5}, "url"),
        ({"url": "ftp://example.com"}, "url"),
        ({"url": "https://user:pass@example.com"}, "url"),
        ({"url": "https://example.com"}, "secret"),
        ({"url": "https://example.com", "secret": "hunter2"}, "secret"),
        ({"url": "https://example.com", "secret": "whsec_***"}, "secret"),
        ({"url": "https://example.com", "secret": "whsec_" + base64.b64encode(b"short").decode()}, "secret"),
        ({"url": "https://example.com", "secret": new_secret(), "previous_secret": "x"}, "previous_secret"),
    ],
)
def test_wrong_configurations_name_the_field(config: dict[str, object], field: str) -> None:
    """What is wrong is told by field, without repeating the value."""
    with pytest.raises(Unprocessable) as caught:
        validate_config("webhook", config)
    assert caught.value.extra["field"] == field
    assert "hunter2" not in json.dumps(caught.value.detail)


def test_an_unknown_kind_names_the_known_ones() -> None:
    """A wrong kind is answered with the choices."""
    with pytest.raises(Unprocessable, match="webhook, discord, slack, ntfy, email"):
        validate_config("pigeon", {})
