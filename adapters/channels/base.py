"""What every channel can do, and what they share: an answer judged once."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any, Protocol

from adapters.outbound import OutboundClient, OutboundResponse, checked_url
from schema.errors import (
    DeliveryError,
    DeliveryRejected,
    EndpointGone,
    OutboundFailed,
    Unprocessable,
    UnsafeTarget,
)
from schema.jobs import ChannelMessage, MessageItem, SendReceipt
from schema.retry_after import retry_after_seconds

Config = dict[str, Any]
_WEB = re.compile(r"https?://[^\s<>|\"]+")
_REFUSALS = (400, 401, 403, 413)


class Channel(Protocol):
    """A kind of receiver."""

    async def send(self, config: Config, message: ChannelMessage, idempotency_key: str) -> SendReceipt:
        """Deliver once more or for the first time; the key is the same on every attempt.

        Raises: DeliveryError (`retry_after` seconds in `extra` when the receiver says so; `http_status`),
        EndpointGone (switch the channel off), UnsafeTarget.
        """
        ...


def valid_address(config: Config, field: str = "url") -> str:
    """An address that at least looks callable; where it leads is checked at every send."""
    address = config.get(field)
    if not isinstance(address, str) or not address.strip():
        raise Unprocessable(f"The channel needs `{field}`: the address to send to.", field=field)
    try:
        checked_url(address)
    except UnsafeTarget as error:
        raise Unprocessable(error.detail, field=field) from None
    return address.strip()


async def post(
    http: OutboundClient,
    url: str,
    body: bytes,
    headers: dict[str, str],
    retry_after: Callable[[OutboundResponse], float | None] | None = None,
) -> OutboundResponse:
    """POST and judge: 2xx comes back, 410 is EndpointGone, all else a DeliveryError that names no address.

    `retry_after` reads the wait from an answer when a service has its own way to say it.
    """
    try:
        answer = await http.post(url, body, headers)
    except OutboundFailed as error:
        raise DeliveryError(error.detail, **error.extra) from None
    if 200 <= answer.status < 300:
        return answer
    if answer.status == 410:
        raise EndpointGone("The receiver answered 410: it is gone. Set up the channel again.", http_status=410)
    seconds = retry_after(answer) if retry_after else None
    if seconds is None:
        seconds = retry_after_seconds(answer.headers.get("retry-after"))
    extra = {} if seconds is None else {"retry_after": seconds}
    raise DeliveryError(f"The receiver answered {answer.status}.", http_status=answer.status, **extra)


@asynccontextmanager
async def refusals_told_apart(*, gone: Sequence[int]) -> AsyncIterator[None]:
    """Around `post`, where statuses mean more: those of `gone` are EndpointGone, other refusals DeliveryRejected."""
    try:
        yield
    except DeliveryError as error:
        status = error.extra.get("http_status")
        if status in gone:
            raise EndpointGone("The service does not know this address any more.", http_status=status) from None
        if status in _REFUSALS:
            raise DeliveryRejected(f"The service refused the message ({status}).", http_status=status) from None
        raise


def web_url(url: str | None) -> str | None:
    """The address if it can be a link; a posting's field may hold anything."""
    return url if url and _WEB.fullmatch(url) else None


def item_lines(item: MessageItem) -> list[str]:
    """What is said of one item, the heading first; each line without line ends of its own."""
    heading = item.title if item.score is None else f"{item.score} · {item.title}"
    return [" ".join(line.split()) for line in (heading, item.place, item.text, *item.lines) if line.strip()]
