"""The only way out for addresses that a user or a feed gave us.

A name is resolved here, every address it resolves to is checked, and the connection goes to an address that was
checked: a second DNS answer has no chance. Redirects are never followed, bodies are counted after decompression,
and one limit bounds the whole call. Environment proxies are ignored: they would resolve the name a second time.
"""

from __future__ import annotations

import asyncio
import ssl
import zlib
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Self

import httpcore
import httpx

from adapters.guarded_network import AllowedHosts, CheckedBackend
from schema.errors import OutboundFailed, OutboundTooLarge, UnsafeTarget

DEFAULT_MAX_BYTES = 10 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class OutboundResponse:
    """What came back: `headers` have lower-case names, `body` is decompressed and within the limit."""

    status: int
    headers: Mapping[str, str]
    body: bytes


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
        # httpx.create_ssl_context honours SSL_CERT_FILE, which a self-hoster with an own CA needs.
        transport = _Transport(AllowedHosts(allow_private), httpx.create_ssl_context())
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
        self, url: str, headers: Mapping[str, str] | None = None, max_bytes: int = DEFAULT_MAX_BYTES
    ) -> OutboundResponse:
        """GET; any status but a redirect is an answer (304 too). Errors as `request`."""
        return await self._request("GET", url, None, headers, max_bytes)

    async def post(
        self,
        url: str,
        content: bytes,
        headers: Mapping[str, str] | None = None,
        max_bytes: int = 64 * 1024,
    ) -> OutboundResponse:
        """POST of a ready body; the answer is read up to `max_bytes`.

        Raises: UnsafeTarget (the address may not be called), OutboundTooLarge, OutboundFailed (no usable answer
        in time, or a redirect). No message ever holds the path or query of the address: tokens stand there.
        """
        return await self._request("POST", url, content, headers, max_bytes)

    async def _request(
        self, method: str, url: str, content: bytes | None, headers: Mapping[str, str] | None, max_bytes: int
    ) -> OutboundResponse:
        target = checked_url(url)
        try:
            async with (
                asyncio.timeout(self._timeout),
                self._http.stream(method, target, content=content, headers=dict(headers or {})) as response,
            ):
                if response.is_redirect and response.status_code != 304:
                    raise OutboundFailed(
                        f"{target.host} answered with a redirect ({response.status_code}), which is not followed. "
                        "Give the final address.",
                        http_status=response.status_code,
                    )
                body = await _read(response, target.host, max_bytes)
                names = {name.lower(): value for name, value in response.headers.items()}
                return OutboundResponse(response.status_code, names, body)
        except (TimeoutError, httpcore.TimeoutException, httpx.TimeoutException):
            raise OutboundFailed(f"{target.host} did not answer completely within {self._timeout:g} s.") from None
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol) as error:
            raise OutboundFailed(f"The call to {target.host} failed ({type(error).__name__}).") from None
        except (httpx.HTTPError, httpx.InvalidURL, ssl.SSLError, OSError) as error:
            raise OutboundFailed(f"The call to {target.host} failed ({type(error).__name__}).") from None


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


async def _read(response: httpx.Response, host: str, max_bytes: int) -> bytes:
    """The decompressed body. httpx's own decoding would unpack a bomb before anybody counts it."""
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in ("identity", "gzip", "x-gzip", "deflate"):
        raise OutboundFailed(f"{host} answered in an encoding that was not asked for.")
    body = bytearray()
    inflate = None if encoding == "identity" else zlib.decompressobj(wbits=47)
    async for part in response.aiter_raw():
        while part:
            room = max_bytes + 1 - len(body)
            try:
                body += part[:room] if inflate is None else inflate.decompress(part, room)
            except zlib.error:
                raise OutboundFailed(f"{host} answered with broken compression.") from None
            if len(body) > max_bytes:
                raise OutboundTooLarge(f"The answer of {host} is larger than {max_bytes} bytes.")
            if inflate is None:
                break
            part = inflate.unconsumed_tail or inflate.unused_data  # noqa: PLW2901  what is left of it
            if inflate.eof:
                inflate = zlib.decompressobj(wbits=47)
    return bytes(body)
