"""Which addresses the internet may be reached at, and a network that connects to no other."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Iterable

import httpcore
import httpx

from schema.errors import UnsafeTarget

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
# `is_global` of the ipaddress module calls these global (until 3.13 in part): relays, protocol assignments, tunnels.
_REFUSED_V4 = tuple(map(ipaddress.IPv4Network, ("192.0.0.0/24", "192.88.99.0/24")))
_REFUSED_V6 = tuple(map(ipaddress.IPv6Network, ("2001::/23", "2002::/16", "3fff::/20")))


def is_public(address: str) -> bool:
    """Whether a textual IP address is one that anybody on the internet may be reached at."""
    ip: Address = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            ip = ip.ipv4_mapped
        elif ip in _NAT64:
            ip = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    if isinstance(ip, ipaddress.IPv4Address):
        return ip.is_global and not ip.is_multicast and not any(ip in net for net in _REFUSED_V4)
    return ip.is_global and ip in _GLOBAL_UNICAST and not any(ip in net for net in _REFUSED_V6)


class AllowedHosts:
    """The `host` and `host:port` entries of the configuration: exact names, no patterns."""

    def __init__(self, entries: Iterable[str]) -> None:
        self._hosts: set[tuple[str, int | None]] = set()
        for entry in entries:
            url = httpx.URL(f"http://{entry.strip()}")
            # httpx hides an explicit :80 of http://, so the port is read from the text.
            port = 80 if url.port is None and entry.strip().endswith(":80") else url.port
            self._hosts.add((url.host.lower(), port))

    def __contains__(self, target: tuple[str, int]) -> bool:
        host, port = target[0].lower(), target[1]
        return (host, port) in self._hosts or (host, None) in self._hosts


class CheckedBackend(httpcore.AsyncNetworkBackend):
    """Opens TCP connections only to addresses that passed the check; TLS still sees the host name."""

    def __init__(self, allowed: AllowedHosts) -> None:
        self._allowed = allowed
        self._inner = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109  the signature of httpcore
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Resolve, check all addresses, connect to the first that answers. Raises UnsafeTarget."""
        addresses = await self._addresses(host, port)
        failure: Exception = httpcore.ConnectError("no address")
        for address in addresses:
            try:
                return await self._inner.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ASYNC109  the signature of httpcore
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Never."""
        raise UnsafeTarget("Local sockets may not be called.")

    async def sleep(self, seconds: float) -> None:
        """Between the pool's own attempts."""
        await self._inner.sleep(seconds)

    async def _addresses(self, host: str, port: int) -> list[str]:
        try:
            found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            raise httpcore.ConnectError("the host name has no address") from None
        addresses = list(dict.fromkeys(str(info[4][0]) for info in found))
        # One private address among public ones is how rebinding starts: all must pass.
        if (host, port) not in self._allowed and not all(is_public(address) for address in addresses):
            raise UnsafeTarget(
                "The address leads to a private, loopback, link-local or reserved host. Give a public address, "
                "or let the operator add it to ALLOW_PRIVATE_TARGETS."
            )
        return addresses
