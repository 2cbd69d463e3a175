"""Kind `ntfy`: a topic on ntfy.sh or a server of one's own, as its JSON publishing takes it.

A message is plain text there, so that nothing in a posting is markup.
"""

from __future__ import annotations

import json
import re
from typing import Any

import httpx

from adapters.channels.base import Config, item_lines, post, refusals_told_apart, valid_address, web_url
from adapters.outbound import OutboundClient
from schema.errors import Unprocessable
from schema.jobs import ChannelMessage, SendReceipt

TITLE_BYTES, MESSAGE_BYTES = 200, 4000
_TOPIC = re.compile(r"[-_A-Za-z0-9]{1,64}")
_TOKEN = re.compile(r"[!-~]{1,200}")


def validate(config: Config) -> Config:
    """The configuration to store: `url` that ends in the topic, `token` of a protected one. Raises Unprocessable."""
    address = valid_address(config)
    url = httpx.URL(address)
    if not _TOPIC.fullmatch(url.path.rpartition("/")[2]) or url.query:
        raise Unprocessable("`url` must end in the name of a topic, like https://ntfy.sh/my-topic.", field="url")
    token = config.get("token")
    if token is None:
        return {"url": address}
    if not isinstance(token, str) or not _TOKEN.fullmatch(token):
        raise Unprocessable("`token` must be an access token of the ntfy server.", field="token")
    return {"url": address, "token": token}


class NtfyChannel:
    """Publishes one message. The server cannot drop a repeat by a key of ours."""

    def __init__(self, http: OutboundClient) -> None:
        self._http = http

    async def send(self, config: Config, message: ChannelMessage, idempotency_key: str) -> SendReceipt:
        """See `Channel.send`; a repeat shows twice, so the receipt never says deduplicated."""
        server, _, topic = config["url"].rpartition("/")
        headers = {"content-type": "application/json"}
        if token := config.get("token"):
            headers["authorization"] = f"Bearer {token}"
        body = json.dumps(rendered(message, topic), ensure_ascii=False).encode()
        async with refusals_told_apart(gone=()):
            answer = await post(self._http, f"{server}/", body, headers)
        return SendReceipt(deduplicated=False, receipt_id=_id_of(answer.body), http_status=answer.status)


def rendered(message: ChannelMessage, topic: str) -> dict[str, Any]:
    """The JSON body within ntfy's limits; a click opens the best item."""
    parts = ["\n".join(item_lines(item)) for item in message.items]
    text = "\n\n".join(filter(None, [*parts, message.text])) or message.title
    body: dict[str, Any] = {
        "topic": topic,
        "title": _clipped(message.title, TITLE_BYTES),
        "message": _clipped(text, MESSAGE_BYTES),
    }
    if message.items and (url := web_url(message.items[0].url)):
        body["click"] = url
    return body


def _clipped(text: str, most: int) -> str:
    """At most so many bytes of UTF-8, never half a character."""
    raw = text.encode()
    return text if len(raw) <= most else raw[: most - 3].decode(errors="ignore").rstrip() + "…"


def _id_of(body: bytes) -> str | None:
    try:
        return str(json.loads(body)["id"])
    except (ValueError, KeyError, TypeError):
        return None
