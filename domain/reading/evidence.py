"""The ledger of where each value was read: JSON Pointer → characters of the document."""

from __future__ import annotations

from domain.reading.spans import Span
from schema.profile import Evidence


class Ledger:
    """Collects evidence; a value that was not read gets none and must not be written."""

    def __init__(self, method: str) -> None:
        self.method = method
        self.found: dict[str, Evidence] = {}

    def put(self, pointer: str, span: Span, confidence: float, *, method: str | None = None) -> None:
        """Note that the value at `pointer` was read at `span`."""
        self.found[pointer] = Evidence(
            page=span.page,
            start=span.start,
            end=span.end,
            quote=span.text,
            method=method or self.method,
            confidence=confidence,
        )

    def read(self, pointer: str, span: Span | None, confidence: float) -> str | None:
        """The value of a span as text, noted under `pointer`; None for nothing."""
        if not span or not span.value:
            return None
        self.put(pointer, span, confidence)
        return span.value
