"""Kind `discord`: an incoming webhook of a Discord channel.

Discord cannot drop a repeat by a key of ours, and says how long to wait in the body of a 429.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

import httpx

from adapters.channels.base import Config, post, valid_address
from adapters.guarded_network import AllowedHosts
from adapters.outbound import OutboundClient, OutboundResponse
from schema.errors import DeliveryError, DeliveryRejected, EndpointGone, Unprocessable
from schema.jobs import ChannelMessage, MessageItem, SendReceipt
from schema.retry_after import retry_after_seconds

HOSTS = frozenset({"discord.com", "discordapp.com", "ptb.discord.com", "canary.discord.com"})
CONTENT, TITLE, DESCRIPTION, EMBEDS, ALL_EMBEDS = 2000, 256, 4096, 10, 6000
_PATH = re.compile(r"/api/(?:v\d+/)?webhooks/\d+/[\w-]+/?")
_MARKUP = re.compile(r"([\\*_~`|>\[\]()#])")
_COLOUR = 0x2563EB


def validate(config: Config, allow_hosts: Sequence[str] = ()) -> Config:
    """The configuration to store: `url`, as Discord's channel settings show it. Raises Unprocessable."""
    address = valid_address(config)
    url = httpx.URL(address)
    genuine = url.scheme == "https" and url.host in HOSTS and url.port is None and _PATH.fullmatch(url.path)
    port = url.port or (443 if url.scheme == "https" else 80)
    if not genuine and (url.host, port) not in AllowedHosts(allow_hosts):
        raise Unprocessable(
            "`url` is not a Discord webhook. Copy it from the channel's settings, under Integrations.", field="url"
        )
    return {"url": address}


class DiscordChannel:
    """Sends one message with up to ten embeds. `allow_hosts` may stand in for Discord (tests, relays)."""

    def __init__(self, http: OutboundClient, allow_hosts: Sequence[str] = ()) -> None:
        self._http, self._allow_hosts = http, allow_hosts

    async def send(self, config: Config, message: ChannelMessage, idempotency_key: str) -> SendReceipt:
        """See `Channel.send`; a repeat shows twice, so the receipt never says deduplicated."""
        validate(config, self._allow_hosts)
        # Without wait=true Discord answers before it has stored anything.
        url = str(httpx.URL(config["url"]).copy_merge_params({"wait": "true"}))
        body = json.dumps(rendered(message), ensure_ascii=False).encode()
        try:
            answer = await post(self._http, url, body, {"content-type": "application/json"}, _wait)
        except DeliveryError as error:
            status = error.extra.get("http_status")
            if status == 404:
                raise EndpointGone("Discord does not know this webhook any more. Create a new one.") from None
            if status in (400, 401, 403):
                raise DeliveryRejected(f"Discord refused the message ({status}).", http_status=status) from None
            raise
        return SendReceipt(deduplicated=False, receipt_id=_message_id(answer), http_status=answer.status)


def rendered(message: ChannelMessage) -> dict[str, Any]:
    """The JSON body within Discord's limits: what does not fit is counted in the text instead of refused."""
    embeds: list[dict[str, Any]] = []
    room = ALL_EMBEDS
    for item in message.items[:EMBEDS]:
        embed = _embed(item, room)
        if embed is None:
            break
        room -= _length(embed["title"]) + _length(embed.get("description", ""))
        embeds.append(embed)
    lines = [f"**{_plain(message.title)}**", _plain(message.text)]
    if len(message.items) > len(embeds):
        more = f"… and {len(message.items) - len(embeds)} more."
        head = clipped("\n".join(filter(None, lines)), CONTENT - len(more) - 1)
        content = f"{head}\n{more}"
    else:
        content = clipped("\n".join(filter(None, lines)), CONTENT)
    # Job texts may hold @everyone: nobody is ever mentioned.
    return {"content": content, "embeds": embeds, "allowed_mentions": {"parse": []}}


def _embed(item: MessageItem, room: int) -> dict[str, Any] | None:
    score = "" if item.score is None else f"{item.score} · "
    title = clipped(score + _plain(item.title), TITLE)
    rest = room - _length(title)
    if rest < 0:
        return None
    embed: dict[str, Any] = {"title": title, "color": _COLOUR}
    lines = [_plain(item.place), _plain(item.text), *("• " + _plain(line) for line in item.lines)]
    text = "\n".join(filter(None, lines))
    if text and rest:
        embed["description"] = clipped(text, min(DESCRIPTION, rest))
    if item.url and re.match(r"https?://[^\s]+$", item.url):
        embed["url"] = item.url
    return embed


def clipped(text: str, limit: int) -> str:
    """At most `limit` UTF-16 units, the way Discord counts, with an ellipsis where something was cut."""
    if _length(text) <= limit:
        return text
    kept = text.encode("utf-16-le")[: 2 * max(limit - 1, 0)].decode("utf-16-le", errors="ignore")
    return (kept.rstrip("\\ ") + "…")[:limit]


def _length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _plain(text: str) -> str:
    """Text of a posting with Discord's markup taken literally: no hidden links, no headings."""
    return _MARKUP.sub(r"\\\1", text.strip())


def _wait(answer: OutboundResponse) -> float | None:
    try:
        return retry_after_seconds(str(json.loads(answer.body)["retry_after"]))
    except (ValueError, KeyError, TypeError):
        return None


def _message_id(answer: OutboundResponse) -> str | None:
    try:
        return str(json.loads(answer.body)["id"])
    except (ValueError, KeyError, TypeError):
        return None
