"""Rows of a section into entries: dates are the anchors, heads stand around them, the body follows.

Where the heads stand is learned from the first entry of the section and held for the others, because one résumé sets
all its entries alike.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from domain.reading.dates import DateRange, find_range, without_duration
from domain.reading.lexicon import heading_key, lexicon, words
from domain.reading.sections import Row, is_wrapped, right_edge
from domain.reading.spans import Span

_MOST_HEADS = 3


@dataclass(slots=True)
class Entry:
    """One job, course or project: `heads` are its head rows without the dates, `above` of them stand above these."""

    heads: list[Span] = field(default_factory=list)
    above: int = 0
    dates: DateRange | None = None
    body: list[Row] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Anchor:
    index: int
    dates: DateRange
    rest: tuple[Span, ...]


def is_headlike(row: Row) -> bool:
    """Short, no bullet, no sentence, no continuation of a line above."""
    text = row.text
    starts_small = text[:1].islower()
    return not row.bullet and not row.is_sentence and not starts_small and len(text) <= 110 and len(words(text)) <= 13


def _anchor(index: int, row: Row, loose: bool) -> _Anchor | None:
    """Dates that stand at the edge of a short row; in `loose` sections a single date is enough."""
    if row.bullet and not loose:
        return None
    if row.dates:
        return _Anchor(index, row.dates, ())
    dates = find_range(row.span)
    if dates is None:
        return None
    rest = tuple(piece for part in row.span.without(dates.span) if (piece := without_duration(part)))
    if dates.single and rest and not loose:
        return None
    size = sum(len(words(piece.text)) for piece in rest)
    if size > 16 or (len(rest) == 2 and size > 10 and dates.single) or (row.is_sentence and size > 6):
        return None
    return _Anchor(index, dates, rest)


def _anchors(rows: list[Row], loose: bool) -> list[_Anchor]:
    found = [a for i, row in enumerate(rows) if (a := _anchor(i, row, loose=False))]
    if not found or (loose and not any(not a.dates.single for a in found)):
        return [a for i, row in enumerate(rows) if (a := _anchor(i, row, loose=True))]
    if loose:
        return [a for i, row in enumerate(rows) if (a := _anchor(i, row, loose=not row.bullet))]
    return found


def _heads_above(rows: list[Row], anchors: list[_Anchor]) -> list[int]:
    """How many rows above each anchor are its heads: as many as the first has, as far as they look like heads."""
    first = anchors[0].index
    pattern = [rows[first - n].emphasis for n in range(1, min(first, _MOST_HEADS) + 1) if is_headlike(rows[first - n])]
    counts, floor = [len(pattern)], anchors[0].index
    for anchor in anchors[1:]:
        count = 0
        most = len(pattern) + int(bool(anchors[0].rest) and not anchor.rest)
        while count < most and anchor.index - count - 1 > floor:
            row = rows[anchor.index - count - 1]
            if not is_headlike(row) or (count < len(pattern) == most and row.emphasis < pattern[count]):
                break
            count += 1
        counts.append(count)
        floor = anchor.index
    return counts


def _heads_below(rows: list[Row], anchors: list[_Anchor], starts: list[int], most: int) -> int:
    """How many rows below the dates are heads: the number that all entries with a body can give."""
    runs = []
    for n, anchor in enumerate(anchors):
        stop = starts[n + 1] if n + 1 < len(anchors) else len(rows)
        run = 0
        while run < most and anchor.index + 1 + run < stop and is_headlike(rows[anchor.index + 1 + run]):
            run += 1
        runs.append(run)
    return min(runs, default=0)


def split_entries(rows: list[Row], *, loose: bool = False, most_below: int = 2) -> list[Entry]:
    """The entries of a section in order.

    `loose` takes single dates as anchors (a year of graduation); `most_below` bounds the head rows that may stand below
    the dates when none stand above.
    """
    rows = [row for row in rows if heading_key(row.text) not in lexicon().banners]
    anchors = _anchors(rows, loose)
    if not anchors:
        return _without_dates(rows)
    above = _heads_above(rows, anchors)
    starts = [anchor.index - count for anchor, count in zip(anchors, above, strict=True)]
    inline = bool(anchors[0].rest)
    known = above[0] + int(inline)
    below = _heads_below(rows, anchors, starts, most_below if known == 0 else max(0, most_below - known))
    entries, right = [], right_edge(rows)
    for n, anchor in enumerate(anchors):
        stop = starts[n + 1] if n + 1 < len(anchors) else len(rows)
        after = anchor.index + 1 + min(below, max(0, stop - anchor.index - 1))
        if known >= 2:
            after = anchor.index + 1
        heads = _unwrapped(rows[starts[n] : anchor.index], right)
        heads += [*anchor.rest, *_unwrapped(rows[anchor.index + 1 : after], right)]
        entries.append(Entry(heads, above[n], anchor.dates, rows[after:stop]))
    return entries


def _unwrapped(rows: list[Row], right: float) -> list[Span]:
    """Head rows with the ones that a narrow column broke in two put together again."""
    spans: list[Span] = []
    for n, row in enumerate(rows):
        same = n > 0 and row.emphasis == rows[n - 1].emphasis and row.span.start == rows[n - 1].span.end + 1
        if same and is_wrapped(row, rows[n - 1], right):
            spans[-1] = Span(f"{spans[-1].text}\n{row.text}", spans[-1].start, spans[-1].page)
        else:
            spans.append(row.span)
    return spans


def _without_dates(rows: list[Row]) -> list[Entry]:
    """No dates at all: a head row after body rows begins an entry."""
    entries: list[Entry] = []
    for row in rows:
        if is_headlike(row) and (not entries or entries[-1].body):
            entries.append(Entry([row.span], 1))
        elif entries and is_headlike(row) and not entries[-1].body and len(entries[-1].heads) < 2:
            entries[-1].heads.append(row.span)
        elif entries:
            entries[-1].body.append(row)
    return entries


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
