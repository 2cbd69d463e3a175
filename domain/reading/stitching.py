"""Dates that a narrow column broke over several rows: `Mar 2019 –` above `Jun 2021` are one range again."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace

from domain.reading.dates import DateRange, find_range, may_hold_date
from domain.reading.heads import is_headlike
from domain.reading.lexicon import is_cjk
from domain.reading.sections import Row
from domain.reading.spans import Span

_REACH, _SAME_EDGE = 4, 3.0
"""A date that goes on in a column does so within so many rows, at the same place."""
_SHORT, _CELL, _MOST_PARTS = 30, 40, 3
_CUT_DATE = re.compile(r"\d[./-]$")
"""A numeric date that was cut at its sign."""
_FIGURES = re.compile(r"\d{1,2}\s?[月日]?")
"""What a narrow column leaves of a date that it cut between two figures."""
_DASHES = "-–—−‐‑~〜～―>"
_SIGNS = ",·|/:;\t" + _DASHES
_OPEN_RANGE = re.compile(rf"[{_DASHES}]\s*[^\W\d]{{0,10}}\.?$")


@dataclass(frozen=True, slots=True)
class _Joined:
    """Rows written as one text, which knows where in the document each of its characters stands."""

    parts: tuple[Span, ...]
    glue: str

    @property
    def text(self) -> str:
        """The rows with `glue` between them."""
        return self.glue.join(part.text for part in self.parts)

    def place(self, index: int) -> int:
        """Index in the document of a character of `text`."""
        starts, at = [], 0
        for part in self.parts:
            starts.append(at)
            at += len(part.text) + len(self.glue)
        n = bisect_right(starts, index) - 1
        return self.parts[n].start + min(index - starts[n], len(self.parts[n].text) - 1)

    def span(self, inner: Span | None, document_text: str) -> Span | None:
        """A stretch of `text` as a stretch of the document; what stands between the rows in there comes with it."""
        if inner is None:
            return None
        start, end = self.place(inner.start), self.place(inner.end - 1) + 1
        return Span(document_text[start:end], start, self.parts[0].page)

    def range(self, document_text: str) -> DateRange | None:
        """The range of dates that reaches from the first row to the very end of the last, None without one."""
        text = self.text
        dates = find_range(Span(text, 0))
        last = len(text) - len(self.parts[-1].text)
        if dates is None or dates.single or dates.span.start >= len(self.parts[0].text) or dates.span.end <= last:
            return None
        if text[dates.span.end :].strip(" .)）]、,") or (dates.start and dates.end and dates.end < dates.start):
            return None
        whole = self.span(dates.span, document_text)
        if whole is None:
            return None
        return replace(
            dates,
            span=whole,
            start_span=self.span(dates.start_span, document_text),
            end_span=self.span(dates.end_span, document_text),
        )


def _is_open(span: Span) -> bool:
    """What these words say of dates may go on below."""
    dates = find_range(span)
    if dates is None or dates.single or _CUT_DATE.search(span.text):
        return True
    return (dates.current and dates.span.text.rstrip()[-1] in _DASHES) or (is_cjk(span.text) and not dates.current)


def _in_column(row: Row, gutter: Row) -> bool:
    """Stands in the gutter as well: as a cell, or alone where that cell begins."""
    if row.gutter:
        return True
    left, right = gutter.line.x0, row.line.x0
    return left is not None and right is not None and abs(left - right) <= _SAME_EDGE and "\t" not in row.text


def _followers(rows: list[Row], at: int) -> list[int]:
    """Rows that may hold the rest of the date of row `at`."""
    row = rows[at]
    if not row.gutter:
        return [at + 1] if at + 1 < len(rows) and len(rows[at + 1].text) <= _SHORT else []
    reach = range(at + 1, min(at + 1 + _REACH, len(rows)))
    return [n for n in reach if _in_column(rows[n], row) and len(rows[n].text) <= _SHORT][: _MOST_PARTS - 1]


def _parted(row: Row, below: Row) -> bool:
    """A month at the end of a row belongs to a whole range below it only if a sign parts it from the words before."""
    below_dates = find_range(below.span)
    if row.gutter or below_dates is None or below_dates.single:
        return True
    before = row.text.rpartition(" ")[0].rstrip()
    return not before or before[-1] in _SIGNS + "(（[" or row.text.count("(") > row.text.count(")")


def _stitched(rows: list[Row], at: int, text: str) -> tuple[DateRange, list[int]] | None:
    """The range that row `at` begins and rows below end, with these rows; the longest that reads as one."""
    row = rows[at]
    followers = _followers(rows, at)
    if row.bullet or row.dates or not followers or not any(may_hold_date(rows[n].text) for n in (at, *followers)):
        return None
    figures = _FIGURES.fullmatch(rows[followers[0]].text) is not None
    headlike = len(row.text) <= _CELL or is_headlike(row) or _OPEN_RANGE.search(row.text)
    if not headlike or not (figures or _is_open(row.span)):
        return None
    for count in range(len(followers), 0, -1):
        used = followers[:count]
        if any(rows[n].bullet or rows[n].dates for n in used) or not _parted(row, rows[used[0]]):
            continue
        parts = (row.span, *(rows[n].span for n in used))
        for glue in ("", " ") if figures or is_cjk(row.text) or _CUT_DATE.search(row.text) else (" ",):
            if dates := _Joined(parts, glue).range(text):
                return dates, used
    return _stacked(rows, at, followers)


def _stacked(rows: list[Row], at: int, followers: list[int]) -> tuple[DateRange, list[int]] | None:
    """`2016` above `2018`, each alone: a beginning and an end."""
    if not followers or (len(followers) > 1 and find_range(rows[followers[1]].span)):
        return None
    first, second = _alone(rows[at]), _alone(rows[followers[0]])
    if not first or not second or not first.end or not second.end or first.end >= second.end:
        return None
    dates = DateRange(rows[at].span, first.end, second.end, first.end_span, second.end_span)
    return dates, followers[:1]


def _alone(row: Row) -> DateRange | None:
    dates = find_range(row.span)
    return dates if dates and dates.single and not row.span.without(dates.span) else None


def stitch(rows: list[Row], text: str) -> list[Row]:
    """The rows with broken dates joined: the first row holds the range, the rows with its rest are gone."""
    found: list[Row] = []
    used: set[int] = set()
    for i, row in enumerate(rows):
        if i in used:
            continue
        if joined := _stitched(rows, i, text):
            dates, rest = joined
            used.update(rest)
            found.append(replace(row, dates=dates))
        else:
            found.append(row)
    return found
