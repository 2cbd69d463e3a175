"""Bullets and paragraphs below a head, with the lines that the page broke put together again."""

from __future__ import annotations

from domain.reading.sections import Row, is_wrapped, right_edge
from domain.reading.spans import Span


def paragraphs(rows: list[Row], document_text: str) -> list[tuple[Span, bool]]:
    """Bullets and paragraphs with their wrapped lines joined, each with whether it was a bullet."""
    right = right_edge(rows)
    groups: list[list[Row]] = []
    for row in rows:
        if groups and _continues(row, groups[-1][-1], groups[-1][0], right):
            groups[-1].append(row)
        else:
            groups.append([row])
    joined = []
    for group in groups:
        start, end = group[0].span.start, group[-1].span.end
        joined.append((Span(document_text[start:end], start, group[0].span.page), group[0].bullet))
    return joined


def _continues(row: Row, before: Row, first: Row, right: float) -> bool:
    """The row is the wrapped rest of the one above it."""
    if row.bullet or row.gap or row.line.heading:
        return False
    ended = before.text.endswith((".", "!", "?", ":", "。", "；"))
    if row.text[:1].islower() and not ended:
        return True
    wrapped = is_wrapped(row, before, right)
    if first.bullet and row.line.x0 is not None and first.line.x0 is not None:
        return row.line.x0 > first.line.x0 + 3 and wrapped is not False
    if wrapped is not None:
        return wrapped and not ended
    return first.bullet and not ended
