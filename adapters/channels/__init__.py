"""Delivery channels outside the product: one module per kind; `channel_for` finds it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from adapters.channels import discord, webhook
from adapters.channels.base import Channel, Config
from adapters.channels.webhook import new_secret
from adapters.outbound import OutboundClient
from schema.errors import Unprocessable

__all__ = ["CHANNEL_KINDS", "Channel", "channel_for", "new_secret", "validate_config"]

_CHANNELS: dict[str, Callable[[OutboundClient, Sequence[str]], Channel]] = {
    "discord": discord.DiscordChannel,
    "webhook": lambda http, _: webhook.WebhookChannel(http),
}
_VALIDATORS: dict[str, Callable[[Config, Sequence[str]], Config]] = {
    "discord": discord.validate,
    "webhook": lambda config, _: webhook.validate(config),
}

CHANNEL_KINDS = tuple(_CHANNELS)


def channel_for(kind: str, http: OutboundClient, *, allow_hosts: Sequence[str] = ()) -> Channel:
    """The channel of a kind. `allow_hosts` (`host[:port]`) may stand in for a service's own. Raises Unprocessable."""
    _known(kind)
    return _CHANNELS[kind](http, allow_hosts)


def validate_config(kind: str, config: Config, *, allow_hosts: Sequence[str] = ()) -> Config:
    """The configuration to store: known keys only. Raises Unprocessable whose `extra["field"]` is the wrong one."""
    _known(kind)
    return _VALIDATORS[kind](config, allow_hosts)


def _known(kind: str) -> None:
    if kind not in _CHANNELS:
        known = ", ".join(CHANNEL_KINDS)
        raise Unprocessable(f"There is no channel kind like this. Choose one of: {known}.", field="kind")
