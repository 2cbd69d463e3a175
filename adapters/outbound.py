"""The only way out for addresses that a user or a feed gave us.

A name is resolved here, every address it resolves to is checked, and the connection goes to an address that was
checked: a second DNS answer has no chance. Redirects are never followed, bodies are counted after decompression,
and one limit bounds the whole call. Only https is spoken, but for hosts that the operator allows. Calls with a policy
keep to its hosts and its pace. Environment proxies are ignored: they would resolve the name a second time.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import Self

import httpcore
import httpx

from adapters.call_policy import CallPolicy, HostPaces
from adapters.guarded_network import AllowedHosts, CheckedBackend
from adapters.unpacking import unpacked
from schema.errors import OutboundFailed, UnsafeTarget
from schema.retry_after import retry_after_seconds

DEFAULT_MAX_BYTES = 10 * 1024 * 1024
ANY_HOST = CallPolicy()


@dataclass(frozen=True, slots=True)
class OutboundResponse:
    """What came back: `headers` have lower-case names, `body` is decompressed and within the limit."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class OutboundStream:
    """An answer that is still coming. Iterate over it once, or `read` it."""

    def __init__(self, response: httpx.Response, host: str, max_bytes: int) -> None:
        self.status = response.status_code
        self.headers: Mapping[str, str] = {name.lower(): value for name, value in response.headers.items()}
        self._parts = unpacked(response, host, max_bytes)

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self._parts

    async def read(self) -> OutboundResponse:
        """The whole body."""
        body = bytearray()
        async for part in self._parts:
            body += part
        return OutboundResponse(self.status, self.headers, bytes(body))


class _Stream(httpx.AsyncByteStream):
    """A body of httpcore as httpx wants it."""

    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for part in self._response.aiter_stream():
            yield part

    async def aclose(self) -> None:
        await self._response.aclose()


class _Transport(httpx.AsyncBaseTransport):
    """httpx over a connection pool whose network is checked."""

    def __init__(self, allowed: AllowedHosts, context: ssl.SSLContext) -> None:
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=context,
            max_connections=50,
            max_keepalive_connections=10,
            network_backend=CheckedBackend(allowed),
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        url = httpcore.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        )
        assert isinstance(request.stream, httpx.AsyncByteStream)
        response = await self._pool.handle_async_request(
            httpcore.Request(
                request.method, url, headers=request.headers.raw, content=request.stream, extensions=request.extensions
            )
        )
        return httpx.Response(response.status, headers=response.headers, stream=_Stream(response))

    async def aclose(self) -> None:
        await self._pool.aclose()


class OutboundClient:
    """HTTP for untrusted addresses. One per process; close it, or use it as an async context manager.

    `allow_private` holds `host` or `host:port` entries that may be private (tests, self-hosted receivers).
    `timeout` seconds bound a whole call: resolving, connecting, sending and reading.
    """

    def __init__(
        self, allow_private: Sequence[str] = (), *, timeout: float = 20.0, user_agent: str = "vitaeflow/1"
    ) -> None:
        self._timeout = timeout
        self._allowed = AllowedHosts(allow_private)
        self._paces = HostPaces()
        # httpx.create_ssl_context honours SSL_CERT_FILE, which a self-hoster with an own CA needs.
        transport = _Transport(self._allowed, httpx.create_ssl_context())
        headers = {"user-agent": user_agent, "accept-encoding": "gzip"}
        self._http = httpx.AsyncClient(
            transport=transport, headers=headers, follow_redirects=False, trust_env=False, timeout=timeout
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, e: BaseException | None, t: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close all connections."""
        await self._http.aclose()

    async def get(
        self,
        url: str,
        headers: Mapping[str, str] | None = None,
        max_bytes: int = DEFAULT_MAX_BYTES,
        policy: CallPolicy = ANY_HOST,
    ) -> OutboundResponse:
        """GET; any status but a redirect is an answer (304 too). Errors as `stream`."""
        async with self.stream("GET", url, None, headers, max_bytes, policy) as answer:
            return await answer.read()

    async def post(
        self,
        url: str,
        content: bytes,
        headers: Mapping[str, str] | None = None,
        max_bytes: int = 64 * 1024,
        policy: CallPolicy = ANY_HOST,
    ) -> OutboundResponse:
        """POST of a ready body; the answer is read up to `max_bytes`. Errors as `stream`."""
        async with self.stream("POST", url, content, headers, max_bytes, policy) as answer:
            return await answer.read()

    @asynccontextmanager
    async def stream(
        self,
        method: str,
        url: str,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        max_bytes: int = DEFAULT_MAX_BYTES,
        policy: CallPolicy = ANY_HOST,
    ) -> AsyncIterator[OutboundStream]:
        """The answer as it comes, decompressed, for bodies that are read in parts.

        Raises: UnsafeTarget (the address may not be called), HostBusy, OutboundTooLarge, OutboundFailed (no usable
        answer in time, or a redirect). No message ever holds the path or query of the address: tokens stand there.
        """
        target = checked_url(url)
        self._check(target, policy)
        limit = policy.seconds or self._timeout
        if policy is not ANY_HOST:
            await self._paces.turn(target.host, policy)
        try:
            async with (
                asyncio.timeout(limit),
                self._http.stream(
                    method, target, content=content, headers=dict(headers or {}), timeout=limit
                ) as response,
            ):
                self._note_rest(target.host, response)
                if response.is_redirect and response.status_code != 304:
                    raise OutboundFailed(
                        f"{target.host} answered with a redirect ({response.status_code}), which is not followed. "
                        "Give the final address.",
                        http_status=response.status_code,
                    )
                yield OutboundStream(response, target.host, max_bytes)
        except (TimeoutError, httpcore.TimeoutException, httpx.TimeoutException) as error:
            raise OutboundFailed(
                f"{target.host} did not answer completely within {limit:g} s.",
                unanswered=not isinstance(error, httpcore.ConnectTimeout),
            ) from None
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol) as error:
            # what broke off after the connection stood may have arrived
            raise OutboundFailed(
                f"The call to {target.host} failed ({type(error).__name__}).",
                unanswered=not isinstance(error, (httpcore.ConnectError, httpcore.UnsupportedProtocol)),
            ) from None
        except (httpx.HTTPError, httpx.InvalidURL, ssl.SSLError, OSError) as error:
            raise OutboundFailed(f"The call to {target.host} failed ({type(error).__name__}).") from None

    def _check(self, target: httpx.URL, policy: CallPolicy) -> None:
        port = target.port or (443 if target.scheme == "https" else 80)
        if target.scheme != "https" and (target.host, port) not in self._allowed:
            raise UnsafeTarget(
                "Only https addresses are called. Give one, or let the operator add the host to ALLOW_PRIVATE_TARGETS."
            )
        policy.check_host(target.host)

    def _note_rest(self, host: str, response: httpx.Response) -> None:
        """A host that says when to come back is left alone until then by all who keep to its rules."""
        if response.status_code in (429, 503):
            seconds = retry_after_seconds(response.headers.get("retry-after"))
            if seconds is not None:
                self._paces.close(host, seconds)


def checked_url(url: str) -> httpx.URL:
    """Parse an absolute http(s) address with a host and without credentials. Raises UnsafeTarget."""
    try:
        parsed = httpx.URL(url.strip())
    except (httpx.InvalidURL, UnicodeError, ValueError):
        raise UnsafeTarget("This is not a web address. Give one that starts with https:// and names a host.") from None
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise UnsafeTarget("Only http and https addresses with a host may be called.")
    if parsed.userinfo:
        raise UnsafeTarget("An address may not carry a user name or password.")
    return parsed
