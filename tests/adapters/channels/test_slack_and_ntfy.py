"""Slack-style webhooks and ntfy: their bodies, limits and refusals, against a real server."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from adapters.channels import channel_for, ntfy, slack, validate_config
from adapters.outbound import OutboundClient
from schema.errors import DeliveryError, DeliveryRejected, EndpointGone, Unprocessable
from schema.jobs import ChannelMessage, MessageItem
from tests.adapters.web_server import WebServer, reply


def message(*items: MessageItem, title: str = "2 new matching jobs", text: str = "") -> ChannelMessage:
    """A digest."""
    now = datetime(2026, 11, 20, tzinfo=UTC)
    return ChannelMessage(type="digest.ready", timestamp=now, title=title, text=text, items=list(items))


ITEM = MessageItem(title="Cook — Diner", url="https://example.com/j/1", score=81, place="Brno", lines=["+ Soup"])


@pytest.fixture
async def http(server: WebServer) -> AsyncIterator[OutboundClient]:
    """A client that may call the server."""
    async with OutboundClient([f"127.0.0.1:{server.port}"], timeout=0.5) as client:
        yield client


async def test_slack_gets_blocks_and_text(server: WebServer, http: OutboundClient) -> None:
    """Blocks of plain text with a button for Slack, the same as text for its relatives."""
    receipt = await channel_for("slack", http).send({"url": server.url("/services/T/B/x")}, message(ITEM), "key")
    body = json.loads(server.bodies[0])
    header, section = body["blocks"]
    assert header["text"] == {"type": "plain_text", "text": "2 new matching jobs", "emoji": False}
    assert section["text"]["text"] == "81 · Cook — Diner\nBrno\n+ Soup"
    assert section["accessory"]["url"] == "https://example.com/j/1"
    assert body["text"] == "2 new matching jobs\n81 · Cook — Diner\nhttps://example.com/j/1"
    assert not receipt.deduplicated


def test_slack_mentions_nobody_and_hides_no_link() -> None:
    """Mentions of both dialects, links behind words and markup lose their meaning."""
    evil = MessageItem(title="@here <!channel> <https://evil.example|bank> [bank](https://evil.example) *now*")
    body = slack.rendered(message(evil, title="@channel <@U123>"))
    assert "<" not in body["text"]
    assert "](" not in body["text"]
    for word in ("@here", "@channel", "@U123", "*"):
        assert word not in body["text"]
    assert all(block["text"]["type"] == "plain_text" for block in body["blocks"])
    assert "@here" not in json.dumps(body["blocks"])


def test_slack_limits_are_kept() -> None:
    """Fifty blocks, texts of 150 and 3,000 characters; what is left out is counted."""
    items = [MessageItem(title="x" * 400, text="y" * 9000, url="https://e.example/" + "z" * 4000) for _ in range(60)]
    body = slack.rendered(message(*items, title="t" * 400))
    assert len(body["blocks"]) <= 50
    assert len(body["blocks"][0]["text"]["text"]) <= 150
    assert all(len(block["text"]["text"]) <= 3000 for block in body["blocks"])
    assert "accessory" not in body["blocks"][1]
    assert "and 20 more" in body["blocks"][-1]["text"]["text"]
    assert len(body["text"]) <= 4000


async def test_ntfy_publishes_json_to_the_root(server: WebServer, http: OutboundClient) -> None:
    """The topic goes into the body, so that a title may hold any letter; a token opens a protected topic."""
    server.handle = lambda request: reply(request, 200, b'{"id": "n7"}')
    config = validate_config("ntfy", {"url": server.url("/push/my-topic"), "token": "tk_secret"})
    receipt = await channel_for("ntfy", http).send(config, message(ITEM, title="Neu: Köchin"), "key")
    assert server.seen == ["/push/"]
    assert server.headers[0]["authorization"] == "Bearer tk_secret"
    assert json.loads(server.bodies[0]) == {
        "topic": "my-topic",
        "title": "Neu: Köchin",
        "message": "81 · Cook — Diner\nBrno\n+ Soup",
        "click": "https://example.com/j/1",
    }
    assert receipt.receipt_id == "n7"


@pytest.mark.parametrize("letter", ["x", "é", "🎉"])
def test_ntfy_limits_are_kept(letter: str) -> None:
    """Bytes, not characters, and never half of one; a bad link is left out."""
    body = ntfy.rendered(message(MessageItem(title=letter * 5000, url="javascript:1"), title=letter * 500), "t")
    assert len(body["message"].encode()) <= ntfy.MESSAGE_BYTES
    assert len(body["title"].encode()) <= ntfy.TITLE_BYTES
    assert "click" not in body


@pytest.mark.parametrize(
    ("kind", "status", "error"),
    [("slack", 404, EndpointGone), ("slack", 410, EndpointGone), ("slack", 403, DeliveryRejected),
     ("slack", 429, DeliveryError), ("slack", 500, DeliveryError), ("ntfy", 401, DeliveryRejected),
     ("ntfy", 429, DeliveryError), ("ntfy", 404, DeliveryError), ("ntfy", 302, DeliveryError)],
)  # fmt: skip
async def test_refusals_are_told_apart(
    server: WebServer, http: OutboundClient, kind: str, status: int, error: type[DeliveryError]
) -> None:
    """Gone is gone, refused is refused, the rest is tried again; no address is in the message."""
    server.handle = lambda request: reply(request, status, b"no", Retry_After="9", Location="http://127.0.0.1/x")
    with pytest.raises(DeliveryError) as caught:
        await channel_for(kind, http).send({"url": server.url("/secret-path")}, message(), "key")
    assert type(caught.value) is error
    assert "secret-path" not in f"{caught.value} {caught.value.extra}"
    if status == 429:
        assert caught.value.extra["retry_after"] == 9.0


@pytest.mark.parametrize(
    ("kind", "config", "field"),
    [
        ("slack", {}, "url"),
        ("slack", {"url": "ftp://example.com/x"}, "url"),
        ("slack", {"url": "https://user:pass@example.com/x"}, "url"),
        ("ntfy", {"url": "https://ntfy.sh"}, "url"),
        ("ntfy", {"url": "https://ntfy.sh/a b"}, "url"),
        ("ntfy", {"url": "https://ntfy.sh/topic?auth=x"}, "url"),
        ("ntfy", {"url": "https://ntfy.sh/topic", "token": "a\nb"}, "token"),
        ("ntfy", {"url": "https://ntfy.sh/topic", "token": 7}, "token"),
    ],
)
def test_configurations_that_cannot_work_are_refused(kind: str, config: dict[str, object], field: str) -> None:
    """Each by the name of its field."""
    with pytest.raises(Unprocessable) as caught:
        validate_config(kind, config)
    assert caught.value.extra["field"] == field
