"""The ledger of where each value was read: JSON Pointer → characters of the document."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from domain.reading.spans import Span
from schema.document import Document
from schema.profile import Evidence


class Ledger:
    """Collects evidence; a value that was not read gets none and must not be written."""

    def __init__(self, method: str, document: Document | None = None) -> None:
        """`document`: where its words were recognised from a picture, no value is surer than they are."""
        self.method = method
        self.found: dict[str, Evidence] = {}
        self._lines = document.lines if document and any(line.confidence for line in document.lines) else []
        self._starts = [line.start for line in self._lines]

    def put(self, pointer: str, span: Span, confidence: float, *, method: str | None = None) -> None:
        """Note that the value at `pointer` was read at `span`."""
        self.found[pointer] = Evidence(
            page=span.page,
            start=span.start,
            end=span.end,
            quote=span.text,
            method=method or self.method,
            confidence=self._as_recognised(span, confidence),
        )

    def _as_recognised(self, span: Span, confidence: float) -> float:
        if not self._lines:
            return confidence
        first, last = bisect_right(self._starts, span.start) - 1, bisect_left(self._starts, span.end)
        sure = [line.confidence for line in self._lines[max(first, 0) : last] if line.confidence is not None]
        return round(confidence * min(sure, default=1.0), 3)

    def read(self, pointer: str, span: Span | None, confidence: float) -> str | None:
        """The value of a span as text, noted under `pointer`; None for nothing."""
        value = span.value if span else None
        if not span or not value:
            return None
        self.put(pointer, span, confidence)
        return value
