"""Delivery channels outside the product: one module per kind; `channel_for` finds it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from adapters.channels import discord, email, ntfy, slack, webhook
from adapters.channels.base import Channel, Config
from adapters.channels.mail_server import MailServer
from adapters.channels.webhook import new_secret, rotated
from adapters.outbound import OutboundClient
from schema.errors import Unprocessable

__all__ = ["CHANNEL_KINDS", "Channel", "MailServer", "channel_for", "new_secret", "rotated", "validate_config"]

_VALIDATORS: dict[str, Callable[[Config, Sequence[str]], Config]] = {
    "webhook": lambda config, _: webhook.validate(config),
    "discord": discord.validate,
    "slack": lambda config, _: slack.validate(config),
    "ntfy": lambda config, _: ntfy.validate(config),
    "email": lambda config, _: email.validate(config),
}

CHANNEL_KINDS = tuple(_VALIDATORS)


def channel_for(
    kind: str, http: OutboundClient, *, allow_hosts: Sequence[str] = (), mail: MailServer | None = None
) -> Channel:
    """The channel of a kind. `allow_hosts` (`host[:port]`) may stand in for a service's own. Raises Unprocessable."""
    _known(kind)
    if kind == "email":
        return email.EmailChannel(mail)
    if kind == "discord":
        return discord.DiscordChannel(http, allow_hosts)
    plain: dict[str, Callable[[OutboundClient], Channel]] = {
        "webhook": webhook.WebhookChannel,
        "slack": slack.SlackChannel,
        "ntfy": ntfy.NtfyChannel,
    }
    return plain[kind](http)


def validate_config(kind: str, config: Config, *, allow_hosts: Sequence[str] = ()) -> Config:
    """The configuration to store: known keys only. Raises Unprocessable whose `extra["field"]` is the wrong one."""
    _known(kind)
    return _VALIDATORS[kind](config, allow_hosts)


def _known(kind: str) -> None:
    if kind not in _VALIDATORS:
        known = ", ".join(CHANNEL_KINDS)
        raise Unprocessable(f"There is no channel kind like this. Choose one of: {known}.", field="kind")
