"""Kind `slack`: an incoming webhook of Slack, or of a service that takes the same JSON (Mattermost, Rocket.Chat).

Slack shows `blocks`, whose texts are plain; the others show `text`, in which markup and mentions are taken away.
"""

from __future__ import annotations

import json
import re
from typing import Any

from adapters.channels.base import Config, item_lines, post, refusals_told_apart, valid_address, web_url
from adapters.outbound import OutboundClient
from schema.jobs import ChannelMessage, MessageItem, SendReceipt

HEADER, SECTION, BLOCKS, TEXT, URL = 150, 3000, 50, 4000, 3000
_ITEMS = 40
_MARKUP = str.maketrans({"[": "(", "]": ")", "*": "", "~": "", "`": "'", "&": "&amp;", "<": "&lt;", ">": "&gt;"})
_MENTION = re.compile(r"@(?=\w)")


def validate(config: Config) -> Config:
    """The configuration to store: `url`. Raises Unprocessable."""
    return {"url": valid_address(config)}


class SlackChannel:
    """Posts one message. Nobody there can drop a repeat by a key of ours."""

    def __init__(self, http: OutboundClient) -> None:
        self._http = http

    async def send(self, config: Config, message: ChannelMessage, idempotency_key: str) -> SendReceipt:
        """See `Channel.send`; a repeat shows twice, so the receipt never says deduplicated."""
        body = json.dumps(rendered(message), ensure_ascii=False).encode()
        async with refusals_told_apart(gone=(404,)):
            answer = await post(self._http, config["url"], body, {"content-type": "application/json"})
        return SendReceipt(deduplicated=False, http_status=answer.status)


def rendered(message: ChannelMessage) -> dict[str, Any]:
    """The JSON body within Slack's limits."""
    items = message.items[:_ITEMS]
    blocks: list[dict[str, Any]] = [{"type": "header", "text": _plain(message.title, HEADER)}, *map(_block, items)]
    rest = len(message.items) - len(items)
    closing = " ".join(filter(None, [message.text, f"… and {rest} more." if rest else ""]))
    if closing:
        blocks.append({"type": "section", "text": _plain(closing, SECTION)})
    return {"text": _as_text(message), "blocks": blocks[:BLOCKS], "unfurl_links": False, "unfurl_media": False}


def _block(item: MessageItem) -> dict[str, Any]:
    block: dict[str, Any] = {"type": "section", "text": _plain("\n".join(item_lines(item)), SECTION)}
    url = web_url(item.url)
    if url and len(url) <= URL:
        block["accessory"] = {"type": "button", "text": _plain("Open", HEADER), "url": url}
    return block


def _as_text(message: ChannelMessage) -> str:
    lines = [message.title]
    for item in message.items:
        lines.append(item_lines(item)[0])
        lines += filter(None, [web_url(item.url)])
    lines.append(message.text)
    return _clipped("\n".join(_literal(line) for line in lines if line), TEXT)


def _literal(text: str) -> str:
    """No mention, no link behind words, no markup: a zero-width space keeps `@here` from being anybody."""
    return _MENTION.sub("@\u200b", text.translate(_MARKUP)) if not text.startswith("http") else text


def _plain(text: str, limit: int) -> dict[str, Any]:
    return {"type": "plain_text", "text": _clipped(_MENTION.sub("@\u200b", text), limit), "emoji": False}


def _clipped(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
