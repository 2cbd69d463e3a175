"""Bodies of answers, decompressed and counted while they come: httpx would unpack a bomb before anybody counts it."""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterator, Iterator

import httpx

from schema.errors import OutboundFailed, OutboundTooLarge

_PIECE = 256 * 1024


async def unpacked(response: httpx.Response, host: str, max_bytes: int) -> AsyncIterator[bytes]:
    """The body of an unread answer in parts of at most _PIECE decompressed bytes, or as they came.

    Raises: OutboundTooLarge over `max_bytes` decompressed bytes, OutboundFailed when it is not what it says.
    """
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in ("identity", "gzip", "x-gzip", "deflate"):
        raise OutboundFailed(f"{host} answered in an encoding that was not asked for.")
    inflate = None if encoding == "identity" else _Inflate(host)
    total = 0
    async for part in response.aiter_raw():
        for piece in (part,) if inflate is None else inflate.pieces(part):
            total += len(piece)
            if total > max_bytes:
                raise OutboundTooLarge(f"The answer of {host} is larger than {max_bytes} bytes.")
            yield piece
    if inflate is not None:
        inflate.finish()


class _Inflate:
    """Decompresses in pieces of at most _PIECE bytes, so that a bomb is counted while it unpacks."""

    def __init__(self, host: str) -> None:
        self._host = host
        self._stream = zlib.decompressobj(wbits=47)
        self._begun = False

    def pieces(self, part: bytes) -> Iterator[bytes]:
        """What this part unpacks to; several gzip members may follow each other."""
        while True:
            self._begun = self._begun or bool(part)
            try:
                piece = self._stream.decompress(part, _PIECE)
            except zlib.error:
                raise OutboundFailed(f"{self._host} answered with broken compression.") from None
            if piece:
                yield piece
            part = self._stream.unconsumed_tail or self._stream.unused_data
            if self._stream.eof:
                self._stream, self._begun = zlib.decompressobj(wbits=47), False
            # A full piece may leave more behind although all input is taken.
            if not part and len(piece) < _PIECE:
                return

    def finish(self) -> None:
        """Raises OutboundFailed when the compressed body ended too early."""
        if self._begun:
            raise OutboundFailed(f"{self._host} answered with broken compression.")
