"""How sources are called: their own address or another one, their rules, conditional requests, answers judged once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from adapters.call_policy import CallPolicy
from adapters.outbound import OutboundClient, OutboundResponse, checked_url
from schema.errors import OutboundFailed, SourceError, SourceUnknown
from schema.jobs import FetchState, SourceConfig
from schema.retry_after import retry_after_seconds

MAX_BYTES = 32 * 1024 * 1024
JSON = "application/json"


def address_of(source: SourceConfig, default: str, policy: CallPolicy) -> tuple[str, CallPolicy]:
    """Where a source is called, without a slash at the end, and by which rules.

    With `base_url` (a mirror, a proxy, a test server) that host, and no other, takes the place of the policy's.
    Raises UnsafeTarget when it is no web address.
    """
    if not source.base_url:
        return default, policy
    base = source.base_url.strip().rstrip("/")
    return base, replace(policy, hosts=(checked_url(base).host,))


async def fetched(
    http: OutboundClient,
    url: str,
    policy: CallPolicy,
    *,
    conditional: FetchState | None = None,
    accept: str = JSON,
    headers: Mapping[str, str] | None = None,
    max_bytes: int = MAX_BYTES,
) -> OutboundResponse:
    """GET an answer of status 200, or 304 where `conditional` carries validators of the last one.

    Raises: SourceUnknown, SourceError with `http_status` and `retry_after` where the answer has them, UnsafeTarget.
    """
    sent = {"accept": accept, **(headers or {})}
    if conditional is not None and conditional.etag:
        sent["if-none-match"] = conditional.etag
    if conditional is not None and conditional.last_modified:
        sent["if-modified-since"] = conditional.last_modified
    try:
        answer = await http.get(url, sent, max_bytes, policy)
    except OutboundFailed as error:
        raise SourceError(error.detail, **error.extra) from None
    return judged(answer, conditional=conditional is not None)


def judged(answer: OutboundResponse, *, conditional: bool = False) -> OutboundResponse:
    """The answer, if it is one. Raises SourceUnknown (404, 410), or a SourceError that says what its status means."""
    if answer.status == 200 or (answer.status == 304 and conditional):
        return answer
    if answer.status in (404, 410):
        raise SourceUnknown(
            "There is no board at this address. Check the source's location.", http_status=answer.status
        )
    wait = retry_after_seconds(answer.headers.get("retry-after"))
    extra = {} if wait is None else {"retry_after": wait}
    raise SourceError(_meaning(answer.status), http_status=answer.status, **extra)


def _meaning(status: int) -> str:
    if status in (401, 403):
        return f"The source answered {status}: it does not let us read. Check its key, if it has one."
    if status == 429:
        return "The source answered 429: it asks to be read less often. It is read again later."
    return f"The source answered {status}; it is read again at the next refresh."


def state_of(answer: OutboundResponse) -> FetchState:
    """The validators of an answer, for the next conditional request."""
    return FetchState(etag=answer.headers.get("etag"), last_modified=answer.headers.get("last-modified"))
