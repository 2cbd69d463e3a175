"""Kind `webhook`: Standard Webhooks 1.0.0, signed with the receiver's secret.

The id is our idempotency key and the same on every attempt, so that a receiver can drop a repeat; the timestamp is of
the attempt. During a change of keys `previous_secret` signs too, until `previous_until`.
"""

from __future__ import annotations

import base64
import binascii
import secrets
from datetime import UTC, datetime, timedelta

from pydantic_core import to_json
from standardwebhooks import Webhook

from adapters.channels.base import Config, post, valid_address
from adapters.outbound import OutboundClient
from schema.errors import Unprocessable
from schema.jobs import ChannelMessage, SendReceipt

PREFIX = "whsec_"
OVERLAP = timedelta(hours=24)
"""For so long the old secret signs beside the new one."""


def new_secret() -> str:
    """A fresh signing secret: 32 random bytes as `whsec_` and base64."""
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def rotated(config: Config, now: datetime) -> Config:
    """The configuration with a new secret; receivers have a day to learn it."""
    return {
        **config,
        "secret": new_secret(),
        "previous_secret": config["secret"],
        "previous_until": (now + OVERLAP).astimezone(UTC).isoformat(),
    }


def validate(config: Config) -> Config:
    """The configuration to store: `url`, `secret`, and `previous_secret` while keys change. Raises Unprocessable."""
    valid = {"url": valid_address(config), "secret": _valid_secret(config, "secret")}
    if config.get("previous_secret") is not None:
        valid["previous_secret"] = _valid_secret(config, "previous_secret")
    return valid


class WebhookChannel:
    """POSTs `{type, timestamp, data}` and takes any 2xx as received."""

    def __init__(self, http: OutboundClient) -> None:
        self._http = http

    async def send(self, config: Config, message: ChannelMessage, idempotency_key: str) -> SendReceipt:
        """See `Channel.send`."""
        body = to_json(
            {
                "type": message.type,
                "timestamp": message.timestamp.astimezone(UTC).isoformat().replace("+00:00", "Z"),
                "data": message.data,
            }
        ).decode()
        now = datetime.now(UTC)
        keys = [config["secret"], *_previous(config, now)]
        headers = {
            "content-type": "application/json",
            "webhook-id": idempotency_key,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": " ".join(Webhook(key).sign(idempotency_key, now, body) for key in keys),
        }
        answer = await post(self._http, config["url"], body.encode(), headers)
        return SendReceipt(deduplicated=True, receipt_id=idempotency_key, http_status=answer.status)


def _previous(config: Config, now: datetime) -> list[str]:
    until = config.get("previous_until")
    if config.get("previous_secret") is None or (until is not None and datetime.fromisoformat(until) <= now):
        return []
    return [config["previous_secret"]]


def _valid_secret(config: Config, field: str) -> str:
    value = config.get(field)
    advice = f"`{field}` must be `{PREFIX}` followed by 24 to 64 bytes in base64."
    if not isinstance(value, str) or not value.startswith(PREFIX):
        raise Unprocessable(advice, field=field)
    try:
        key = base64.b64decode(value.removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError):
        raise Unprocessable(advice, field=field) from None
    if not 24 <= len(key) <= 64:
        raise Unprocessable(advice, field=field)
    return value
