"""Delivery channels outside the product: one module per kind; `channel_for` finds it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from adapters.channels.base import Channel, Config
from adapters.channels.discord import DiscordChannel
from adapters.channels.webhook import WebhookChannel, new_secret
from adapters.outbound import OutboundClient
from schema.errors import Unprocessable

__all__ = ["CHANNEL_KINDS", "Channel", "channel_for", "new_secret", "validate_config"]

_CHANNELS: dict[str, Callable[[OutboundClient | None, Sequence[str]], Channel]] = {
    "discord": DiscordChannel,
    "webhook": lambda http, _: WebhookChannel(http),
}

CHANNEL_KINDS = tuple(_CHANNELS)


def channel_for(kind: str, http: OutboundClient, *, allow_hosts: Sequence[str] = ()) -> Channel:
    """The channel of a kind. `allow_hosts` (`host[:port]`) may stand in for a service's own. Raises Unprocessable."""
    return _make(kind, http, allow_hosts)


def validate_config(kind: str, config: Config, *, allow_hosts: Sequence[str] = ()) -> Config:
    """The configuration to store: known keys only. Raises Unprocessable whose `extra["field"]` is the wrong one."""
    return _make(kind, None, allow_hosts).validate(config)


def _make(kind: str, http: OutboundClient | None, allow_hosts: Sequence[str]) -> Channel:
    make = _CHANNELS.get(kind)
    if make is None:
        known = ", ".join(CHANNEL_KINDS)
        raise Unprocessable(f"There is no channel kind like this. Choose one of: {known}.", field="kind")
    return make(http, allow_hosts)
