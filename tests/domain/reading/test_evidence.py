"""How sure a value is: never surer than the words it was read from."""

from __future__ import annotations

import pytest

from domain.reading.evidence import Ledger
from domain.reading.spans import Span
from schema.document import Document, Line, document_of


def recognised(*confidences: float | None) -> Document:
    """Lines `line 0`, `line 1`, … of these confidences."""
    lines = [Line(text=f"line {n}", start=0, end=0, confidence=sure) for n, sure in enumerate(confidences)]
    return document_of(lines, format="png", engine="ocr:scripted")


@pytest.mark.parametrize(
    ("start", "end", "expected"), [(0, 6, 0.81), (7, 13, 0.45), (3, 13, 0.45), (14, 20, 0.9), (0, 20, 0.45)]
)
def test_recognised_words_bound_the_confidence(start: int, end: int, expected: float) -> None:
    """Of the lines that a value stands on the least certain one counts; lines of text are certain."""
    document = recognised(0.9, 0.5, None)
    ledger = Ledger("rules", document)
    ledger.put("/work/0/name", Span(document.text[start:end], start), 0.9)
    assert ledger.found["/work/0/name"].confidence == pytest.approx(expected)


def test_text_that_was_not_recognised_changes_nothing() -> None:
    """And a ledger without a document neither."""
    document = recognised(None, None)
    for ledger in (Ledger("rules", document), Ledger("rules")):
        ledger.put("/work/0/name", Span("line 0", 0), 0.9)
        assert ledger.found["/work/0/name"].confidence == 0.9
