"""Discord webhooks: its limits, its answers, and nobody mentioned."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest

from adapters.channels import channel_for, validate_config
from adapters.channels.base import Channel
from adapters.channels.discord import clipped, rendered
from adapters.outbound import OutboundClient
from schema.errors import DeliveryError, DeliveryRejected, EndpointGone, Unprocessable
from schema.jobs import ChannelMessage, MessageItem
from tests.adapters.web_server import WebServer, reply

TOKEN = "AbC-secret-token_99"
PATH = f"/api/webhooks/123456/{TOKEN}"


def message(*items: MessageItem, title: str = "2 new matches", text: str = "") -> ChannelMessage:
    """A message with these items."""
    now = datetime(2026, 11, 20, tzinfo=UTC)
    return ChannelMessage(type="match.created", timestamp=now, title=title, text=text, items=list(items))


@pytest.fixture
async def discord(server: WebServer) -> AsyncIterator[Channel]:
    """The channel, with the test server allowed in Discord's place."""
    allowed = [f"127.0.0.1:{server.port}"]
    async with OutboundClient(allowed, timeout=1) as http:
        yield channel_for("discord", http, allow_hosts=allowed)


async def test_a_message_is_sent_and_waited_for(server: WebServer, discord: Channel) -> None:
    """The body arrives with wait=true, and Discord's message id comes back."""
    server.handle = lambda request: reply(request, 200, b'{"id": "777"}')
    item = MessageItem(title="Data Engineer", url="https://example.com/j/1", score=81, lines=["Python on both sides"])
    receipt = await discord.send({"url": server.url(PATH + "?thread_id=5")}, message(item), "key")
    assert server.seen == [PATH + "?thread_id=5&wait=true"]
    body = json.loads(server.bodies[0])
    assert body["embeds"][0]["title"] == "81 · Data Engineer"
    assert body["embeds"][0]["url"] == "https://example.com/j/1"
    assert "Python on both sides" in body["embeds"][0]["description"]
    assert receipt.receipt_id == "777"
    assert not receipt.deduplicated


def test_nobody_is_mentioned() -> None:
    """A job text with @everyone mentions nobody: Discord is told to parse no mention."""
    body = rendered(message(MessageItem(title="@everyone join", text="<@&1> @here"), title="@everyone"))
    assert body["allowed_mentions"] == {"parse": []}


def test_markup_of_a_posting_is_taken_literally() -> None:
    """A posting cannot hide a link behind words or style the message."""
    embed = rendered(message(MessageItem(title="**Big**", text="[click](https://evil.example)")))["embeds"][0]
    assert embed["title"] == r"\*\*Big\*\*"
    assert "[click](" not in embed["description"]


def units(text: str) -> int:
    """The length as Discord counts it."""
    return len(text.encode("utf-16-le")) // 2


@pytest.mark.parametrize("letter", ["x", "é", "🎉", "*"])
def test_over_long_texts_fit_every_limit(letter: str) -> None:
    """Content, titles, descriptions, the number of embeds and their sum stay within Discord's limits."""
    items = [
        MessageItem(title=letter * 400, text=letter * 5000, lines=[letter * 2000], url="https://e.example")
        for _ in "x" * 14
    ]
    body = rendered(message(*items, title=letter * 3000, text=letter * 3000))
    assert units(body["content"]) <= 2000
    assert 1 <= len(body["embeds"]) <= 10
    assert all(units(e["title"]) <= 256 and units(e.get("description", "")) <= 4096 for e in body["embeds"])
    assert sum(units(e["title"]) + units(e.get("description", "")) for e in body["embeds"]) <= 6000
    assert f"and {14 - len(body['embeds'])} more" in body["content"]


def test_clipping_never_splits_a_character() -> None:
    """A cut in the middle of a surrogate pair or an escape drops the whole of it."""
    assert clipped("ab🎉", 3) == "ab…"
    assert clipped("a\\*b", 3) == "a…"
    assert clipped("abc", 3) == "abc"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "not a url", "https://with space.example"])
def test_only_web_addresses_become_links(url: str) -> None:
    """Discord refuses a whole message for one bad link, so it is left out."""
    assert "url" not in rendered(message(MessageItem(title="x", url=url)))["embeds"][0]


async def fails(server: WebServer, discord: Channel, status: int, body: Any = b"", **headers: str) -> DeliveryError:
    """The error for an answer of Discord's; it never holds the token."""
    server.handle = lambda request: reply(request, status, body, **headers)
    with pytest.raises(DeliveryError) as caught:
        await discord.send({"url": server.url(PATH)}, message(), "key")
    assert TOKEN not in f"{caught.value} {caught.value.extra}"
    return caught.value


async def test_a_rate_limit_waits_as_the_body_says(server: WebServer, discord: Channel) -> None:
    """The fraction of a second stands in the JSON body; the header is the rounded second best."""
    error = await fails(server, discord, 429, b'{"retry_after": 0.65, "global": false}', Retry_After="1")
    assert error.extra["retry_after"] == 0.65
    error = await fails(server, discord, 429, b"<html>", Retry_After="3")
    assert error.extra["retry_after"] == 3.0
    assert error.retryable


async def test_failures_are_told_apart(server: WebServer, discord: Channel) -> None:
    """Trouble is retried, a refused message is not, and a deleted webhook switches the channel off."""
    assert (await fails(server, discord, 500)).retryable
    assert isinstance(await fails(server, discord, 400), DeliveryRejected)
    assert isinstance(await fails(server, discord, 404), EndpointGone)
    assert isinstance(await fails(server, discord, 410), EndpointGone)


@pytest.mark.parametrize("host", ["discord.com", "discordapp.com", "canary.discord.com", "ptb.discord.com"])
def test_genuine_addresses_are_accepted(host: str) -> None:
    """All of Discord's hosts, with and without an API version."""
    for path in (PATH, PATH.replace("/api/", "/api/v10/")):
        assert validate_config("discord", {"url": f"https://{host}{path}"}) == {"url": f"https://{host}{path}"}


@pytest.mark.parametrize(
    "url",
    [
        f"http://discord.com{PATH}",
        f"https://discord.com.evil.example{PATH}",
        f"https://evil.example{PATH}",
        f"https://discord.com:444{PATH}",
        "https://discord.com/api/users/@me",
        f"https://discord.com/api/webhooks/../users{PATH}",
    ],
)
def test_other_addresses_are_refused(url: str) -> None:
    """Only a webhook on Discord's own hosts is one, and the refusal does not repeat the token."""
    with pytest.raises(Unprocessable) as caught:
        validate_config("discord", {"url": url})
    assert TOKEN not in str(caught.value)


async def test_sending_checks_the_address_again(server: WebServer) -> None:
    """A stored address that is not Discord's is not called, even if it may be reached."""
    async with OutboundClient(["127.0.0.1"], timeout=1) as http:
        with pytest.raises(Unprocessable):
            await channel_for("discord", http).send({"url": server.url(PATH)}, message(), "key")
    assert server.seen == []
