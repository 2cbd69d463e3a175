"""What rows of lists have in common: items over several lines, separators, ratings."""

from __future__ import annotations

import re

from domain.reading.item_wraps import wrapped_items
from domain.reading.sections import Row, is_wrapped, right_edge
from domain.reading.spans import Span

_MARKS = "•●○◦★☆■□▪▫◉◯⬤█░▮▯✩⭐✦✧◆◇▰▱"
RATING = rf"(?:[{_MARKS}]\s?){{3,}}"
"""Marks of how well something is known."""
SEPARATOR = re.compile(
    rf"(?=[\s{_MARKS}|;·‧⋅∙,，、；])(?:"  # what any of these begins with: all other places are left at once
    rf"\s*{RATING}|\s*[|;•·▪●‧⋅∙◆,，、；]\s*(?![^()（）]*[)）])|\t+|\s{{3,}}|\s+/\s+)"
)
LABEL = re.compile(r"^([^:：,;|]{2,40}?)\s*[:：]\s*(?=\S)")
_UNFINISHED = re.compile(
    r"\w-$|(?:^|\s)(?:and|or|of|for|in|with|the|to|und|oder|für|mit|von|der|des|et|ou|de|du|des|en|pour|y|o|con|para|e|"
    r"ou|da|do|em|i|oraz|lub|w|z|na|do|và|của|cho|&)$",
    re.IGNORECASE,
)
"""The end of a line that no item ends with."""
_BAR = re.compile(r"\s[|·•]\s")
_FULL_LINE = 55
"""A line of a file without places that is divided by bars ends with an item unless it has so many characters."""
_ENDS_IN_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d\)?\s*$")
_LISTED = re.compile(r"\s*[|;•·▪●,，、；]\s*|\s+/\s+")


def _goes_on(row: Row, before: Row, right: float) -> bool:
    """The row goes on with the list of the row above. Cells between tabs end with their row."""
    if row.bullet or row.gap or LABEL.match(row.text):
        return False
    if _ENDS_IN_YEAR.search(before.text):
        return False
    if _UNFINISHED.search(before.text) and not before.is_sentence:
        return True
    if "\t" in before.text and not _LISTED.search(before.text.replace("\t", " ")):
        return False
    listed = bool(SEPARATOR.search(before.text)) or before.text.endswith((",", "|", "·"))
    wrapped = is_wrapped(row, before, right)
    if wrapped is not None:
        return wrapped and (listed or before.bullet or bool(LABEL.match(before.text)))
    if before.text.endswith((",", "|", "·")):
        return True
    barred = _BAR.search(before.text) is not None and len(before.text) < _FULL_LINE
    return listed and row.text[:1].islower() and not barred


def joined_rows(rows: list[Row], text: str) -> list[tuple[Row, Span]]:
    """Rows with the rest of a list that did not fit into its line; `text` is the document's."""
    right = right_edge([row for row in rows if len(row.text) > 0.8 * len(row.line.text.strip())])
    broken = wrapped_items(rows)
    found: list[tuple[Row, Span]] = []
    for i, row in enumerate(rows):
        if found and (i in broken or _goes_on(row, rows[i - 1], right)):
            first, span = found[-1]
            found[-1] = (first, Span(text[span.start : row.span.end], span.start, span.page))
        else:
            found.append((row, row.span))
    return found
